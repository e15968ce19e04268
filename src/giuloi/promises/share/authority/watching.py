"""A file that nears its hour says so, each level once: to whoever works on these files (as the inbox does, IV.3)."""

from __future__ import annotations

from datetime import datetime

from giuloi.promises.share.authority.moving import note
from giuloi.promises.share.authority.rows import AuthorityAlert, AuthorityFile
from giuloi.promises.share.authority.steps import Stage
from giuloi.promises.share.authority.who import SOFTWARE, concerned
from giuloi.records.countdown import moments
from giuloi.records.database import answering, durable

LEVELS = ("half_time", "three_quarters", "last_hour", "missed")
_OVER = (Stage.RELEASED.value, Stage.CLOSED.value, Stage.REFUSED.value)
_AT_ONCE = 50


def watch(now: datetime) -> int:
    """Raise every open file to the level that it has reached; returns how many rose. The clock knocks for this."""
    risen = 0
    for row in _due(now):
        with durable():
            risen += _raise(row, now)
    return risen


@answering()
def _due(now: datetime) -> list[AuthorityFile]:
    held = AuthorityFile.objects.exclude(stage__in=_OVER).filter(escalate_at__lte=now)
    return list(held.order_by("escalate_at", "id")[:_AT_ONCE])


def _raise(row: AuthorityFile, now: datetime) -> bool:
    """By compare-and-set on the level: two clocks, or a crash, neither repeat nor lose one."""
    times = moments(row.received_at, row.due_at)
    reached = sum(one <= now for one in times)
    following = times[reached] if reached < len(times) else None
    still = AuthorityFile.objects.filter(id=row.id, escalated=row.escalated)
    if not still.update(escalated=reached, escalate_at=following):
        return False
    for level in range(row.escalated, reached):
        note(row.id, LEVELS[level], now, SOFTWARE)
        AuthorityAlert.objects.bulk_create(
            [
                AuthorityAlert(file_id=row.id, level=level + 1, staff_id=staff, at=now, try_at=now)
                for staff in concerned()
            ],
            ignore_conflicts=True,
        )
    return reached > row.escalated
