"""A deadline is told as the time that is left, and what is missed says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from giuloi.core.time_left import spelled, time_left

AT = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
SPANS = {
    "seconds": (timedelta(seconds=59), "chưa đầy 1 phút", "less than a minute"),
    "a minute": (timedelta(seconds=60), "1 phút", "1 minute"),
    "hours and minutes": (timedelta(hours=5, minutes=12, seconds=59), "5 giờ 12 phút", "5 hours 12 minutes"),
    "whole hours": (timedelta(hours=24), "24 giờ", "24 hours"),
    "days": (timedelta(days=3, hours=4, minutes=50), "3 ngày 4 giờ", "3 days 4 hours"),
}
TOLD = {
    "with time": (timedelta(hours=5, minutes=12), "còn 5 giờ 12 phút", "ok"),
    "soon": (timedelta(hours=4), "sắp hết hạn: còn 4 giờ", "warn"),
    "the last moment": (timedelta(0), "sắp hết hạn: còn chưa đầy 1 phút", "warn"),
    "overdue": (timedelta(hours=-2, minutes=-5), "quá hạn 2 giờ 5 phút", "late"),
}


@pytest.mark.parametrize(("span", "vi", "en"), SPANS.values(), ids=SPANS)
def test_a_span_is_spelled_in_its_two_largest_units(span: timedelta, vi: str, en: str) -> None:
    """Cut off, never rounded up."""
    assert (spelled(span).vi, spelled(span).en) == (vi, en)


@pytest.mark.parametrize(("left", "vi", "tone"), TOLD.values(), ids=TOLD)
def test_what_is_left_is_told_in_words(left: timedelta, vi: str, tone: str) -> None:
    """A colour comes with its word."""
    told = time_left(AT + left, AT)
    assert (told.words.vi, told.tone) == (vi, tone)


def test_what_is_finished_was_in_time_or_missed() -> None:
    """The time that went by since then does not matter any more."""
    kept = time_left(AT, AT + timedelta(days=9), finished=AT)
    missed = time_left(AT, AT + timedelta(days=9), finished=AT + timedelta(minutes=3))
    assert (kept.words.en, kept.late) == ("in time", False)
    assert (missed.words.vi, missed.late) == ("lỡ hẹn, muộn 3 phút", True)


def test_where_nothing_is_promised_nothing_counts_down() -> None:
    """No clock, no tone."""
    assert time_left(None, AT).tone == ""
