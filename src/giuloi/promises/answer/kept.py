"""How far the promise of IV.3 is kept: the numbers that everybody can read, by kind and by month.

What the clause promises is that a request is carried out: to refuse one, or to do it in part, answers it and does
not keep the promise, so each has a number of its own. A request whose hour passes while it is open is missed from
that moment on, however it ends. What the customer took back in time is neither kept nor broken; what they did alone
and software carried out at once is counted apart: it would make the share look better than the work is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.deadline import VIETNAM
from giuloi.records.consents import CUSTOMER
from giuloi.records.database import Dialect, dialect, moment, rows
from giuloi.records.requests import SOFTWARE

_HOURS = 3600.0


@dataclass(frozen=True, slots=True)
class Kept:
    """The numbers of some requests, by the month they came in.

    By their hour `kept` were carried out, `partly` in part, `refused` not at all, and `taken_back` by the customer;
    `missed` had no end by then. `open` are still to do, of these `waiting` have not reached their hour; `automatic`
    were carried out by software at once and are in none of the others. `median` and `p95` are hours from receipt to
    the shop's answer (not to what was taken back), None where nothing has ended.
    """

    received: int
    kept: int
    partly: int
    refused: int
    taken_back: int
    missed: int
    open: int
    waiting: int
    automatic: int
    median: float | None
    p95: float | None

    @property
    def share(self) -> float | None:
        """Carried out in time, of all that the shop ended or whose hour passed, 0 to 1; None while there is none."""
        return self.kept / self._decided if self._decided else None

    @property
    def answered(self) -> float | None:
        """As `share`, of what was answered in time at all: carried out, in part, or refused with its ground."""
        return (self._decided - self.missed) / self._decided if self._decided else None

    @property
    def _decided(self) -> int:
        return self.kept + self.partly + self.refused + self.missed


@dataclass(frozen=True, slots=True)
class Book:
    """The whole, by kind, and by month ("2026-11"), months without a request left out."""

    whole: Kept
    by_kind: Mapping[str, Kept]
    by_month: Mapping[str, Kept]


def kept(since: datetime, at: datetime) -> Book:
    """What came in from `since` until before `at`, as it stands at that moment."""
    values = (SOFTWARE, CUSTOMER, moment(at), moment(since), moment(at))
    found = {
        by: {str(row[0]): _kept(row[1:]) for row in rows(_statement(by), values)}
        for by in ("''", "kind", _MONTH[dialect()])
    }
    whole = found["''"].get("", Kept(0, 0, 0, 0, 0, 0, 0, 0, 0, None, None))
    return Book(whole, found["kind"], found[_MONTH[dialect()]])


def a_year_before(at: datetime) -> datetime:
    """The first moment of the month that began eleven months before this one's, in Viet Nam: twelve months."""
    local = at.astimezone(VIETNAM)
    year, month = divmod(local.year * 12 + local.month - 12, 12)
    return datetime(year, month + 1, 1, tzinfo=VIETNAM)


def _kept(row: Sequence[float | None]) -> Kept:
    *counts, median, p95 = row
    numbers = (int(one or 0) for one in counts)
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


# `how`: what software did in the very moment it was asked (what it carried out later is judged like any other), what
# the customer took back before its hour, and the rest. A word of the shop's own is not enough for the second: only the
# customer's hand takes back.
_SELECT = """
WITH told AS (
    SELECT {by} AS part, state, finished_at, due_at, {seconds} AS took,
           CASE WHEN finished_by = %s AND finished_at = received_at THEN 'automatic'
                WHEN state = 'refused' AND finished_by = %s AND (due_at IS NULL OR finished_at <= due_at)
                THEN 'taken_back' ELSE 'worked' END AS how,
           %s AS now
    FROM records_request WHERE received_at >= %s AND received_at < %s
), ranked AS (
    SELECT part, state, finished_at, due_at, took, how, now,
           row_number() OVER ended AS place,
           count(*) OVER (PARTITION BY part, how, finished_at IS NULL) AS places
    FROM told
    WINDOW ended AS (PARTITION BY part, how, finished_at IS NULL ORDER BY took)
)
SELECT part, count(*),
       sum(CASE WHEN how = 'worked' AND finished_at <= due_at AND state = 'done' THEN 1 ELSE 0 END),
       sum(CASE WHEN how = 'worked' AND finished_at <= due_at AND state = 'partly' THEN 1 ELSE 0 END),
       sum(CASE WHEN how = 'worked' AND finished_at <= due_at AND state = 'refused' THEN 1 ELSE 0 END),
       sum(CASE WHEN how = 'taken_back' THEN 1 ELSE 0 END),
       sum(CASE WHEN how = 'worked' AND coalesce(finished_at, now) > due_at THEN 1 ELSE 0 END),
       sum(CASE WHEN finished_at IS NULL THEN 1 ELSE 0 END),
       sum(CASE WHEN finished_at IS NULL AND (due_at IS NULL OR now <= due_at) THEN 1 ELSE 0 END),
       sum(CASE WHEN how = 'automatic' THEN 1 ELSE 0 END),
       min(CASE WHEN how = 'worked' AND finished_at IS NOT NULL AND place * 2 >= places THEN took END),
       min(CASE WHEN how = 'worked' AND finished_at IS NOT NULL AND place * 100 >= places * 95 THEN took END)
FROM ranked GROUP BY part ORDER BY part
"""
