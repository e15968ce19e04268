"""What the runs did, to be read: by rule and clause, and about nobody."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from giuloi.promises.keep.retention.rows import Effect, RetentionLine, RetentionRun


@dataclass(frozen=True, slots=True)
class Line:
    """So many rows of the vault, by one rule."""

    rule: str
    clause: str
    effect: Effect
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """One run: whom it looked at, who went whole, who has to wait; finished None: under way."""

    day: str
    started_at: datetime
    finished_at: datetime | None
    seen: int
    whole: int
    waiting: int
    lines: tuple[Line, ...]

    def told(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            **asdict(self),
            "started_at": self.started_at.isoformat(),
            "finished_at": self.finished_at and self.finished_at.isoformat(),
            "lines": [asdict(one) for one in self.lines],
        }


def reports(most: int = 7) -> list[Report]:
    """The newest first."""
    return [_report(one) for one in RetentionRun.objects.order_by("-day")[:most]]


def _report(run: RetentionRun) -> Report:
    found = RetentionLine.objects.filter(run_id=run.id).order_by("clause", "rule", "effect")
    lines = tuple(Line(one.rule, one.clause, Effect(one.effect), one.count) for one in found)
    return Report(run.day, run.started_at, run.finished_at, run.seen, run.whole, run.waiting, lines)
