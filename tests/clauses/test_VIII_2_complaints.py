"""VIII.2: who finds their information misused or leaked tells us and is answered within 24 hours; court stays open."""

from __future__ import annotations

import pytest

from giuloi.core.terms import CaseKind, Coverage
from tests.clauses.way import Way, outcome
from tests.clauses.wording import (
    NOT_KEPT_YET,
    clock,
    codes,
    kept,
    sentence,
    text_with,
    the_policy,
)
from tests.records.conftest import Shop

BOTH = '[says]\nitems = ["h", "complaints"]\n'


def test_a_complaint_has_the_clock_of_iv_3_and_the_sentence_says_its_hours() -> None:
    """24 hours in both, and that clock is not kept yet."""
    assert "complain" in clock("answer").kinds
    assert str(clock("answer").within) == "24h"
    assert "trong vòng 24 giờ" in sentence("VIII.2")
    assert "within 24 hours" in sentence("VIII.2", "en")
    assert kept("IV.3")["promise.answer"] is NOT_KEPT_YET


@pytest.mark.parametrize("item", ["h", "complaints"])
def test_both_items_of_the_law_are_said_here(item: str) -> None:
    """Decree 248/2026 articles 5.1.h and 7."""
    assert the_policy().says[item] == "VIII.2"
    other = "complaints" if item == "h" else "h"
    assert "not-said" in codes(text_with((BOTH, BOTH.replace('"h", "complaints"', f'"{other}"'))), "warning")


def test_who_complains_is_answered_without_any_consent(shop: Shop) -> None:
    """Care opens what the complaint needs, under the complaint."""
    way = Way("rights", "care", ("name", "email", "care_note"), CaseKind.REQUEST)
    assert outcome(shop, way) == "IV.3 permitted"


def test_it_is_shown_as_not_kept_yet() -> None:
    """People can answer; the file with its clock, which would show that they did, is not built."""
    assert kept("VIII.2") == {"require.complaint_file": Coverage.NOT_KEPT_YET}
