"""Uses and refusals, counted: by clause and by day, up to the end of yesterday.

Not to this minute on purpose: whoever watched a live number could tell when a clause was used (an authority's
request, say), and who knows a customer's day might tell whose use it was. The size of the whole ledger is public
at any moment anyway, with its checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from giuloi.core.terms import Outcome
from giuloi.records.uses.tally import Tally, tallies

K = TypeVar("K")

DAYS = 30  # that the pages look back
_VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Counted:
    """How often it was allowed, and how often refused (forbidden, or not spoken of)."""

    allowed: int
    refused: int


@dataclass(frozen=True, slots=True)
class Period:
    """The days that are looked at: both ends included."""

    first: date
    last: date

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of it."""
        return tuple(self.first + timedelta(days=one) for one in range((self.last - self.first).days + 1))


def lately(now: datetime) -> Period:
    """The thirty days that ended with yesterday, in Viet Nam."""
    yesterday = now.astimezone(_VIET_NAM).date() - timedelta(days=1)
    return Period(yesterday - timedelta(days=DAYS - 1), yesterday)


def of_period(period: Period) -> list[Tally]:
    """Everything that was counted in it."""
    return tallies(period.first, period.last)


def by_clause(some: Iterable[Tally]) -> dict[str, Counted]:
    """Clause → how often."""
    return _by(some, lambda one: one.clause)


def by_day(some: Iterable[Tally]) -> dict[date, Counted]:
    """Day → how often; a day without anything is absent."""
    return _by(some, lambda one: one.day)


def together(some: Iterable[Tally]) -> Counted:
    """All of them."""
    return _by(some, lambda one: "").get("", Counted(0, 0))


def _by(some: Iterable[Tally], which: Callable[[Tally], K]) -> dict[K, Counted]:
    found: dict[K, Counted] = {}
    for one in some:
        before = found.get(which(one), Counted(0, 0))
        allowed = one.decision == Outcome.ALLOWED
        found[which(one)] = Counted(
            before.allowed + (one.count if allowed else 0), before.refused + (0 if allowed else one.count)
        )
    return found
