"""What was said about one consent, and when; and how many people said yes to which purpose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from giuloi.core.terms import ConsentState
from giuloi.records.consents import ConsentRecord
from giuloi.records.database import answering, rows
from giuloi.records.keyring.standing import ConsentKey


@dataclass(frozen=True, slots=True)
class Said:
    """One record: its id, when it was said, and what became of the consent."""

    id: int
    at: datetime
    purpose: str
    state: ConsentState


@answering()
def said_since(subject: int, key: ConsentKey, since: datetime) -> list[Said]:
    """The records about one consent from a moment on, newest first."""
    purpose, channel, recipient = key
    found = ConsentRecord.objects.filter(
        subject_id=subject, purpose=purpose, channel=channel, recipient=recipient, at__gte=since
    )
    return [_said(one) for one in found.order_by("-id")]


@answering()
def said(record: int) -> Said | None:
    """One record; None when there is none."""
    return next(map(_said, ConsentRecord.objects.filter(id=record)), None)


def _said(one: ConsentRecord) -> Said:
    return Said(one.id, one.at, one.purpose, ConsentState(one.state))


def given_by_purpose() -> dict[str, int]:
    """Purpose → how many people have a consent to it in force, by whatever channel and to whomever."""
    found = rows(
        "SELECT purpose, count(DISTINCT subject_id) FROM records_consentnow WHERE state = %s GROUP BY purpose",
        (ConsentState.GIVEN.value,),
    )
    return {str(purpose): int(count) for purpose, count in found}
