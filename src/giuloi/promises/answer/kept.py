"""How far the promise of IV.3 is kept: the numbers that everybody can read, by kind and by month.

A request whose hour passes while it is open is missed from that moment on. What the customer did alone and
software carried out at once is counted apart: it would make the share look better than the work is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.deadline import VIETNAM
from giuloi.records.database import Dialect, dialect, moment, rows
from giuloi.records.requests import SOFTWARE

_HOURS = 3600.0


@dataclass(frozen=True, slots=True)
class Kept:
    """The numbers of some requests, by the month they came in.

    `kept` were carried out by their hour, `missed` were not; `open` of these are still to do, `waiting` have not
    reached their hour; `automatic` were carried out by software at once and are in none of the others. `median`
    and `p95` are hours from receipt to end, None where nothing has ended.
    """

    received: int
    kept: int
    missed: int
    open: int
    waiting: int
    automatic: int
    median: float | None
    p95: float | None

    @property
    def share(self) -> float | None:
        """Kept of all whose hour is decided, 0 to 1; None while there is none."""
        decided = self.kept + self.missed
        return self.kept / decided if decided else None


@dataclass(frozen=True, slots=True)
class Book:
    """The whole, by kind, and by month ("2026-11"), months without a request left out."""

    whole: Kept
    by_kind: Mapping[str, Kept]
    by_month: Mapping[str, Kept]


def kept(since: datetime, at: datetime) -> Book:
    """What came in from `since` until before `at`, as it stands at that moment."""
    values = (SOFTWARE, moment(at), moment(since), moment(at))
    found = {
        by: {str(row[0]): _kept(row[1:]) for row in rows(_statement(by), values)}
        for by in ("''", "kind", _MONTH[dialect()])
    }
    whole = found["''"].get("", Kept(0, 0, 0, 0, 0, 0, None, None))
    return Book(whole, found["kind"], found[_MONTH[dialect()]])


def a_year_before(at: datetime) -> datetime:
    """The first moment of the month that began eleven months before this one's, in Viet Nam: twelve months."""
    local = at.astimezone(VIETNAM)
    year, month = divmod(local.year * 12 + local.month - 12, 12)
    return datetime(year, month + 1, 1, tzinfo=VIETNAM)


def _kept(row: Sequence[float | None]) -> Kept:
    received, kept_, missed, open_, waiting, automatic, median, p95 = row
    numbers = (int(one or 0) for one in (received, kept_, missed, open_, waiting, automatic))
    return Kept(*numbers, *(None if one is None else float(one) / _HOURS for one in (median, p95)))


# What a statement is made of are these constants only: no value of anybody's is ever pasted into one.
_MONTH: dict[Dialect, str] = {
    "sqlite": "strftime('%%Y-%%m', received_at, '+7 hours')",
    "postgresql": "to_char(received_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM')",
}
_SECONDS: dict[Dialect, str] = {
    "sqlite": "(julianday(finished_at) - julianday(received_at)) * 86400.0",
    "postgresql": "extract(epoch FROM finished_at - received_at)",
}


def _statement(by: str) -> str:
    """Counts and the two quantiles (nearest rank) of each group, in one reading of the table."""
    return _SELECT.format(by=by, seconds=_SECONDS[dialect()])


_SELECT = """
WITH told AS (
    SELECT {by} AS part, finished_at, due_at, {seconds} AS took, finished_by = %s AS automatic, %s AS now
    FROM records_request WHERE received_at >= %s AND received_at < %s
), ranked AS (
    SELECT part, finished_at, due_at, took, automatic, now,
           row_number() OVER ended AS place,
           count(*) OVER (PARTITION BY part, automatic, finished_at IS NULL) AS places
    FROM told
    WINDOW ended AS (PARTITION BY part, automatic, finished_at IS NULL ORDER BY took)
)
SELECT part, count(*),
       sum(CASE WHEN NOT automatic AND finished_at <= due_at THEN 1 ELSE 0 END),
       sum(CASE WHEN NOT automatic AND coalesce(finished_at, now) > due_at THEN 1 ELSE 0 END),
       sum(CASE WHEN finished_at IS NULL THEN 1 ELSE 0 END),
       sum(CASE WHEN finished_at IS NULL AND (due_at IS NULL OR now <= due_at) THEN 1 ELSE 0 END),
       sum(CASE WHEN automatic THEN 1 ELSE 0 END),
       min(CASE WHEN NOT automatic AND finished_at IS NOT NULL AND place * 2 >= places THEN took END),
       min(CASE WHEN NOT automatic AND finished_at IS NOT NULL AND place * 100 >= places * 95 THEN took END)
FROM ranked GROUP BY part ORDER BY part
"""
