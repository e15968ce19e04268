"""VIII.2: who finds their information misused or leaked tells us and is answered within 24 hours; court stays open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from giuloi.core.terms import CaseKind, Coverage
from giuloi.promises.answer.asking import Asking, ask
from giuloi.promises.answer.ending import end
from giuloi.promises.answer.escalation import escalate
from giuloi.promises.answer.inbox import one
from giuloi.records.consents import states_of
from giuloi.records.measures import Measure, measured
from giuloi.records.request_kinds import Happened, RequestState
from giuloi.records.reveal import Refusal, Revealed
from tests.clauses.way import Way, outcome
from tests.clauses.wording import (
    PROCEDURAL,
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
    """24 hours in both; people keep it, by the clock that software runs."""
    assert "complain" in clock("answer").kinds
    assert str(clock("answer").within) == "24h"
    assert "trong vòng 24 giờ" in sentence("VIII.2")
    assert "within 24 hours" in sentence("VIII.2", "en")
    assert kept("IV.3")["promise.answer"] is PROCEDURAL


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


def test_a_complaint_is_a_file_with_its_words_its_clock_and_its_end(shop: Shop, chi: int) -> None:
    """Chi withdrew everything: her complaint is taken in, opened to care and ended with its ground, without consent."""
    taken = ask(chi, Asking("complain", "Có người lạ biết đơn của tôi", "portal"), shop.now())
    assert taken.due_at == shop.clock + timedelta(hours=24)
    assert ("care", "in_house", "") not in states_of(chi)
    opened = shop.open(shop.staff("care", "rights", taken.case), ("care_note",), chi)[0]
    assert isinstance(opened, Revealed)
    assert opened.fields["care_note"].open().startswith("Có người lạ")
    assert end(taken.request, RequestState.PARTLY, shop.now(), "customer", "not_reached")
    whole = one(taken.request)
    assert whole is not None
    assert [step.what for step in whole.steps] == [Happened.RECEIVED, Happened.ENDED]
    closed = shop.open(shop.staff("care", "rights", taken.case), ("care_note",), chi)[0]
    assert isinstance(closed, Refusal)


def test_it_is_kept_and_looked_at(shop: Shop, binh: int) -> None:
    """A complaint behind its hour that nobody raised turns the measure off, and the sweep turns it on again."""
    assert kept("VIII.2") == {"require.complaint_file": Coverage.ENFORCED}
    ask(binh, Asking("complain", "Bánh bị mốc", "portal"), datetime.now(UTC) - timedelta(hours=25))
    assert not _measure().on
    escalate(datetime.now(UTC))
    assert _measure().on


def _measure() -> Measure:
    return next(one for one in measured() if one.name == "complaint_file")
