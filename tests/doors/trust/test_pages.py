"""The trust pages: open to everybody, in both languages, and nothing of anybody in them."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client

from giuloi.core.policy.conformance import WORDS, weakest
from giuloi.doors.trust.clauses import paragraphs
from giuloi.doors.trust.measures import NAMES
from giuloi.doors.trust.missing import IN_VIETNAMESE
from giuloi.records import published
from giuloi.records.database import run
from giuloi.records.keepers import FEATURES
from giuloi.records.measures import LOOKS
from tests.cast import AN
from tests.doors.trust.conftest import History
from tests.records.conftest import Shop

PAGES = ("", "policy", "versions", "versions/{}", "ledger", "verifier", "measures", "numbers")


def _get(client: Client, path: str, language: str = "vi") -> Any:
    return client.get(f"/trust/{path}", secure=True, headers={"Accept-Language": language})


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_is_open_to_everybody(history: History, client: Client, path: str, language: str) -> None:
    """No sign-in; the language that was asked for; the strict policy; no style or script of its own."""
    answer = _get(client, path.format(history.second), language)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in page
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    assert " style=" not in page


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_nobody(history: History, client: Client, path: str) -> None:
    """Not An's name, telephone, e-mail or id, and not the pseudonym of who looked."""
    page = _get(client, path.format(history.second)).content.decode()
    for personal in (AN.name, AN.phone, AN.email, str(history.an), "3f9c2a7b5d1e8046"):
        assert personal not in page


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_clause_stands_there_with_its_sentence_and_its_word(
    history: History, client: Client, language: str
) -> None:
    """With an anchor of its own number, in the reader's language."""
    page = _get(client, "policy", language).content.decode()
    policy = published.current().policy
    words = policy.clauses if language == policy.language else policy.translations[language]
    for ref, coverage in weakest(policy).items():
        part = page.split(f'<article id="{ref}">', 1)[1].split("</article>", 1)[0]
        assert WORDS[coverage][language == "en"] in part
        for paragraph in paragraphs(words[ref].sentence):
            assert f"<p>{paragraph}</p>" in unescape(part)


def test_what_is_missing_is_said_in_both_languages(history: History, client: Client) -> None:
    """Beside the promise that it is missing of."""
    assert "filled in by software and handed in by people" in _get(client, "policy", "en").content.decode()
    assert "do phần mềm điền sẵn, người nộp" in _get(client, "policy").content.decode()
    assert "filled in by software and handed in by people" not in _get(client, "policy").content.decode()


def test_whatever_is_missing_has_vietnamese_words() -> None:
    """Sentence by sentence: who changes the English is told that the Vietnamese no longer says it."""
    assert {feature.missing for feature in FEATURES.values() if feature.missing} <= set(IN_VIETNAMESE)


def test_every_measure_has_a_name() -> None:
    """In both languages."""
    assert set(NAMES) == set(LOOKS)


def test_versions_tell_what_changed(history: History, client: Client) -> None:
    """The second is stricter than the first, and says so."""
    page = _get(client, "versions", "en").content.decode()
    assert "stricter" in page
    assert "The first version." in page
    assert "still binds us" in _get(client, f"versions/{history.shop.policy_id}", "en").content.decode()
    assert "still binds us" not in _get(client, f"versions/{history.second}", "en").content.decode()


def test_a_version_that_never_was_is_not_found(history: History, client: Client) -> None:
    """A 404, and no more."""
    assert _get(client, "versions/999").status_code == 404


def test_an_empty_shop_shows_empty_pages(shop: Shop, client: Client) -> None:
    """Before the first use there is nothing to count and nothing signed: the pages say so."""
    assert "Nothing happened" in _get(client, "numbers", "en").content.decode()
    assert "The ledger is empty" in _get(client, "ledger", "en").content.decode()
    assert _get(client, "").status_code == 200


def test_a_shop_that_has_not_published_says_so(shop: Shop, client: Client) -> None:
    """503, in a sentence, without a path or a reason of the machine's."""
    run("DELETE FROM records_publishedpolicy")
    published.forget()
    for path in ("", "policy", "versions", "measures", "numbers"):
        answer = _get(client, path, "en")
        assert answer.status_code == 503
        assert "has not published its policy yet" in answer.content.decode()


def test_the_verifier_is_taken_home_as_a_file(history: History, client: Client) -> None:
    """A download, never a page of ours: there its inline script would not run."""
    answer = _get(client, "verifier.html")
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"giuloiVerifier" in b"".join(answer.streaming_content)


@pytest.mark.parametrize("path", [*PAGES, "log/checkpoint", "verifier.html"])
def test_nothing_can_be_sent_here(history: History, client: Client, path: str) -> None:
    """POST is no method of these pages."""
    assert client.post(f"/trust/{path.format(history.second)}", secure=True).status_code == 405
