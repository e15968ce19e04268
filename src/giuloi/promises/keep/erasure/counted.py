"""How many were erased, and how many erasures wait for somebody: numbers for everybody to read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, Sum

from giuloi.promises.keep.erasure.rows import ErasureRow, PartnerTask, State, Task
from giuloi.records.database import answering


@dataclass(frozen=True, slots=True)
class Erasures:
    """`people` whose live data is erased; `under_way` before that; `unanswered` partners that were asked in vain."""

    people: int
    under_way: int
    unanswered: int


@answering()
def counted() -> Erasures:
    """As things stand."""
    over = ErasureRow.objects.exclude(live_at=None).exclude(state=State.CANCELLED.value)
    waiting = ErasureRow.objects.filter(live_at=None).exclude(state=State.CANCELLED.value)
    vain = Q(state=Task.OPEN.value) | Q(state=Task.WAITING.value, tries__gt=0)
    return Erasures(
        int(over.aggregate(people=Sum("people"))["people"] or 0),
        waiting.count(),
        PartnerTask.objects.filter(vain).count(),
    )
