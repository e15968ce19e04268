"""The moments before a report's hour at which somebody is told, and the last, when it was missed.

As for customers' requests (records/countdown.py): at half, at three quarters, an hour before, and at the end.
"""

from __future__ import annotations

from datetime import datetime

from giuloi.records.countdown import moments

LEVELS = 4


def first_alarm(start: datetime, due_at: datetime | None) -> datetime | None:
    """The first moment; None for a report that has no hour."""
    return None if due_at is None else moments(start, due_at)[0]


def reached(start: datetime, due_at: datetime, now: datetime) -> tuple[int, datetime | None]:
    """(how many moments have passed, the next one or None)."""
    every = moments(start, due_at)
    level = sum(one <= now for one in every)
    return level, every[level] if level < len(every) else None
