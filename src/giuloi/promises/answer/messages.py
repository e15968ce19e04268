"""What was written about a request: by the customer, to them, and among colleagues. A row here; the words sealed.

Each is a vault record of its own that the request's case covers: it opens with the case and never without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import IntegrityError, models, transaction

from giuloi.core.terms import GiuloiError
from giuloi.promises.use.cases import File, attach, check
from giuloi.records import vault
from giuloi.records.cases import cover
from giuloi.records.database import answering, joined
from giuloi.records.ids import new_id
from giuloi.records.request_kinds import Happened
from giuloi.records.request_steps import note_step
from giuloi.records.requests import CustomerRequest, answered

FIELD = "care_note"
LONGEST = 20_000  # characters; in UTF-8 what the field takes at most
WORDLESS = "(không có chữ / no words)"


class Written(StrEnum):
    """What kind of text it is."""

    ASKED = "asked"  # what the request began with
    ADDED = "added"  # the customer wrote more
    NOTE = "note"  # among colleagues, about a person: the customer can ask to see it
    REPLY = "reply"  # to the customer
    CALL = "call"  # what was said on the telephone


FROM_CUSTOMER = (Written.ASKED, Written.ADDED)
TO_CUSTOMER = (Written.REPLY, Written.CALL)


class NotWritten(GiuloiError):
    """This text cannot be kept; the message says why, without a word of it."""


class MessageRow(models.Model):
    """One text. `id` is its record in the vault; `channel` the way it came or went; `actor` as in the ledger."""

    id = models.BigIntegerField(primary_key=True)
    request = models.ForeignKey("records.CustomerRequest", models.CASCADE, related_name="+")
    kind = models.TextField()
    channel = models.TextField(default="")
    actor = models.TextField()
    repeat = models.TextField(default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "answer_message"
        constraints = (
            models.UniqueConstraint(
                fields=["request", "repeat"], condition=~models.Q(repeat=""), name="answer_message_once"
            ),
        )


@dataclass(frozen=True, slots=True)
class Text:
    """One text as a list shows it before anything is opened: `id` is the record that holds its words."""

    id: int
    kind: Written
    channel: str
    actor: str
    at: datetime


def write(
    request: int,
    kind: Written,
    text: str,
    at: datetime,
    actor: str,
    *,
    channel: str = "",
    repeat: str = "",
    files: Sequence[File] = (),
) -> int | None:
    """Seal a text under the request's case and note the step; returns its record. Joins the caller's transaction.

    Files may stand without a word. None when a form with this `repeat` was kept already. Raises NotWritten for an
    empty or too long text, and for a request that has no person or case (any more); NotTaken for a file.
    """
    text = text if text.strip() or not files else WORDLESS
    if not text.strip() or len(text) > LONGEST:
        raise NotWritten(f"a text has between 1 and {LONGEST} characters")
    row = CustomerRequest.objects.filter(id=request).first()
    if row is None or row.subject_id is None or row.case_id is None:
        raise NotWritten("there is no such request, or nothing it could be written down under")
    record, given = new_id(), [check(one) for one in files]
    with joined():
        try:
            with transaction.atomic():
                MessageRow.objects.create(
                    id=record,
                    request_id=request,
                    kind=kind,
                    channel=channel,
                    actor=actor,
                    repeat=repeat,
                    at=at,
                )
        except IntegrityError:  # sent twice: the words are there already
            return None
        vault.seal(row.subject_id, {FIELD: text}, at, record=record)
        cover(row.case_id, record)
        attach(row.case_id, row.subject_id, record, given, at)
        _note(request, kind, at, actor)
    return record


def note(request: int, text: str, at: datetime, actor: str) -> int | None:
    """A note among colleagues. Raises NotWritten."""
    return write(request, Written.NOTE, text, at, actor)


def _note(request: int, kind: Written, at: datetime, actor: str) -> None:
    if kind in TO_CUSTOMER:
        answered(request, at, actor)
    elif kind is not Written.ASKED:  # the request's own step says that
        note_step(request, Happened.NOTED if kind is Written.NOTE else Happened.REPEATED, at, actor)


@answering()
def texts_of(request: int) -> list[Text]:
    """What was written about one request, oldest first, still shut."""
    found = MessageRow.objects.filter(request_id=request).order_by("at", "id")
    return [Text(one.id, Written(one.kind), one.channel, one.actor, one.at) for one in found]
