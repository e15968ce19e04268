"""VIII.1: the policy says whose it is: name, business number, address, e-mail, and who is in charge of data."""

from __future__ import annotations

import pytest

from giuloi.records.receipts import controller_of
from tests.clauses.wording import MAIN, PROCEDURAL, codes, kept, sentence, shipped, text_with, the_policy


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_sentence_says_what_the_front_matter_says(language: str) -> None:
    """Both languages name the same shop, number and addresses."""
    said = sentence("VIII.1", language)
    shop = the_policy().shop if language == "vi" else the_policy().shop_in[language]
    assert shop["shop"] in said
    assert shop["contact"] in said
    assert str(shop["business_registration"]).split()[0] in said
    assert str(shop["dpo"]).rsplit(", ", 1)[1] in said


@pytest.mark.parametrize("detail", ["address", "contact", "business_registration"])
def test_a_detail_that_is_missing_is_warned_of(detail: str) -> None:
    """Law 122/2025 article 11.1.a."""
    assert "identity" not in codes(shipped(), "warning")
    lines = shipped()[MAIN].splitlines(keepends=True)
    [line] = [one for one in lines[:12] if one.startswith(detail)]
    assert "identity" in codes(text_with((line, "")), "warning")


def test_without_the_clause_the_compiler_warns() -> None:
    """The item `operator`."""
    assert the_policy().says["operator"] == "VIII.1"
    assert "not-said" in codes(text_with(('[says]\nitems = ["operator"]\n', "")), "warning")


def test_receipts_name_the_same_shop() -> None:
    """Who answers for the processing is who the policy says it is."""
    controller = controller_of(the_policy())
    assert (controller.name, controller.contact) == (the_policy().shop["shop"], the_policy().shop["contact"])


def test_people_answer_for_it_and_that_is_shown() -> None:
    """Software cannot know whether a business number is right."""
    assert kept("VIII.1") == {"says.operator": PROCEDURAL}
