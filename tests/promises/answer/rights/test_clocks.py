"""Two clocks side by side: the promise never stops; the law's begins when the request is valid and is extended once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.core.terms import NotATerm
from giuloi.promises.answer.rights import stages
from giuloi.promises.answer.rights.clocks import deadlines
from giuloi.promises.answer.rights.reasons import REASONS
from giuloi.promises.answer.rights.stages import NotNow
from giuloi.promises.use import notices
from giuloi.promises.use.notices import Notice
from giuloi.records.holidays import free_days
from giuloi.records.published import current
from tests.promises.answer.conftest import asks
from tests.records.conftest import Shop

WHY = REASONS["third_party"]


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("kind", "valid", "answer", "do"),
    [
        ("access", "2026-11-20T17:00", "2026-11-24", "2026-11-30"),  # a Friday: over the weekend
        ("copy", "2026-11-20T17:00", "2026-11-24", "2026-11-30"),
        ("copy", "2026-02-12T09:00", "2026-02-23", "2026-02-22"),  # Tết, 16 to 20 February, does not count
        ("copy", "2026-02-13T17:00", "2026-02-24", "2026-02-23"),
        ("rectify", "2026-02-17T08:00", "2026-02-25", "2026-02-27"),
        ("erase", "2026-11-20T17:00", "2026-11-24", "2026-12-10"),
        ("withdraw", "2026-11-20T17:00", "2026-11-24", "2026-12-05"),
        ("restrict", "2026-11-23T09:00", "2026-11-25", "2026-12-08"),
    ],
)
def test_the_law_counts_working_days_to_the_answer_and_days_to_the_deed(
    shop: Shop, kind: str, valid: str, answer: str, do: str
) -> None:
    """Decree 356/2025 art. 5.2 to 5.4."""
    found = deadlines(current().policy, kind, None, _at(valid), [], _at(valid), free_days())
    assert found.law_answer is not None
    assert found.law_do is not None
    assert found.law_answer.astimezone(VIETNAM).date().isoformat() == answer
    assert found.law_do.astimezone(VIETNAM).date().isoformat() == do


def test_what_was_asked_before_it_was_valid_puts_nothing_off(shop: Shop) -> None:
    """The law's clock did not run yet, so it did not stand still: only what came afterwards counts."""
    policy, valid = current().policy, _at("2026-11-20T17:00")
    plain = deadlines(policy, "erase", None, valid, [], valid, free_days())
    before = [(_at("2026-11-10T09:00"), _at("2026-11-15T09:00"))]
    assert deadlines(policy, "erase", None, valid, before, valid, free_days()).law_do == plain.law_do
    across = [(_at("2026-11-10T09:00"), _at("2026-11-21T17:00"))]
    later = deadlines(policy, "erase", None, valid, across, valid, free_days())
    assert later.law_do is not None
    assert plain.law_do is not None
    assert later.law_do - plain.law_do == timedelta(days=1)


def test_before_it_is_known_who_asks_only_the_promise_runs(shop: Shop) -> None:
    """Its 24 hours count from receipt, whatever the law's clock waits for."""
    promise = _at("2026-11-21T17:00")
    found = deadlines(current().policy, "erase", promise, None, [], promise, free_days())
    assert (found.promise, found.law_answer, found.law_do) == (promise, None, None)


def test_asking_who_they_are_stops_the_laws_clock_and_not_the_promises(shop: Shop, an: int) -> None:
    """Three hours later by three hours; a second pause at once changes nothing."""
    taken = asks(shop, an, "erase", "")
    before = stages.deadlines_of(taken.request, shop.now())
    assert stages.pause(taken.request, shop.now(), "staff/care/x")
    assert not stages.pause(taken.request, shop.now(), "staff/care/x")
    shop.clock += timedelta(hours=3)
    assert stages.deadlines_of(taken.request, shop.now()).standing_still  # type: ignore[union-attr]
    assert stages.resume(taken.request, shop.now(), "staff/care/x")
    assert not stages.resume(taken.request, shop.now(), "staff/care/x")
    after = stages.deadlines_of(taken.request, shop.now())
    assert before is not None
    assert after is not None
    assert after.promise == before.promise
    assert before.law_do is not None
    assert after.law_do == before.law_do + after.paused
    assert timedelta(hours=3) <= after.paused < timedelta(hours=3, minutes=1)


def test_the_law_is_extended_once_with_reason_and_proof_and_the_customer_is_told_before(
    shop: Shop, an: int
) -> None:
    """By what law allows; a second time, without proof or without a reason it is refused, and nothing changes."""
    taken = asks(shop, an, "erase", "")
    before = stages.deadlines_of(taken.request, shop.now())
    for because, proof in ((Words("", ""), "CV-12"), (Words("bận", "busy"), "CV-12"), (WHY, "")):
        with pytest.raises(NotATerm):
            stages.extend(taken.request, because, proof, shop.now(), "staff/care/x")
    assert stages.deadlines_of(taken.request, shop.now()) == before
    until = stages.extend(taken.request, WHY, "CV-12", shop.now(), "staff/care/x")
    assert before is not None
    assert before.law_do is not None
    assert until == before.law_do + timedelta(days=20)
    assert Notice.REQUEST_EXTENDED in {one.kind for one in notices.notices_about(taken.request)}
    with pytest.raises(NotNow, match="once"):
        stages.extend(taken.request, WHY, "CV-12", shop.now(), "staff/care/x")


def test_after_its_date_nothing_is_extended(shop: Shop, an: int) -> None:
    """The customer would be told too late."""
    taken = asks(shop, an, "access", "")
    shop.clock = datetime(2027, 1, 1, tzinfo=UTC)
    with pytest.raises(NotNow, match="over"):
        stages.extend(taken.request, WHY, "CV-12", shop.now(), "staff/care/x")
