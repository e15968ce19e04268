"""A request comes in: its document sealed, received to the minute, its clock running from that moment."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from giuloi.core.bilingual import Words
from giuloi.core.deadline import due
from giuloi.promises.share.authority.moving import note
from giuloi.promises.share.authority.papers import Letter, keep_letter
from giuloi.promises.share.authority.problems import NotTaken
from giuloi.promises.share.authority.rows import AuthorityFile, AuthorityUnit
from giuloi.promises.share.authority.who import actor_of, clocks_of
from giuloi.promises.share.authority.words import Came, Kind
from giuloi.records.countdown import moments
from giuloi.records.database import durable
from giuloi.records.holidays import free_days
from giuloi.records.published import current

LONGEST = 7_000_000  # bytes of a document
_OLDEST = timedelta(days=365)
_BEGINS = (b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


@dataclass(frozen=True, slots=True)
class Intake:
    """What whoever takes it in writes down. `unit` None: the register does not know the sender.

    `wide`: the letter asks for everybody, or names nobody in particular. `asked` is a mask of fields.
    """

    received_at: datetime
    came: Came
    unit: int | None
    kind: Kind
    urgent: bool
    document_number: str
    document_on: date
    asked: int
    wide: bool
    letter: Letter = field(repr=False)


def take_in(one: Intake, staff: int, at: datetime) -> int:
    """Take a request in; returns the file's id. Durable, also of a forged one: that it came is evidence.

    Raises NotTaken for what cannot be as it was written, NotTheirs.
    """
    actor = actor_of(staff)
    _check(one, at)
    policy = current()
    clock = clocks_of(policy.policy).get("authority_urgent" if one.urgent else "authority")
    if clock is None:
        raise NotTaken("urgent", _NO_PROMISE)
    due_at = due(one.received_at, clock.within, free_days())
    digest = hashlib.sha256(one.letter.content).hexdigest()
    with durable():
        row = AuthorityFile.objects.create(
            policy_id=policy.id,
            hands=[staff],
            received_at=one.received_at,
            taken_at=at,
            taken_by=staff,
            came=one.came.value,
            kind=one.kind.value,
            urgent=one.urgent,
            unit_id=one.unit,
            document_number=one.document_number,
            document_on=one.document_on,
            document_hash=digest,
            asked=one.asked,
            wide=one.wide,
            due_at=due_at,
            escalate_at=moments(one.received_at, due_at)[0],
        )
        keep_letter(row.id, one.letter, at, actor)
        note(row.id, "received", one.received_at, actor, one.came.value)
        note(row.id, "taken_in", at, actor)
    return int(row.id)


def _check(one: Intake, at: datetime) -> None:
    if not at - _OLDEST < one.received_at <= at + timedelta(minutes=1):
        raise NotTaken("received_at", _NOT_THEN)
    if one.document_on > at.date() + timedelta(days=1):
        raise NotTaken("document_on", _NOT_THEN)
    if one.unit is not None and not AuthorityUnit.objects.filter(id=one.unit).exists():
        raise NotTaken("unit", Words("Hãy chọn trong sổ.", "Choose one of the register."))
    if not one.letter.content.startswith(_BEGINS):
        raise NotTaken("document", _NO_DOCUMENT)
    if len(one.letter.content) > LONGEST:
        raise NotTaken("document", _TOO_LARGE)


_NO_PROMISE = Words(
    "Chính sách đang áp dụng không hứa thời hạn cho loại yêu cầu này.",
    "The policy in force promises no time for a request of this kind.",
)
_NOT_THEN = Words("Một thời điểm đã qua, trong vòng một năm.", "A moment that has passed, within a year.")
_NO_DOCUMENT = Words("Bản chụp hoặc tệp PDF, PNG hay JPEG.", "A scan or a file, PDF, PNG or JPEG.")
_TOO_LARGE = Words("Nhiều nhất 7 MB.", "At most 7 MB.")
