"""Pictures of numbers, drawn on the server: shapes with classes, no script, no style; the same numbers as a table.

A chart is described by what it shows; the template `console/chart.html` draws it as SVG with role="img", a title
and a description, and puts the numbers below it as a table for whoever cannot see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from giuloi.core.bilingual import Words

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 10, 28
ROW = 26  # height of a row of a chart of bars side by side
_NAMES = 64  # width of the names in it
_MOST_LABELS = 8


@dataclass(frozen=True, slots=True)
class Series:
    """One thing that is counted; `tone` is its class in the style sheet: "ok", "late", "warn" or "quiet"."""

    name: Words
    tone: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """One rectangle."""

    x: float
    y: float
    width: float
    height: float
    tone: str


@dataclass(frozen=True, slots=True)
class Label:
    """One text at a place; `anchor` is SVG's text-anchor."""

    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Chart:
    """What the template draws. `rows` is the table: a heading and a number for each series."""

    id: str
    title: Words
    description: Words
    width: int
    height: int
    series: tuple[Series, ...]
    shapes: tuple[Shape, ...]
    lines: tuple[float, ...]
    labels: tuple[Label, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.shapes


def by_day(id: str, title: Words, days: Sequence[date], series: Sequence[Series]) -> Chart:
    """Bars that stand on one another, one for each day."""
    names = [f"{day:%d/%m}" for day in days]
    totals = [sum(one.counts[at] for one in series) for at in range(len(days))]
    top = nice(max(totals, default=0))
    step = (WIDTH - LEFT - RIGHT) / max(1, len(days))
    shapes, tall = [], HEIGHT - TOP - BOTTOM
    for at in range(len(days)):
        foot = float(HEIGHT - BOTTOM)
        for one in series:
            high = one.counts[at] / top * tall
            if one.counts[at]:
                foot -= high
                shapes.append(_shape(LEFT + at * step + step * 0.12, foot, step * 0.76, high, one.tone))
    lines = [TOP + tall * part / 4 for part in range(5)]
    every = max(1, -(-len(days) // _MOST_LABELS))
    labels = [
        Label(round(LEFT + (at + 0.5) * step, 1), HEIGHT - 8, names[at]) for at in range(0, len(days), every)
    ]
    labels += [
        Label(LEFT - 6, line + 4, str(top * (4 - part) // 4), "end") for part, line in enumerate(lines)
    ]
    return _chart(id, title, (WIDTH, HEIGHT), series, shapes, lines if shapes else [], labels, names)


def by_name(id: str, title: Words, names: Sequence[str], series: Sequence[Series]) -> Chart:
    """Bars that lie one below the other, one for each name, the total behind each."""
    totals = [sum(one.counts[at] for one in series) for at in range(len(names))]
    top, wide = max(totals, default=0) or 1, WIDTH - _NAMES - 56
    shapes, labels = [], []
    for at, name in enumerate(names):
        start, middle = float(_NAMES), at * ROW + ROW / 2
        for one in series:
            if one.counts[at]:
                long = max(2.0, one.counts[at] / top * wide)
                shapes.append(_shape(start, at * ROW + 4, long, ROW - 8, one.tone))
                start += long
        labels.append(Label(_NAMES - 8, middle + 4, name, "end"))
        labels.append(Label(start + 6, middle + 4, str(totals[at]), "start"))
    return _chart(id, title, (WIDTH, max(ROW, len(names) * ROW)), series, shapes, [], labels, names)


def nice(most: int) -> int:
    """A round number at or above, whose quarter is whole: where an axis ends."""
    for power in range(12):
        for step in (4, 8, 12, 20, 40, 60):
            if step * 10**power >= most:
                return step * 10**power
    return most


def _chart(
    id: str,
    title: Words,
    size: tuple[int, int],
    series: Sequence[Series],
    shapes: Sequence[Shape],
    lines: Sequence[float],
    labels: Sequence[Label],
    names: Sequence[str],
) -> Chart:
    rows = [(name, tuple(one.counts[at] for one in series)) for at, name in enumerate(names)]
    kept = [row for row in rows if any(row[1])]
    return Chart(
        id,
        title,
        _described(series),
        *size,
        tuple(series),
        tuple(shapes),
        tuple(lines),
        tuple(labels),
        tuple(kept),
    )


def _described(series: Sequence[Series]) -> Words:
    """The picture in a sentence: each series and its sum."""
    vi = ", ".join(f"{one.name.vi}: {sum(one.counts)}" for one in series)
    en = ", ".join(f"{one.name.en}: {sum(one.counts)}" for one in series)
    return Words(f"Cả kỳ: {vi}.", f"In all: {en}.")


def _shape(x: float, y: float, width: float, height: float, tone: str) -> Shape:
    return Shape(round(x, 1), round(y, 1), round(width, 1), round(height, 1), tone)
