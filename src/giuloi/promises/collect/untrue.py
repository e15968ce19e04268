"""Something a member said seems untrue (IV.5): first they are asked to correct it, and only then buying is suspended.

A file has evidence, sealed under its own record, and goes one step at a time; none is skipped, and the second
only after the time that was given for the first. Correcting what was asked about lifts it by itself. Only buying
with the account stops: everything else of the account works, and anybody buys as a guest.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from django.db import models

from giuloi.core.bilingual import Words
from giuloi.core.fields import mask_of, names_in
from giuloi.core.terms import CaseKind, GiuloiError, Standing
from giuloi.records import vault
from giuloi.records.cases import close_case, open_case
from giuloi.records.database import answering, durable
from giuloi.records.ids import new_id
from giuloi.records.notices import NoticeKind, notice_due
from giuloi.records.subjects import standing_of

TIME_TO_CORRECT = timedelta(days=7)
DOUBTED = ("name", "phone", "email", "address")  # what a member answers for


class DoubtState(StrEnum):
    """How far a file is."""

    OPEN = "open"
    ASKED = "asked_to_correct"
    SUSPENDED = "buying_suspended"
    LIFTED = "lifted"


STEPS: Mapping[DoubtState, frozenset[DoubtState]] = MappingProxyType(
    {
        DoubtState.OPEN: frozenset({DoubtState.ASKED, DoubtState.LIFTED}),
        DoubtState.ASKED: frozenset({DoubtState.SUSPENDED, DoubtState.LIFTED}),
        DoubtState.SUSPENDED: frozenset({DoubtState.LIFTED}),
        DoubtState.LIFTED: frozenset(),
    }
)
STATE_WORDS: Mapping[DoubtState, Words] = MappingProxyType(
    {
        DoubtState.OPEN: Words("đang xem xét", "being looked at"),
        DoubtState.ASKED: Words("đã mời khách sửa", "asked to correct"),
        DoubtState.SUSPENDED: Words("tạm dừng mua bằng tài khoản", "buying with the account suspended"),
        DoubtState.LIFTED: Words("đã gỡ", "lifted"),
    }
)


class Doubt(models.Model):
    """One file. Its id is the vault record of its evidence and the case by which that may be read.

    `fields` is the mask of what is doubted, `left` of what of it was not corrected since.
    """

    id = models.BigIntegerField(primary_key=True)
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    fields = models.BigIntegerField()
    left = models.BigIntegerField()
    state = models.TextField(default=DoubtState.OPEN.value)
    opened_at = models.DateTimeField()
    opened_by = models.TextField()
    asked_at = models.DateTimeField(null=True)
    correct_by = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    changed_by = models.TextField()

    class Meta:
        db_table = "collect_doubt"
        indexes = (models.Index(fields=["subject", "state"], name="collect_doubt_subject"),)


class NotThisStep(GiuloiError):
    """This step cannot follow now; `words` say why. Nothing was changed."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class File:
    """One file as it is seen, without its evidence: that is opened by its own case (purpose `rights`)."""

    id: int
    subject: int
    fields: tuple[str, ...]
    left: tuple[str, ...]
    state: DoubtState
    opened_at: datetime
    asked_at: datetime | None
    correct_by: datetime | None
    suspended_at: datetime | None
    ended_at: datetime | None

    def may_suspend(self, at: datetime) -> bool:
        """The time that was given for correcting is over."""
        return self.state is DoubtState.ASKED and self.correct_by is not None and at >= self.correct_by


def open_doubt(subject: int, fields: Collection[str], evidence: str, at: datetime, actor: str) -> int:
    """Open a file; durable on return. Raises NotThisStep without evidence, for a guest, or for another field."""
    found = standing_of(subject)
    if found is None or found[0] is not Standing.MEMBER:
        raise NotThisStep(_MEMBERS)
    if not evidence.strip() or not fields or not set(fields) <= set(DOUBTED):
        raise NotThisStep(_EVIDENCE)
    doubt, mask = new_id(), mask_of(fields)
    with durable():
        vault.seal(subject, {"care_note": evidence.strip()}, at, record=doubt)
        open_case(
            CaseKind.REQUEST, at, subject=subject, record=doubt, policy_id=found[2], role="care", case=doubt
        )
        Doubt.objects.create(
            id=doubt,
            subject_id=subject,
            fields=mask,
            left=mask,
            opened_at=at,
            opened_by=actor,
            changed_by=actor,
        )
    return doubt


def ask_to_correct(doubt: int, at: datetime, actor: str, within: timedelta = TIME_TO_CORRECT) -> None:
    """The first step: a notice goes out, and the time for correcting begins. Raises NotThisStep."""
    with durable():
        row = _step(doubt, DoubtState.ASKED, actor, asked_at=at, correct_by=at + within)
        notice_due(NoticeKind.CORRECTION_ASKED, row.subject_id, doubt, at)


def suspend(doubt: int, at: datetime, actor: str) -> None:
    """The second step: buying with the account stops. Raises NotThisStep before the time given is over."""
    with durable():
        row = _row(doubt)
        if row.state == DoubtState.ASKED and (row.correct_by is None or at < row.correct_by):
            raise NotThisStep(_TOO_SOON)
        _step(doubt, DoubtState.SUSPENDED, actor, suspended_at=at)
        notice_due(NoticeKind.BUYING_SUSPENDED, row.subject_id, doubt, at)


def lift(doubt: int, at: datetime, actor: str) -> None:
    """It was corrected, or was true after all: the file ends, and so does the suspension. Raises NotThisStep."""
    with durable():
        _lift(_row(doubt), at, actor)


def corrected(subject: int, field: str, at: datetime, actor: str = "customer") -> None:
    """Somebody corrected this field: what was asked about it is answered. Joins the caller's transaction."""
    mask = mask_of([field])
    for row in Doubt.objects.filter(subject_id=subject).exclude(state=DoubtState.LIFTED):
        if row.left & mask:
            row.left &= ~mask
            Doubt.objects.filter(id=row.id).update(left=row.left)
            if not row.left:
                _lift(row, at, actor)


@answering()
def is_suspended(subject: int) -> bool:
    """Whether buying with this account is suspended now."""
    return Doubt.objects.filter(subject_id=subject, state=DoubtState.SUSPENDED).exists()


@answering()
def doubts_of(subject: int) -> list[File]:
    """The files about one person, newest first."""
    return [_file(row) for row in Doubt.objects.filter(subject_id=subject).order_by("-opened_at", "id")]


@answering()
def open_doubts() -> list[File]:
    """Every file that has not ended, oldest first."""
    return [_file(row) for row in Doubt.objects.exclude(state=DoubtState.LIFTED).order_by("opened_at", "id")]


@answering()
def doubt_of(doubt: int) -> File | None:
    """One file; None when there is none."""
    row = Doubt.objects.filter(id=doubt).first()
    return None if row is None else _file(row)


def _lift(row: Doubt, at: datetime, actor: str) -> None:
    suspended = row.state == DoubtState.SUSPENDED
    _step(row.id, DoubtState.LIFTED, actor, ended_at=at)
    close_case(row.id, at)
    if suspended and not is_suspended(row.subject_id):
        notice_due(NoticeKind.BUYING_RESUMED, row.subject_id, row.id, at)


def _step(doubt: int, to: DoubtState, actor: str, **moments: datetime) -> Doubt:
    """One step of the table, by compare-and-set."""
    row = _row(doubt)
    was = DoubtState(row.state)
    held = Doubt.objects.filter(id=doubt, state=was.value)
    if to not in STEPS[was] or not held.update(state=to.value, changed_by=actor, **moments):
        raise NotThisStep(_cannot(was, to))
    return row


def _row(doubt: int) -> Doubt:
    row = Doubt.objects.filter(id=doubt).first()
    if row is None:
        raise NotThisStep(_NONE)
    return row


def _file(row: Doubt) -> File:
    return File(
        *(row.id, row.subject_id, names_in(row.fields), names_in(row.left), DoubtState(row.state)),
        *(row.opened_at, row.asked_at, row.correct_by, row.suspended_at, row.ended_at),
    )


def _cannot(was: DoubtState, to: DoubtState) -> Words:
    now, wish = STATE_WORDS[was], STATE_WORDS[to]
    return Words(
        f"Hồ sơ này: {now.vi}; bước “{wish.vi}” không đi ngay sau đó được.",
        f"This file is {now.en}; “{wish.en}” cannot follow on that.",
    )


_NONE = Words("Không có hồ sơ này.", "There is no such file.")
_MEMBERS = Words(
    "Chỉ thành viên mới cam đoan về thông tin của mình.", "Only members answer for what they say."
)
_EVIDENCE = Words(
    "Hãy ghi bằng chứng và chọn ít nhất một trong: họ tên, điện thoại, email, địa chỉ.",
    "Write the evidence down, and choose at least one of name, phone, e-mail, address.",
)
_TOO_SOON = Words(
    "Khách còn thời hạn để sửa: chưa được tạm dừng việc mua hàng.",
    "The customer still has time to correct it: buying cannot be suspended yet.",
)
