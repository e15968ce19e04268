"""What is to be corrected, before and after, on its request's page: masked, and opened by the request's own case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from giuloi.doors.console.shown import texts
from giuloi.records.corrections import Pair, pairs_of
from giuloi.records.credentials import Holding
from giuloi.records.facts import Ask
from giuloi.records.reveal import Revealed, reveal
from giuloi.records.vault import PERSON


@dataclass(frozen=True, slots=True)
class Opened:
    """One correction as its two values read: "" where nothing is held, None where it did not open."""

    name: str
    done_at: datetime | None
    before: str | None = field(repr=False)
    after: str | None = field(repr=False)


def opened_pairs(request: int, subject: int, case: int, holding: Holding, at: datetime) -> list[Opened]:
    """Open every correction of one request, one use of the ledger for each value. Raises Unavailable."""
    return [_opened(one, subject, case, holding, at) for one in pairs_of(request)]


def _opened(pair: Pair, subject: int, case: int, holding: Holding, at: datetime) -> Opened:
    before = PERSON if pair.done_at is None else pair.before
    values = [
        "" if record is None else _value(pair.field, record, subject, case, holding, at)
        for record in (before, pair.after)
    ]
    return Opened(pair.field, pair.done_at, *values)


def _value(name: str, record: int, subject: int, case: int, holding: Holding, at: datetime) -> str | None:
    answer = reveal(holding, [name], Ask(subject, case, record), at)
    return texts(answer, name).get(record) if isinstance(answer, Revealed) else None
