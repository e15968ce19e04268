"""What goes next week, by rule and day: judged as the run will judge, and nothing touched (IV.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from giuloi.core.deadline import VIETNAM
from giuloi.promises.keep.retention.judging import Verdict, judge, terms_now
from giuloi.promises.keep.retention.rows import Effect
from giuloi.promises.keep.retention.rules import Terms
from giuloi.promises.keep.retention.run import PEOPLE
from giuloi.records.database import rows

DAYS = 7


@dataclass(frozen=True, slots=True)
class Foreseen:
    """So many rows of the vault will be erased, or only stored, on this day by this rule."""

    day: date
    rule: str
    clause: str
    effect: Effect
    count: int


def preview(now: datetime, days: int = DAYS) -> list[Foreseen]:
    """By day, then rule; on the first day stands all that is over already."""
    terms, before = terms_now(), Counter[tuple[str, str, Effect]]()
    found = []
    for ahead in range(days + 1):
        at = now + timedelta(days=ahead)
        until = Counter(_touched(terms, at))
        day = at.astimezone(VIETNAM).date()
        for (rule, clause, effect), count in sorted(until.items()):
            more = count - before[rule, clause, effect]
            if more > 0:
                found.append(Foreseen(day, rule, clause, effect, more))
        before = until
    return found


def _touched(terms: Terms, at: datetime) -> Iterator[tuple[str, str, Effect]]:
    for one in _verdicts(terms, at):
        for piece in one.rules:
            for rule in piece.rules:
                if one.gone & piece.fields:
                    yield rule.name, rule.clause, Effect.GONE
                elif one.aside & ~one.was & piece.fields:
                    yield rule.name, rule.clause, Effect.ASIDE


def _verdicts(terms: Terms, at: datetime) -> Iterator[Verdict]:
    first = -1
    while found := rows("SELECT id FROM records_subject WHERE id > %s ORDER BY id LIMIT %s", (first, PEOPLE)):
        last = int(found[-1][0])
        yield from judge(terms, first, last, at)
        first = last
