"""IV.3: customer care itself carries out the customer's request within 24 hours of receiving it, whatever it is.

Holidays and Tết included; the head of customer care answers for it, also for what runs automatically.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from giuloi.core.deadline import due
from giuloi.core.policy.law import RIGHTS
from giuloi.core.policy.vocabulary import AUTHORITY_KINDS, REQUEST_KINDS
from giuloi.core.terms import CaseKind, Channel, Duration
from giuloi.promises.answer.escalation import escalate, silent
from giuloi.promises.answer.kept import kept as kept_numbers
from giuloi.promises.answer.rota import name_head
from giuloi.records.consents import withdraw
from giuloi.records.credentials import add_staff
from giuloi.records.requests import SOFTWARE, CustomerRequest, receive
from tests.clauses.way import GUEST, MEMBER, Way, outcome, shut_unless_whole, would_be_noticed
from tests.clauses.wording import (
    ENFORCED,
    PROCEDURAL,
    block,
    clock,
    compiled,
    kept,
    policy_of,
    text_with,
    the_policy,
    without,
)
from tests.records.conftest import Shop

ANSWER = Way("rights", "care", ("name", "phone", "email", "birth_year", "declaration"), CaseKind.REQUEST)


def test_every_request_has_the_one_clock() -> None:
    """24 hours from receipt, by customer care, for every kind there is but an authority's own."""
    answer = clock("answer")
    assert (str(answer.within), answer.start, answer.by, answer.clause) == ("24h", "received", "care", "IV.3")
    assert set(answer.kinds) == set(REQUEST_KINDS) - set(AUTHORITY_KINDS)
    assert len(answer.kinds) == len(set(answer.kinds)) == 14


def test_a_kind_that_is_left_out_would_be_noticed() -> None:
    """Complaints forgotten: the compiled clock says so."""
    promise = block("promise.answer")
    made = policy_of(text_with((promise, promise.replace('"complain",', ""))))
    assert set(clock("answer").kinds) - set(clock("answer", made).kinds) == {"complain"}


def test_24_hours_run_through_the_new_year() -> None:
    """Wall-clock hours: received on the eve of Tết, due on its first day at the same minute."""
    eve = datetime(2027, 2, 5, 21, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    tet = frozenset(date(2027, 2, day) for day in range(5, 12))
    assert due(eve, clock("answer").within, tet) == eve + timedelta(hours=24)
    assert due(eve, Duration.parse("2wd"), tet) > eve + timedelta(days=6), "the law's own days would wait"


@pytest.mark.parametrize("right", RIGHTS)
def test_the_promise_is_tighter_than_the_law_for_every_right(right: str) -> None:
    """Decree 356/2025 article 5 gives 10 to 20 days; the policy carries the figure with its source beside it."""
    figure = the_policy().figures[f"rights.{right}.do"]
    assert clock("answer").within.least_hours < figure.value.least_hours
    assert figure.source.startswith("Decree 356/2025")
    assert f"rights.{right}.do" in the_policy().held_to


def test_a_later_deadline_than_the_law_does_not_compile() -> None:
    """11 days are too long for access, rectification and copies; the first article that says so is cited."""
    promise = block("promise.answer")
    result = compiled(text_with((promise, promise.replace('"24h"', '"11d"'))))
    assert result.policy is None
    wrong = [one for one in result.diagnostics if one.severity == "error"]
    assert {one.code for one in wrong} == {"looser"}
    assert {one.clause for one in wrong} == {"IV.3"}
    assert all("Decree 356/2025" in one.en for one in wrong)


@pytest.mark.parametrize("standing", [GUEST, MEMBER])
def test_care_can_answer_and_only_under_the_request(shop: Shop, standing: str) -> None:
    """No consent is needed to be answered, and restricted data is opened for it (VI.5, VI.6)."""
    shut_unless_whole(shop, replace(ANSWER, standing=standing), "IV.3", {})


def test_no_other_department_answers(shop: Shop) -> None:
    """Customer care itself."""
    for role in ("fulfilment", "marketing", "legal", "partner"):
        assert outcome(shop, replace(ANSWER, role=role)) == "IV.3 role"


def test_a_policy_that_lets_care_look_without_a_request_would_be_noticed(shop: Shop) -> None:
    """The widest purpose of all is the one that needs its case most."""
    rights = block("purpose.rights")
    loose = text_with((rights, rights.replace('needs    = "request"\n', "")))
    would_be_noticed(shop, loose, replace(ANSWER, case=None), "IV.3 no_case", "IV.3 permitted")


def test_the_clock_runs_for_every_kind_and_a_named_person_answers(shop: Shop, binh: int) -> None:
    """Whatever is asked: 24 hours from receipt, and Hà, who heads the department, answerable, at night too."""
    ha = add_staff("Hà", "care")
    name_head(ha, shop.now())
    order, _ = shop.order(binh)
    for kind in clock("answer").kinds:
        got = receive(kind, shop.now(), subject=binh, source="portal", actor="customer", record=order)
        row = CustomerRequest.objects.get(id=got.request)
        assert row.due_at == row.received_at + timedelta(hours=24), kind
        assert (row.answerable_id, row.clause) == (ha, "IV.3"), kind


def test_what_runs_by_itself_has_somebody_answerable_too(shop: Shop, an: int) -> None:
    """An withdraws by her own hand: carried out at once, and Hà answers for it."""
    ha = add_staff("Hà", "care")
    name_head(ha, shop.now())
    withdraw(an, [shop.asked("promotion", Channel.EMAIL)], shop.now())
    row = CustomerRequest.objects.get(kind="withdraw")
    assert (row.answerable_id, row.finished_at, row.finished_by) == (ha, row.received_at, SOFTWARE)


def test_no_hour_passes_in_silence_and_a_missed_one_is_published(shop: Shop, binh: int) -> None:
    """Raised before its hour and at it; open behind it, it is missed in the public numbers at once."""
    got = receive("question", shop.now(), subject=binh, source="portal", actor="customer")
    begun = shop.clock
    for hours, levels in ((11, 0), (13, 1), (19, 2), (23.5, 3), (24.1, 4)):
        at = begun + timedelta(hours=hours)
        escalate(at)
        assert CustomerRequest.objects.get(id=got.request).escalated == levels
        assert silent(at) == 0
    assert kept_numbers(begun - timedelta(days=1), begun + timedelta(hours=24.1)).whole.missed == 1


def test_people_keep_it_and_everybody_is_told_so() -> None:
    """Software cannot make anybody answer: the clause is shown as procedural, with the clock and record behind it."""
    assert kept("IV.3") == {"promise.answer": PROCEDURAL, "purpose.rights": ENFORCED}
    assert "promise.answer" not in kept("IV.3", policy_of(without("promise.answer")))
