"""What one person has said yes or no to, as they read it: each consent's newest answer, with date and receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from giuloi.core.terms import ConsentState
from giuloi.records.consents import ConsentNow, ConsentRecord
from giuloi.records.database import answering
from giuloi.records.keyring.standing import ConsentKey


@dataclass(frozen=True, slots=True)
class Said:
    """The newest answer to one consent: in which words it was asked, when, and the record its receipt is made of."""

    purpose: str
    channel: str
    recipient: str
    state: ConsentState
    at: datetime
    record: int
    wording: str
    language: str
    policy_id: int
    valid_until: datetime | None

    @property
    def key(self) -> ConsentKey:
        """(purpose, channel, recipient)."""
        return self.purpose, self.channel, self.recipient


@answering()
def said_by(subject: int, at: datetime) -> dict[ConsentKey, Said]:
    """(purpose, channel, recipient) → the newest answer; one whose time is over is expired, recorded or not."""
    newest = ConsentNow.objects.filter(subject_id=subject).values_list("record_id", flat=True)
    found = ConsentRecord.objects.select_related("wording").filter(id__in=list(newest), subject_id=subject)
    answers = [_said(row, at) for row in found.order_by("id")]
    return {one.key: one for one in answers}


@answering()
def is_theirs(record: int, subject: int) -> bool:
    """Whether this consent record is this person's own."""
    return ConsentRecord.objects.filter(id=record, subject_id=subject).exists()


def _said(row: ConsentRecord, at: datetime) -> Said:
    state = ConsentState(row.state)
    open_ = state in (ConsentState.GIVEN, ConsentState.REQUESTED)
    over = open_ and row.valid_until is not None and row.valid_until <= at
    return Said(
        *(row.purpose, row.channel, row.recipient, ConsentState.EXPIRED if over else state, row.at, row.id),
        *(row.wording.text, row.wording.language, row.policy_id, row.valid_until),
    )
