"""Bars for the last days, as numbers for an SVG: whole units, so that no language writes them with a comma."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from giuloi.doors.trust.counts import Counted

HEIGHT, BAR, GAP, FOOT = 160, 14, 6, 24  # units; FOOT is room for dates
EVERY = 7  # days between two dates under the bars


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: refused stands on top of allowed. `label` is a date under it, or None."""

    day: date
    x: int
    counted: Counted
    allowed_y: int
    allowed_height: int
    refused_y: int
    refused_height: int
    label: date | None


@dataclass(frozen=True, slots=True)
class Chart:
    """All bars, and how large the picture is."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    baseline: int
    most: int


def chart(
    days: Sequence[date],
    counts: Mapping[date, Counted],
    *,
    bar: int = BAR,
    gap: int = GAP,
    every: int = EVERY,
) -> Chart:
    """One bar for each day (or month, by its first day), the greatest as high as the picture.

    `bar` and `gap` are units, `every` is how many bars from one date under them to the next.
    """
    values = [counts.get(day, Counted(0, 0)) for day in days]
    most = max((one.allowed + one.refused for one in values), default=0)
    bars = tuple(
        _bar(gap + at * (bar + gap), day, one, max(most, 1), labelled=at % every == 0)
        for at, (day, one) in enumerate(zip(days, values, strict=True))
    )
    return Chart(bars, len(days) * (bar + gap) + gap, HEIGHT + FOOT, HEIGHT, most)


def _bar(x: int, day: date, counted: Counted, most: int, *, labelled: bool) -> Bar:
    # Whatever happened at all is seen: at least two units high.
    allowed = max(2, counted.allowed * (HEIGHT - 4) // most) if counted.allowed else 0
    refused = max(2, counted.refused * (HEIGHT - 4) // most) if counted.refused else 0
    return Bar(
        day=day,
        x=x,
        counted=counted,
        allowed_y=HEIGHT - allowed,
        allowed_height=allowed,
        refused_y=HEIGHT - allowed - refused,
        refused_height=refused,
        label=day if labelled else None,
    )
