"""One figure of law: a deadline, a cap, a floor or hours of the day, with where it stands and how sure it is.

Comparing is deliberately wary: a span may tighten the law only if it does so in every calendar, so a month
counts as 31 days when it must be short and as 28 when it must be long.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from giuloi.core.terms import Certainty, Duration, Unit

Hours = tuple[str, str]  # ("07:00", "22:00"), Asia/Ho_Chi_Minh


class Sense(StrEnum):
    """Which way is strict: a deadline or cap is at most, a retention floor at least, hours lie inside."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    INSIDE = "inside"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of law. `path` finds it in the lawbook; `source` is what a page or a diagnostic cites."""

    path: str
    profile: str
    sense: Sense
    value: Duration | int | Hours
    source: str
    certainty: Certainty
    start: str = ""

    @property
    def unconfirmed(self) -> bool:
        """True when the figure, or its weaker half, is from memory only."""
        return self.certainty is Certainty.MEMORY

    def __str__(self) -> str:
        return "-".join(self.value) if isinstance(self.value, tuple) else str(self.value)


# The longest a span of each unit can last. Working days stop for Tết: nine days and a week-end beside them.
_MOST_HOURS = {
    Unit.HOURS: 1,
    Unit.WORKING_DAYS: 24 * 12,
    Unit.DAYS: 24,
    Unit.MONTHS: 24 * 31,
    Unit.YEARS: 24 * 366,
}
_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}


def fits(span: Duration, limit: Duration) -> bool:
    """True when `span` can never last longer than `limit`, whatever the calendar."""
    if span.unit is limit.unit:
        return span.value <= limit.value
    if span.unit in _MONTHS and limit.unit in _MONTHS:
        return span.value * _MONTHS[span.unit] <= limit.value * _MONTHS[limit.unit]
    return span.value * _MOST_HOURS[span.unit] <= limit.least_hours


def within(value: Duration | int | Hours, figure: Figure) -> bool:
    """True when `value` keeps the figure: never looser than the law, in its own sense."""
    if isinstance(value, tuple) and isinstance(figure.value, tuple):
        return figure.value[0] <= value[0] and value[1] <= figure.value[1]
    if isinstance(value, Duration) and isinstance(figure.value, Duration):
        if figure.sense is Sense.AT_LEAST:
            return fits(figure.value, value)
        return fits(value, figure.value)
    if isinstance(value, int) and isinstance(figure.value, int):
        return value >= figure.value if figure.sense is Sense.AT_LEAST else value <= figure.value
    return False  # a span is never comparable to a count: refuse rather than guess


_SURE = {Certainty.PRIMARY: 0, Certainty.SECONDARY: 1, Certainty.MEMORY: 2}


def weaker(first: Certainty, second: Certainty) -> Certainty:
    """Of two certainties the one that promises less."""
    return max(first, second, key=lambda certainty: _SURE[certainty])


def strictest_first(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Figures of one duty, the one that binds first; of equal ones the surest."""
    return tuple(sorted(figures, key=_strictness))


def _strictness(figure: Figure) -> tuple[float, float, int, str, str]:
    least, most = _sizes(figure.value)
    sign = -1 if figure.sense is Sense.AT_LEAST else 1
    return (sign * least, sign * most, _SURE[figure.certainty], figure.path, str(figure.value))


def _sizes(value: Duration | int | Hours) -> tuple[float, float]:
    """The least and the most a figure can come to: a working day is at least a day, and may be more."""
    if isinstance(value, tuple):
        width = _minutes(value[1]) - _minutes(value[0])
        return width, width
    if isinstance(value, Duration):
        return value.least_hours, value.value * _MOST_HOURS[value.unit]
    return value, value


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def joined(figures: tuple[Figure, ...]) -> Figure:
    """The one figure that satisfies all: the strictest, or for hours of the day what they share.

    Hours that share nothing come back empty (start = end): no hour is lawful then.
    """
    first = figures[0]
    if not isinstance(first.value, tuple):
        return first
    windows = [figure.value for figure in figures if isinstance(figure.value, tuple)]
    start, end = max(w[0] for w in windows), min(w[1] for w in windows)
    if (start, end) == first.value:
        return first
    sure = first.certainty
    for figure in figures:
        sure = weaker(sure, figure.certainty)
    source = "; ".join(dict.fromkeys(figure.source for figure in figures))
    return replace(first, value=(start, max(start, end)), source=source, certainty=sure)
