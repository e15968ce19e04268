"""When something is due: the clock starts in Viet Nam, and no deadline is later than the law's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import giuloi
from giuloi.core.deadline import VIETNAM, due, in_quiet_hours, is_working_day, next_allowed
from giuloi.core.terms import Duration, NotATerm, Unit

TET = frozenset(date(2026, 2, day) for day in range(16, 21))
SMS, CALL = ("07:00", "22:00"), ("08:00", "17:00")


def vn(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


CASES = {
    "24 hours over a weekend": ("2026-11-20T17:00", "24h", "2026-11-21T17:00"),
    "two working days from Friday": ("2026-11-20T17:00", "2wd", "2026-11-24T17:00"),
    "one working day from Monday": ("2026-11-23T09:30", "1wd", "2026-11-24T09:30"),
    "received on Saturday": ("2026-11-21T10:00", "1wd", "2026-11-24T00:00"),
    "received on Sunday night": ("2026-11-22T23:59", "1wd", "2026-11-24T00:00"),
    "over Tết": ("2026-02-13T16:00", "2wd", "2026-02-24T16:00"),
    "received during Tết": ("2026-02-18T08:00", "1wd", "2026-02-24T00:00"),
    "hours do not stop for Tết": ("2026-02-16T08:00", "72h", "2026-02-19T08:00"),
    "ninety days": ("2026-11-22T08:00", "90d", "2027-02-20T08:00"),
    "a month to a shorter month": ("2027-01-31T08:00", "1m", "2027-02-28T08:00"),
    "a month in a leap year": ("2028-01-31T08:00", "1m", "2028-02-29T08:00"),
    "six months over new year": ("2026-11-30T08:00", "6m", "2027-05-30T08:00"),
    "a year from 29 February": ("2028-02-29T08:00", "1y", "2029-02-28T08:00"),
    "three years": ("2026-11-22T08:00", "3y", "2029-11-22T08:00"),
}


@pytest.mark.parametrize(("start", "span", "end"), CASES.values(), ids=CASES)
def test_every_span_ends_when_it_says(start: str, span: str, end: str) -> None:
    """Hours on the clock, working days over weekends and holidays, days and months on the calendar."""
    assert due(vn(start), Duration.parse(span), TET) == vn(end)


def test_days_are_counted_in_viet_nam_whatever_the_zone_of_the_server() -> None:
    """Friday 17:30 in UTC is Saturday in Hà Nội, so the working days start on Monday."""
    friday_evening = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
    assert due(friday_evening, Duration(1, Unit.WORKING_DAYS), frozenset()) == vn("2026-11-24T00:00")


def test_a_moment_without_zone_is_refused() -> None:
    """Seven hours of doubt are too many for a promise of 24."""
    with pytest.raises(ValueError, match="aware"):
        due(datetime(2026, 11, 20), Duration(1, Unit.DAYS), frozenset())  # noqa: DTZ001


@pytest.mark.parametrize("unit", Unit)
def test_a_span_past_the_end_of_the_calendar_is_refused(unit: Unit) -> None:
    """Nothing is ever due in the year 10000."""
    with pytest.raises(NotATerm, match="9999"):
        due(vn("9999-12-31T12:00"), Duration(99999, unit), frozenset())


moments = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: vn("2025-01-01") + timedelta(minutes=minutes))
spans = st.builds(Duration, st.integers(1, 60), st.sampled_from(Unit))
free_days = st.frozensets(st.dates(date(2025, 1, 1), date(2028, 6, 30)), max_size=40)


@given(moments, moments, spans, free_days)
def test_a_later_start_is_never_due_earlier(
    one: datetime, other: datetime, span: Duration, free: frozenset[date]
) -> None:
    """Nobody gains by having asked later."""
    first, second = sorted((one, other))
    assert due(first, span, free) <= due(second, span, free)


@given(moments, spans, free_days, free_days)
def test_more_holidays_never_bring_a_deadline_forward(
    start: datetime, span: Duration, some: frozenset[date], more: frozenset[date]
) -> None:
    """A holiday nobody confirmed is left out: the deadline can only become earlier by it."""
    assert due(start, span, some) <= due(start, span, some | more)


@given(moments, st.integers(1, 30), free_days)
def test_working_days_are_never_later_than_the_law_allows(
    start: datetime, count: int, free: frozenset[date]
) -> None:
    """The end of the n-th working day after the day of receipt is the outer limit (Civil Code art. 148)."""
    day, left = start.date(), count
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day, free)
    limit = datetime.combine(day + timedelta(days=1), datetime.min.time(), VIETNAM)
    assert start < due(start, Duration(count, Unit.WORKING_DAYS), free) <= limit


@pytest.mark.parametrize(
    ("at", "hours", "quiet"),
    [
        ("2026-11-23T06:59", SMS, True),
        ("2026-11-23T07:00", SMS, False),
        ("2026-11-23T21:59", SMS, False),
        ("2026-11-23T22:00", SMS, True),
        ("2026-11-23T22:01", SMS, True),
        ("2026-11-23T07:59", CALL, True),
        ("2026-11-23T08:00", CALL, False),
        ("2026-11-23T17:01", CALL, True),
        ("2026-11-23T23:59", ("00:00", "24:00"), False),
    ],
)
def test_nobody_is_contacted_in_quiet_hours(at: str, hours: tuple[str, str], quiet: bool) -> None:
    """SMS from 7 to 22, calls from 8 to 17 (Decree 91/2020)."""
    assert in_quiet_hours(vn(at), hours) is quiet


def test_quiet_hours_are_those_of_viet_nam() -> None:
    """23:30 UTC is 06:30 in Viet Nam: too early."""
    assert in_quiet_hours(datetime(2026, 11, 22, 23, 30, tzinfo=UTC), SMS)


@given(moments, st.sampled_from([SMS, CALL, ("00:00", "24:00"), ("09:30", "09:31")]))
def test_the_next_allowed_moment_is_allowed_and_never_past(at: datetime, hours: tuple[str, str]) -> None:
    """A message waits for the morning, and no longer than a day."""
    later = next_allowed(at, hours)
    assert at <= later < at + timedelta(days=1)
    assert not in_quiet_hours(later, hours)
    assert later == at or in_quiet_hours(later - timedelta(microseconds=1), hours)


@pytest.mark.parametrize(
    "hours", [("7:00", "22:00"), ("07:00", "25:00"), ("22:00", "07:00"), ("08:00", "08:00"), ("", "")]
)
def test_hours_that_are_none_are_refused(hours: tuple[str, str]) -> None:
    """A misspelled hour must not become an hour that is never quiet."""
    with pytest.raises(NotATerm):
        in_quiet_hours(vn("2026-11-23T12:00"), hours)


TABLE = yaml.safe_load((Path(giuloi.__file__).parent / "policies" / "holidays-vn.yaml").read_text("utf-8"))


def test_the_holiday_table_lists_each_weekday_once_and_says_how_sure_it_is() -> None:
    """A day that is certain to nobody is marked so."""
    days = [entry["date"] for entry in TABLE["days"]]
    assert days == sorted(set(days))
    assert {day.year for day in days} == {2025, 2026, 2027}
    for entry in TABLE["days"]:
        assert entry["date"].weekday() < 5, entry
        assert entry["kind"] in {"law", "swap"}
        assert entry["status"] in {"P", "S", "M"}
        assert entry["vi"] != entry["en"]
        assert entry["kind"] == "law" or entry["works_on"].weekday() == 5


def test_what_was_not_decided_when_the_table_was_made_is_not_sure() -> None:
    """The days of a Tết for which no decision was seen stay unconfirmed."""
    tet = [entry for entry in TABLE["days"] if entry["date"].year == 2027 and "Tết Nguyên" in entry["vi"]]
    assert tet
    assert {entry["status"] for entry in tet} == {"M"}
