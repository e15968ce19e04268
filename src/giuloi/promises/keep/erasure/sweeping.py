"""What the clock does for erasures: whatever is due, a few seconds at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from time import monotonic

import structlog

from giuloi.promises.keep.erasure.rows import ErasureRow
from giuloi.promises.keep.erasure.steps import advance
from giuloi.records.locks import locked
from giuloi.records.places import places

BUDGET = 5.0  # seconds: others wait for the clock too
AFTER_A_FAILURE = timedelta(minutes=5)
_STEPS = 6  # at most in one go for one erasure: it never runs in a circle


def erase_due(now: datetime) -> int:
    """Carry on with every erasure that is due; returns how many steps were taken. One process at a time."""
    with locked(places().data / "erasing.lock", wait=False) as mine:
        return _carry_on(now) if mine else 0


def _carry_on(now: datetime) -> int:
    end, taken = monotonic() + BUDGET, 0
    due = ErasureRow.objects.filter(due_at__lte=now).order_by("due_at", "id")
    for erasure in list(due.values_list("id", flat=True)[:500]):
        if monotonic() > end:
            break
        taken += run_steps(erasure, now)
    return taken


def run_steps(erasure: int, now: datetime) -> int:
    """Every step of one erasure that can be taken now; one that fails is tried again later and holds up no other."""
    for taken in range(1, _STEPS + 1):
        try:
            if not advance(erasure, now):
                return taken
        # Broad on purpose: it must not keep others from being erased in time, and it is told and comes again.
        except Exception as error:
            structlog.get_logger().error("erasure_step_failed", erasure=erasure, exc_info=error)
            ErasureRow.objects.filter(id=erasure, due_at__lte=now).update(due_at=now + AFTER_A_FAILURE)
            return taken
    return _STEPS
