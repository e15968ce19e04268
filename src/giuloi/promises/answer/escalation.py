"""A request that nears its hour says so, and once more when it has missed it: each level exactly once (IV.3).

A level is a compare-and-set on the request's row, with its step and its alerts in one transaction: two clocks, a
crash or a restart neither repeat nor lose one. What passed while the software was down is noticed by the first
sweep afterwards, all levels at once, and the timeline shows how late. Nothing here waits for a mail server.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import F

from giuloi.promises.answer.alerts import write_alerts
from giuloi.promises.answer.rota import take_charge
from giuloi.records.countdown import LEVELS, moments
from giuloi.records.credentials import Staff
from giuloi.records.database import answering, durable
from giuloi.records.request_kinds import OPEN, Happened
from giuloi.records.request_steps import Step, note_steps
from giuloi.records.requests import CustomerRequest
from giuloi.records.rota import answerable_at, head_at

ACTOR = "code/escalation"
_A_MONTH = timedelta(days=31)
AT_ONCE = 200  # requests a transaction
LATE = timedelta(
    minutes=5
)  # a sweep comes every half minute: what is noticed later than this was missed by us


def escalate(now: datetime) -> int:
    """Raise every open request to the level it has reached; returns how many rose. The clock knocks for this."""
    with durable():
        take_charge(now)
    risen = 0
    while due := _due(now):
        risen += _raise(due, now)
        if len(due) < AT_ONCE:
            break
    return risen


@answering()
def _due(now: datetime) -> list[CustomerRequest]:
    held = CustomerRequest.objects.filter(state__in=OPEN, escalate_at__lte=now, due_at__isnull=False)
    return list(held.order_by("escalate_at", "id")[:AT_ONCE])


def _raise(due: Sequence[CustomerRequest], now: datetime) -> int:
    """One transaction for all of these; returns how many reached a new level."""
    with durable():
        risen = [(row, reached) for row in due if (reached := _claim(row, now)) > row.escalated]
        levels = [(row, level) for row, reached in risen for level in range(row.escalated + 1, reached + 1)]
        note_steps([(row.id, LEVELS[level - 1]) for row, level in levels], now, ACTOR)
        write_alerts(_to_be_told(levels, now), now)
    return len(risen)


def _claim(row: CustomerRequest, now: datetime) -> int:
    """Move one request up, if it still stands where it was read; returns the level it has then."""
    reached = [moment for moment in moments(row.received_at, row.due_at) if moment <= now]
    ahead = moments(row.received_at, row.due_at)[len(reached) :]
    still = CustomerRequest.objects.filter(id=row.id, state__in=OPEN, escalated=row.escalated)
    values: dict[str, object] = {"escalated": len(reached), "escalate_at": ahead[0] if ahead else None}
    if len(reached) > row.escalated:
        values["escalated_at"] = now
    return len(reached) if still.update(**values) else row.escalated


def _to_be_told(
    levels: Sequence[tuple[CustomerRequest, int]], now: datetime
) -> list[tuple[int, int, int, datetime]]:
    """Who has it in hand, who answers for it, who is on duty now, and the head: those of them that work here."""
    here = set(Staff.objects.filter(left_at=None).values_list("id", flat=True))
    always = {answerable_at(now), head_at(now)}
    return [
        (row.id, level, staff, moments(row.received_at, row.due_at)[level - 1])
        for row, level in levels
        for staff in sorted(here & {row.staff_id, row.answerable_id, *always})
    ]


def noticed_late(row: CustomerRequest, steps: Sequence[Step]) -> Mapping[Happened, timedelta]:
    """By how much the software itself was late to notice a level, where it was: it was down."""
    if row.due_at is None:
        return {}
    should = dict(zip(LEVELS, moments(row.received_at, row.due_at), strict=True))
    late = {step.what: step.at - should[step.what] for step in steps if step.what in should}
    return {what: by for what, by in late.items() if by > LATE}


@answering()
def silent(now: datetime) -> int:
    """How many missed their hour without the last level being noted, of the open and of a month: 0, or our fault.

    Those that missed it since the last sweep are not counted as such yet.
    """
    never = CustomerRequest.objects.filter(escalated__lt=len(LEVELS))
    ended = never.filter(received_at__gt=now - _A_MONTH, finished_at__gt=F("due_at"))
    return int(never.filter(state__in=OPEN, due_at__lt=now - LATE).count()) + int(ended.count())
