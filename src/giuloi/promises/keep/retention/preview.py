"""What goes next week, by rule and day: judged as the run will judge, and nothing touched (IV.1).

Everybody is judged once, by the last of the days; only those of whom something is over by then are judged by the days
before, so that a week costs hardly more than one run. Ids are drawn at random (ADR 0008): who was looked at before a
budget was spent is a random part of all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic

from giuloi.core.deadline import VIETNAM
from giuloi.promises.keep.retention.judging import Verdict, judge, terms_now
from giuloi.promises.keep.retention.rows import Effect
from giuloi.promises.keep.retention.rules import Terms
from giuloi.promises.keep.retention.run import PEOPLE
from giuloi.records.database import rows
from giuloi.records.not_real import real

DAYS = 7
Touched = Counter[tuple[str, str, Effect]]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """So many rows of the vault will be erased, or only stored, on this day by this rule."""

    day: date
    rule: str
    clause: str
    effect: Effect
    count: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What is foreseen of the `seen` customers that were looked at, among `people` that there are."""

    lines: tuple[Foreseen, ...]
    seen: int
    people: int

    @property
    def whole(self) -> bool:
        """Everybody was looked at."""
        return self.seen >= self.people


def preview(now: datetime, days: int = DAYS) -> Sequence[Foreseen]:
    """By day, then rule; on the first day stands all that is over already."""
    return look_ahead(now, days).lines


def look_ahead(
    now: datetime,
    days: int = DAYS,
    budget: float | None = None,
    told: Callable[[int, int], None] | None = None,
) -> Preview:
    """The same, for about `budget` seconds (None: to its end). `told` hears (seen, people) after each batch."""
    terms = terms_now()
    moments = [now + timedelta(days=ahead) for ahead in range(days + 1)]
    until: list[Touched] = [Counter() for _ in moments]
    existing, numbers = real("id")
    [(people,)] = rows(f"SELECT count(*) FROM records_subject WHERE {existing}", numbers)  # noqa: S608 - constants
    seen, end = 0, None if budget is None else monotonic() + budget
    for first, last, many in _batches():
        for touched, more in zip(until, _of_batch(terms, first, last, moments), strict=True):
            touched.update(more)
        seen += many
        if told is not None:
            told(seen, max(people, seen))
        if end is not None and monotonic() > end:
            break
    else:
        people = seen  # whoever came or went meanwhile
    return Preview(tuple(_by_day(moments, until)), seen, max(people, seen))


def _by_day(moments: Iterable[datetime], until: Iterable[Touched]) -> Iterator[Foreseen]:
    before: Touched = Counter()
    for at, touched in zip(moments, until, strict=True):
        day = at.astimezone(VIETNAM).date()
        for (rule, clause, effect), count in sorted(touched.items()):
            more = count - before[rule, clause, effect]
            if more > 0:
                yield Foreseen(day, rule, clause, effect, more)
        before = touched


def _of_batch(terms: Terms, first: int, last: int, moments: Sequence[datetime]) -> list[Touched]:
    """What is touched by each of these moments. What is over stays over, so the last one knows everybody."""
    by_end = judge(terms, first, last, moments[-1])
    some = {one.subject for one in by_end}
    if not some or len(moments) == 1:
        return [_touched(by_end) for _ in moments]
    by_now = judge(terms, first, last, moments[0], some)
    moving = {one.subject for one in set(by_end) ^ set(by_now)}
    still = _touched(one for one in by_end if one.subject not in moving)
    between = [_among(judge(terms, first, last, at, moving), moving) for at in moments[1:-1] if moving]
    some_days = between or [Counter[tuple[str, str, Effect]]() for _ in moments[1:-1]]
    return [still + one for one in (_among(by_now, moving), *some_days, _among(by_end, moving))]


def _among(verdicts: Iterable[Verdict], people: Collection[int]) -> Touched:
    return _touched(one for one in verdicts if one.subject in people)


def _touched(verdicts: Iterable[Verdict]) -> Touched:
    found: Touched = Counter()
    for one in verdicts:
        for piece in one.rules:
            for rule in piece.rules:
                if one.gone & piece.fields:
                    found[rule.name, rule.clause, Effect.GONE] += 1
                elif one.aside & ~one.was & piece.fields:
                    found[rule.name, rule.clause, Effect.ASIDE] += 1
    return found


def _batches() -> Iterator[tuple[int, int, int]]:
    """(above, up to, how many people)."""
    first = -1
    while found := rows("SELECT id FROM records_subject WHERE id > %s ORDER BY id LIMIT %s", (first, PEOPLE)):
        last = int(found[-1][0])
        yield first, last, len(found)
        first = last
