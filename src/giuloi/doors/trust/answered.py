"""How far the 24 hours of IV.3 were kept, for everybody to read: of twelve months, by kind and by month.

What is open behind its hour counts as missed already; what was refused or done in part is counted apart and keeps no
promise; nothing is left out that does not look well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.doors.trust.chart import Chart, chart
from giuloi.doors.trust.counts import Counted
from giuloi.promises.answer.kept import Book, Kept, a_year_before, kept
from giuloi.promises.answer.refused import NotCarriedOut, rights_refused
from giuloi.records.request_kinds import GROUNDS, KIND_WORDS, STATE_WORDS

BAR, GAP = 34, 12  # units of the picture: twelve wide bars
MONTHS = 12
_TIGHT = "\N{NO-BREAK SPACE}"  # a figure is not torn from its unit


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a table: of which kind or month, its numbers, and the four that are not whole, as text."""

    name: Words
    numbers: Kept
    share: Words
    answered: Words
    median: Words
    p95: Words


@dataclass(frozen=True, slots=True)
class Answered:
    """Everything the page says of it."""

    since: date
    whole: Told
    kinds: tuple[Told, ...]
    months: tuple[Told, ...]
    chart: Chart
    refused: tuple[Refused, ...] = ()
    bar: int = BAR


@dataclass(frozen=True, slots=True)
class Refused:
    """Rights of one kind that were not carried out, or only in part, and why."""

    kind: Words
    state: Words
    ground: Words
    count: int


def answered(now: datetime) -> Answered:
    """The numbers of the twelve months that end now."""
    since = a_year_before(now)
    book = kept(since, now)
    first = since.astimezone(VIETNAM)
    counted = [divmod(first.year * 12 + first.month - 1 + number, 12) for number in range(MONTHS)]
    months = [date(year, month + 1, 1) for year, month in counted]
    return Answered(
        months[0],
        _told(Words("Tất cả", "All"), book.whole),
        tuple(_told(KIND_WORDS[kind], book.by_kind[kind]) for kind in KIND_WORDS if kind in book.by_kind),
        tuple(_told(_month(key), book.by_month[key]) for key in sorted(book.by_month, reverse=True)),
        _picture(months, book),
        tuple(map(_refused, rights_refused(since, now))),
    )


def _refused(one: NotCarriedOut) -> Refused:
    ground = GROUNDS.get(one.ground, Words(one.ground, one.ground))
    return Refused(KIND_WORDS[one.kind], STATE_WORDS[one.state], ground, one.count)


def _picture(months: list[date], book: Book) -> Chart:
    counts = {
        month: Counted(numbers.kept, numbers.partly + numbers.refused + numbers.missed)
        for month in months
        if (numbers := book.by_month.get(f"{month:%Y-%m}")) is not None
    }
    return chart(months, counts, bar=BAR, gap=GAP, every=1)


def _told(name: Words, numbers: Kept) -> Told:
    shares = _percent(numbers.share), _percent(numbers.answered)
    return Told(name, numbers, *shares, _hours(numbers.median), _hours(numbers.p95))


def _month(key: str) -> Words:
    year, _, month = key.partition("-")
    return Words(f"{month}/{year}", f"{month}/{year}")


def _percent(share: float | None) -> Words:
    """One decimal, cut and never rounded up: 99.96 % is not 100 %."""
    if share is None:
        return Words("chưa có", "none yet")
    tenths = int(share * 1000 + 1e-9)
    return Words(f"{tenths // 10},{tenths % 10}{_TIGHT}%", f"{tenths // 10}.{tenths % 10}{_TIGHT}%")


def _hours(hours: float | None) -> Words:
    if hours is None:
        return Words("chưa có", "none yet")
    whole, minutes = divmod(round(hours * 60), 60)
    return Words(f"{whole}{_TIGHT}giờ {minutes}{_TIGHT}phút", f"{whole}{_TIGHT}h {minutes}{_TIGHT}min")
