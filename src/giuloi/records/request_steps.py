"""What happened to a request and when, by whose hand: the timeline that its page and its customer read.

Ids and times only. A step is written in the transaction of the thing itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from giuloi.records.database import answering
from giuloi.records.request_kinds import Happened


class RequestStep(models.Model):
    """One step. `actor` did it, as the ledger names them; `staff_id` is whom it was given to, if anybody."""

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey("records.CustomerRequest", models.CASCADE, related_name="+")
    what = models.TextField()
    at = models.DateTimeField()
    actor = models.TextField()
    staff_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "records_requeststep"


@dataclass(frozen=True, slots=True)
class Step:
    """One step as it is read."""

    what: Happened
    at: datetime
    actor: str
    staff: int | None


def note_step(request: int, what: Happened, at: datetime, actor: str, staff: int | None = None) -> None:
    """Write one step, in the caller's transaction."""
    RequestStep.objects.create(request_id=request, what=what.value, at=at, actor=actor, staff_id=staff)


def note_steps(requests: Iterable[tuple[int, Happened]], at: datetime, actor: str) -> None:
    """One step each for many requests, in the caller's transaction."""
    RequestStep.objects.bulk_create(
        RequestStep(request_id=request, what=what.value, at=at, actor=actor) for request, what in requests
    )


@answering()
def steps_of(request: int) -> list[Step]:
    """The timeline of one request, oldest first."""
    found = RequestStep.objects.filter(request_id=request).order_by("at", "id")
    return [Step(Happened(one.what), one.at, one.actor, one.staff_id) for one in found]
