"""IV.3: how far the promise is kept is counted from the rows themselves, and a missed one is never hidden."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median

import pytest

from giuloi.core.consent.record import Method
from giuloi.core.deadline import VIETNAM
from giuloi.core.terms import Channel
from giuloi.promises.answer.afterwards import take_back
from giuloi.promises.answer.ending import end
from giuloi.promises.answer.kept import a_year_before, kept
from giuloi.promises.collect.correction import Correction, correct
from giuloi.records import consents
from giuloi.records.request_kinds import RequestState
from giuloi.records.request_row import CustomerRequest
from giuloi.records.requests import SOFTWARE, finish
from giuloi.records.subjects import Subject
from tests.promises.answer.conftest import asks
from tests.records.conftest import NOON, Shop

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


CARE = "staff/care/9f2c01ab5d3e7a40"
DONE, PARTLY, REFUSED = RequestState.DONE, RequestState.PARTLY, RequestState.REFUSED


def _ended(
    shop: Shop, subject: int, kind: str, hours: float, state: RequestState = DONE, ground: str = ""
) -> int:
    taken = asks(shop, subject, kind, "Xin giúp")
    finish(taken.request, state, shop.clock + timedelta(hours=hours), CARE, ground)
    return taken.request


def test_what_is_open_behind_its_hour_is_missed_from_that_moment(shop: Shop, binh: int, ha: int) -> None:
    """A second before: waiting. At the hour itself: still kept. A second after: missed, and still open."""
    taken = asks(shop, binh)
    due = taken.due_at
    assert due is not None
    at_the_hour, after = kept(LONG_AGO, due).whole, kept(LONG_AGO, due + timedelta(seconds=1)).whole
    assert (at_the_hour.waiting, at_the_hour.missed, at_the_hour.share) == (1, 0, None)
    assert (after.waiting, after.missed, after.open, after.share) == (0, 1, 1, 0.0)


def test_the_numbers_are_those_of_a_plain_count(shop: Shop, binh: int, ha: int) -> None:
    """Shares, medians and 95th percentiles of two kinds, ended in all three ways, against a count by hand."""
    chance = Random(4)
    ways = [(DONE, ""), (PARTLY, "out_of_stock"), (REFUSED, "not_ours")]
    ends = {
        kind: [(chance.uniform(0.2, 40), *chance.choice(ways)) for _ in range(23)]
        for kind in ("question", "complain")
    }
    for kind, many in ends.items():
        for hours, state, ground in many:
            _ended(shop, binh, kind, hours, state, ground)
    book = kept(LONG_AGO, shop.clock + timedelta(days=9))
    for kind, many in ends.items():
        found, took = book.by_kind[kind], [hours for hours, _, _ in many]
        in_time = [state for hours, state, _ in many if hours <= 24]
        assert found.received == 23
        assert found.missed == 23 - len(in_time) > 0
        counted = [found.kept, found.partly, found.refused]
        assert counted == [in_time.count(state) for state in (DONE, PARTLY, REFUSED)]
        assert all(counted)
        assert found.share == pytest.approx(in_time.count(DONE) / 23)
        assert found.answered == pytest.approx(len(in_time) / 23)
        assert found.median == pytest.approx(median(took), abs=0.01)
        assert found.p95 == pytest.approx(sorted(took)[21], abs=0.01)
    assert book.whole.received == 46
    assert book.whole.missed == sum(one.missed for one in book.by_kind.values())
    assert book.whole.refused == book.by_month["2026-11"].refused > 0
    assert set(book.by_month) == {"2026-11"}


def test_refusing_everything_at_the_last_hour_keeps_no_promise(shop: Shop, binh: int, ha: int) -> None:
    """Five complaints refused after 23 hours: answered in time, all of them, and none carried out."""
    for _ in range(5):
        _ended(shop, binh, "complain", 23, REFUSED, "not_ours")
    whole = kept(LONG_AGO, shop.clock + timedelta(days=2)).whole
    assert (whole.share, whole.answered) == (0.0, 1.0)
    assert (whole.kept, whole.refused, whole.missed) == (0, 5, 0)


def test_what_the_customer_takes_back_counts_on_neither_side(shop: Shop, binh: int, ha: int) -> None:
    """By their own hand and in time: behind its hour it was missed already, and the shop's word for it is a refusal."""
    early, late, said = (asks(shop, binh) for _ in range(3))
    assert take_back(early.request, binh, shop.clock + timedelta(hours=1))
    assert take_back(late.request, binh, shop.clock + timedelta(hours=25))
    finish(said.request, REFUSED, shop.clock + timedelta(hours=1), CARE, "taken_back")
    whole = kept(LONG_AGO, shop.clock + timedelta(days=2)).whole
    assert (whole.taken_back, whole.missed, whole.refused, whole.kept) == (1, 1, 1, 0)


def test_a_month_begins_at_midnight_in_viet_nam(shop: Shop, binh: int, ha: int) -> None:
    """Eight in the evening of 30 November in London is 1 December here."""
    _ended(shop, binh, "question", 1)
    CustomerRequest.objects.update(received_at=datetime(2026, 11, 30, 20, 0, tzinfo=UTC))
    assert set(kept(LONG_AGO, datetime(2026, 12, 5, tzinfo=UTC)).by_month) == {"2026-12"}
    assert a_year_before(NOON) == datetime(2025, 12, 1, tzinfo=VIETNAM)


def test_what_software_did_at_once_is_counted_and_flatters_nothing(shop: Shop, an: int, ha: int) -> None:
    """A withdrawal by An's own hand is a request carried out, with Hà answerable, and no part of the share."""
    asked = shop.asked("promotion", Channel.EMAIL)
    assert asked.method is Method.WRITTEN
    consents.withdraw(an, [asked], shop.now())
    row = CustomerRequest.objects.get(kind="withdraw")
    assert (row.answerable_id, row.state, row.finished_at) == (ha, "done", row.received_at)
    whole = kept(LONG_AGO, shop.now()).whole
    assert (whole.received, whole.automatic, whole.kept, whole.share) == (1, 1, 0, None)


def test_erasing_somebody_erases_no_missed_promise(shop: Shop, binh: int, ha: int) -> None:
    """The row stays without them: whether a promise was kept is the shop's, not the person's."""
    _ended(shop, binh, "question", 30)
    Subject.objects.filter(id=binh).delete()
    assert kept(LONG_AGO, shop.clock + timedelta(days=2)).whole.missed == 1


def test_a_correction_by_ones_own_hand_counts_as_carried_out(shop: Shop, an: int, ha: int) -> None:
    """A right like any other, with Hà answerable."""
    correct(Correction(an, "birth_year", "1990"), shop.now())
    row = CustomerRequest.objects.get(kind="rectify")
    assert (row.answerable_id, row.state, row.finished_at) == (ha, "done", row.received_at)


def test_what_software_carries_out_later_is_judged_like_any_other(shop: Shop, an: int) -> None:
    """A right in time is kept; one that software ended a day late is missed, and not hidden among the automatic."""
    first = asks(shop, an, "restrict", "").request
    end(first, RequestState.DONE, shop.clock + timedelta(hours=7), SOFTWARE)
    late = asks(shop, an, "object", "").request
    end(late, RequestState.DONE, shop.clock + timedelta(hours=30), SOFTWARE)
    found = kept(NOON - timedelta(days=1), shop.clock + timedelta(days=3)).whole
    assert (found.kept, found.missed, found.automatic) == (1, 1, 0)
