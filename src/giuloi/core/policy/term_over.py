"""When a term must have begun to be over by now: the question of `core.deadline.due`, turned round.

So that a database can compare a column with one moment instead of counting months: `due` never falls when its start
rises, and the last start whose term is over is found by halving. Exact to the microsecond, leap days included.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from giuloi.core.deadline import due
from giuloi.core.policy.keeping import year_end
from giuloi.core.terms import Duration

_STEP = timedelta(microseconds=1)
FIRST = datetime(1970, 1, 2, tzinfo=UTC)  # no term of a shop began before


@lru_cache(maxsize=1024)
def latest_start(span: Duration, now: datetime) -> datetime | None:
    """The latest start from which `span` is over at `now`; None when none is."""
    return _latest(lambda start: due(start, span, frozenset()) <= now, now)


@lru_cache(maxsize=1024)
def latest_start_of_year(span: Duration, now: datetime) -> datetime | None:
    """The same where the span is counted from the end of the fiscal year in which the start lies."""
    return _latest(lambda start: due(year_end(start), span, frozenset()) <= now, now)


def _latest(over: Callable[[datetime], bool], now: datetime) -> datetime | None:
    if not over(FIRST):
        return None
    low, high = 0, (now - FIRST) // _STEP  # over at `low`; a span lasts, so it is not over past `now`
    while low < high:
        middle = (low + high + 1) // 2
        if over(FIRST + middle * _STEP):
            low = middle
        else:
            high = middle - 1
    return FIRST + low * _STEP
