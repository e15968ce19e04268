"""What customers have to be told by the shop itself (I.2): which notice, about what; ids only, nothing of what it says.

A row is written in the transaction of the thing that obliges to it, so there is one exactly when it happened.
Nobody here knows how it is told: whoever sends takes the rows, each once (promises/use).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import models

from giuloi.records.database import answering, moment, rows, run


class NoticeKind(StrEnum):
    """What there is to tell. The kinds of an order have that order as their record."""

    ORDER_CONFIRMED = "order_confirmed"
    ORDER_HANDED_OVER = "order_handed_over"
    ORDER_CANCELLED = "order_cancelled"  # `reason` says why
    ORDER_RETURN_ACCEPTED = "order_return_accepted"
    ORDER_RETURNED = "order_returned"
    ORDER_REFUNDED = "order_refunded"
    ORDER_STOPPED = "order_stopped"  # consent to supply was withdrawn while it was open (VI.7)
    CORRECTION_ASKED = "correction_asked"  # something seems untrue (IV.5): `record` is the file about it
    BUYING_SUSPENDED = "buying_suspended"
    BUYING_RESUMED = "buying_resumed"
    AUTHORITY_DISCLOSED = "authority_disclosed"  # to a competent authority (III.2): `record` is its file


class Notice(models.Model):
    """One notice that is due. `reason` is a word of a list; `taken_at` is when whoever sends took it over."""

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    record_id = models.BigIntegerField(null=True)
    reason = models.TextField(default="")
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "records_notice"
        indexes = (
            models.Index(fields=["id"], condition=models.Q(taken_at=None), name="records_notice_waiting"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "subject", "record_id"],
                condition=models.Q(taken_at=None),
                name="records_notice_once",
            ),
        )


@dataclass(frozen=True, slots=True)
class Due:
    """One notice to be sent: `at` is when what it tells of happened."""

    id: int
    kind: NoticeKind
    subject: int
    record: int | None
    reason: str
    at: datetime


def notice_due(kind: NoticeKind, subject: int, record: int | None, at: datetime, reason: str = "") -> None:
    """Something has to be told; joins the caller's transaction. While one waits, the same is not noted twice."""
    run(
        "INSERT INTO records_notice (kind, subject_id, record_id, reason, at) VALUES (%s, %s, %s, %s, %s) "
        "ON CONFLICT DO NOTHING",
        (kind.value, subject, record, reason, moment(at)),
    )


def any_waiting() -> bool:
    """Whether there is anything to take; costs no lock."""
    return bool(rows("SELECT 1 FROM records_notice WHERE taken_at IS NULL LIMIT 1"))


@answering()
def take_notices(most: int, at: datetime) -> list[Due]:
    """The oldest that wait, at most so many, each handed out once, in the caller's transaction.

    What that transaction rolls back waits again: whoever takes them writes their own rows in the same one.
    """
    taken = []
    for one in Notice.objects.filter(taken_at=None).order_by("id")[:most]:
        if Notice.objects.filter(id=one.id, taken_at=None).update(taken_at=at):
            taken.append(Due(one.id, NoticeKind(one.kind), one.subject_id, one.record_id, one.reason, one.at))
    return taken


@answering()
def notices_about(record: int) -> list[tuple[NoticeKind, datetime, datetime | None]]:
    """(what, when it became due, when it was taken to be sent) of everything noted about one record."""
    found = Notice.objects.filter(record_id=record).order_by("id")
    return [(NoticeKind(kind), at, taken) for kind, at, taken in found.values_list("kind", "at", "taken_at")]
