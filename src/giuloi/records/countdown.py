"""The four moments at which a request that is not carried out yet speaks up, the last when its hour has come."""

from __future__ import annotations

from datetime import datetime, timedelta

from giuloi.records.request_kinds import Happened

LEVELS = (Happened.HALF, Happened.THREE_QUARTERS, Happened.LAST_HOUR, Happened.MISSED)
LAST = timedelta(hours=1)


def moments(received: datetime, due: datetime) -> tuple[datetime, ...]:
    """When each level is reached, never later than the one behind it.

    Half and three quarters of the time promised, one hour before the end, and the end. Of a promise shorter than
    four hours the last hour begins before three quarters are over: then both are said at that earlier moment.
    """
    span = due - received
    last = max(due - LAST, received)
    return min(received + span / 2, last), min(received + span * 3 / 4, last), last, due


def passed(received: datetime, due: datetime, at: datetime) -> int:
    """How many of the levels are reached at this moment, 0 to 4."""
    return sum(moment <= at for moment in moments(received, due))
