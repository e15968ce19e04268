"""What happened, for whoever of the shop's own systems wants to be told: a kind of event and ids, nothing else.

A row is written in the transaction of the thing itself, so there is one exactly when it happened. Nobody here
knows who is told: the clock takes the rows away and hands them to the subscribers (promises/share).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import models

from giuloi.records.database import IDS, dialect, id_list, rows, run


class Event(StrEnum):
    """What can be told."""

    ORDER_PLACED = "order.placed"
    ORDER_CONFIRMED = "order.confirmed"
    ORDER_HANDED_OVER = "order.handed_over"
    ORDER_DELIVERED = "order.delivered"
    ORDER_RETURNED = "order.returned"
    ORDER_CLOSED = "order.closed"
    CONSENT_GIVEN = "consent.given"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    POLICY_PUBLISHED = "policy.published"
    # Of no row of this table: whoever asked for it is told by the erasure itself, and has to answer
    # (promises/share/erasing/webhook.py).
    SUBJECT_ERASED = "subject.erased"


class Happening(models.Model):
    """One event that nobody was told of yet. `ids` are opaque ids as text, and the policy's hash."""

    id = models.BigAutoField(primary_key=True)
    event = models.TextField()
    at = models.DateTimeField()
    ids = models.JSONField()

    class Meta:
        db_table = "records_happening"


@dataclass(frozen=True, slots=True)
class Happened:
    """One of them, taken out of the table."""

    event: Event
    at: datetime
    ids: Mapping[str, str]


def happened(event: Event, at: datetime, **ids: int | str) -> None:
    """Note that it happened, in the caller's transaction. Ids become text: they need 63 bits, JavaScript has 53."""
    Happening.objects.create(event=event.value, at=at, ids={name: str(one) for name, one in ids.items()})


def any_waiting() -> bool:
    """Whether there is anything to take: asked every second, and costs no lock."""
    return bool(rows("SELECT 1 FROM records_happening LIMIT 1"))


def take(most: int) -> list[Happened]:
    """The oldest, at most so many, removed in the caller's transaction."""
    found = list(Happening.objects.order_by("id")[:most])
    if not found:
        return []
    run(
        f"DELETE FROM records_happening WHERE id IN ({IDS[dialect()]})",  # noqa: S608 - a constant
        (id_list([one.id for one in found]),),
    )
    return [Happened(Event(one.event), one.at, one.ids) for one in found]
