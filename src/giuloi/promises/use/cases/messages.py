"""What was written under a care case, in order: rows of ids and times; every text sealed under its own record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import models

from giuloi.core.terms import Channel
from giuloi.promises.use.cases.attachments import File, FileLine, attach, check, files_under
from giuloi.promises.use.cases.case import CareRow, adopt
from giuloi.records.cases import cover
from giuloi.records.database import answering, joined
from giuloi.records.ids import new_id
from giuloi.records.vault import seal

CUSTOMER = "customer"


class Direction(StrEnum):
    """Whose word it is."""

    IN = "in"  # the customer's
    OUT = "out"  # the shop's, to the customer
    NOTE = "note"  # the shop's own: of a call, of what was found


class CareMessage(models.Model):
    """One message; `id` is the vault record of its text. `by` is who wrote it, as the ledger names them.

    `proven`: who wrote it was known (signed in, or from an address that is theirs). `number` keeps two messages
    of one second in order.
    """

    id = models.BigIntegerField(primary_key=True)
    case = models.ForeignKey("records.Case", models.CASCADE, related_name="+")
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    number = models.IntegerField()
    channel = models.TextField()
    direction = models.TextField()
    by = models.TextField()
    proven = models.BooleanField(default=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "use_message"
        constraints = (models.UniqueConstraint(fields=["case", "number"], name="use_message_in_order"),)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline, masked: nothing was opened for it."""

    id: int
    at: datetime
    channel: Channel
    direction: Direction
    by: str
    proven: bool
    files: tuple[FileLine, ...] = ()


def came(
    case: int,
    text: str,
    at: datetime,
    *,
    channel: Channel,
    by: str = CUSTOMER,
    proven: bool = True,
    files: Iterable[File] = (),
) -> int:
    """What the customer wrote, sealed and covered by the case, in the caller's transaction; returns its id.

    Raises NotATerm for a case that is none or a text beyond the data map's longest, NotTaken for a file.
    """
    return _write(case, text, at, channel, Direction.IN, by, proven=proven, files=files)


def written(
    case: int, text: str, at: datetime, *, channel: Channel, by: str, files: Iterable[File] = ()
) -> int:
    """What the shop writes to the customer; whether it is sent is promises/use/contact's. Otherwise as `came`."""
    return _write(case, text, at, channel, Direction.OUT, by, files=files)


def noted(
    case: int,
    text: str,
    at: datetime,
    *,
    by: str,
    channel: Channel = Channel.IN_HOUSE,
    files: Iterable[File] = (),
) -> int:
    """A note of the shop's own, of a call for example (`channel` says by which way). Otherwise as `came`."""
    return _write(case, text, at, channel, Direction.NOTE, by, files=files)


@answering()
def timeline(case: int) -> list[Line]:
    """Everything under one case, oldest first, masked."""
    files = files_under(case)
    return [
        Line(
            *(row.id, row.at, Channel(row.channel), Direction(row.direction), row.by, row.proven),
            files.get(row.id, ()),
        )
        for row in CareMessage.objects.filter(case_id=case).order_by("number")
    ]


@answering()
def _write(
    case: int,
    text: str,
    at: datetime,
    channel: Channel,
    direction: Direction,
    by: str,
    *,
    proven: bool = True,
    files: Iterable[File] = (),
) -> int:
    with joined():
        adopt(case)
        # One after the other: their numbers.
        held = CareRow.objects.select_for_update(of=("self",)).get(case_id=case)
        given = [check(one) for one in files]
        message, before = new_id(), CareMessage.objects.filter(case_id=case).count()
        seal(held.subject_id, {"care_note": text}, at, message)
        cover(case, message)
        CareMessage.objects.create(
            id=message,
            case_id=case,
            subject_id=held.subject_id,
            number=before + 1,
            channel=channel.value,
            direction=direction.value,
            by=by,
            proven=proven,
            at=at,
        )
        attach(case, held.subject_id, message, given, at)
        return message
