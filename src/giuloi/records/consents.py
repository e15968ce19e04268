"""Consent, append-only, by purpose × channel (× recipient): what was asked, in which words, and the answer.

A withdrawal is written to the key store first and acknowledged afterwards: no opening that rests on it happens
after the acknowledgement, whatever any database still believes (cryptography: the last check).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from giuloi.core.terms import Channel, ConsentState
from giuloi.records.database import durable, rows, run
from giuloi.records.keyring import keyring
from giuloi.records.published import by_id, current
from giuloi.records.subjects import standing_of
from giuloi.records.uses.pending import Use, record_uses


class ConsentWording(models.Model):
    """The exact words somebody was shown, once; records refer to them by hash."""

    hash = models.TextField(primary_key=True)
    language = models.TextField()
    text = models.TextField()

    class Meta:
        db_table = "records_consentwording"


class ConsentRecord(models.Model):
    """One event in the life of a consent. Rows are only ever added."""

    id = models.BigAutoField(primary_key=True)
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    purpose = models.TextField()
    channel = models.TextField()
    recipient = models.TextField(default="")
    state = models.TextField()
    policy = models.ForeignKey("records.PublishedPolicy", models.PROTECT, related_name="+")
    wording = models.ForeignKey("records.ConsentWording", models.PROTECT, related_name="+")
    method = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "records_consentrecord"


class ConsentNow(models.Model):
    """The newest state of each consent: a projection of the records, for the gate's hot path."""

    pk = models.CompositePrimaryKey("subject_id", "purpose", "channel", "recipient")
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    purpose = models.TextField()
    channel = models.TextField()
    recipient = models.TextField(default="")
    state = models.TextField()

    class Meta:
        db_table = "records_consentnow"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a consent is about and how it was asked: `wording` is what stood before the person, word for word.

    `method` says how the answer came: "web_form", "counter", "phone_call", "order", "test".
    """

    purpose: str
    channel: Channel
    wording: str
    language: str
    method: str
    recipient: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """(purpose, channel, recipient): exactly what the gate will look for."""
        return self.purpose, self.channel.value, self.recipient


def record_consents(subject: int, asked: Sequence[Asked], state: ConsentState, at: datetime) -> list[int]:
    """Record one answer to each of `asked`, in the caller's transaction; returns the records' ids.

    Not for withdrawals, which must reach the key store first: use `withdraw`. A state of `given` opens only
    after `lift_withdrawals`, once the caller's transaction is on disk.
    """
    found = standing_of(subject)
    policy = by_id(found[2]).policy if found else current().policy
    policy_id = found[2] if found else current().id
    ids = [_write(subject, one, state, policy_id, at) for one in asked]
    record_uses(
        [
            Use(
                at,
                "customer",
                f"consent.{state}",
                one.purpose,
                policy.purposes[one.purpose].clause,
                policy.hash,
                "allowed",
                (subject,),
                channel=one.channel.value,
                recipient=one.recipient,
            )
            for one in asked
        ]
    )
    return ids


def give(subject: int, asked: Sequence[Asked], at: datetime) -> list[int]:
    """Consent given: durable, and in force, when this returns. Returns the records' ids."""
    with durable():
        ids = record_consents(subject, asked, ConsentState.GIVEN, at)
    lift_withdrawals(subject, asked)
    return ids


def refuse(subject: int, asked: Sequence[Asked], at: datetime) -> list[int]:
    """Consent refused: remembered, so that nobody asks again and again."""
    with durable():
        return record_consents(subject, asked, ConsentState.REFUSED, at)


def lift_withdrawals(subject: int, asked: Sequence[Asked]) -> None:
    """After a consent's record is on disk: earlier withdrawals of the very same no longer block it."""
    standing = {key for key in _withdrawn(subject) if key in {one.key for one in asked}}
    for key in standing:
        keyring().lift_withdrawal(subject, key)


def withdraw(subject: int, asked: Sequence[Asked], at: datetime) -> list[int]:
    """Consent withdrawn: when this returns, nothing that rests on it opens any more. Returns the records' ids.

    Key store first, data second. A crash in between leaves it withdrawn; `replay_withdrawals` completes it.
    """
    for one in asked:
        keyring().withdraw(subject, one.key, at)
    with durable():
        return record_consents(subject, asked, ConsentState.WITHDRAWN, at)


def replay_withdrawals() -> int:
    """Write every withdrawal that the key store knows into the data; returns how many were missing there."""
    missing = 0
    for subject, purpose, channel, recipient in keyring().standing_withdrawals():
        missing += run(
            "UPDATE records_consentnow SET state = 'withdrawn' WHERE subject_id = %s AND purpose = %s "
            "AND channel = %s AND recipient = %s AND state = 'given'",
            (subject, purpose, channel, recipient),
        )
    return missing


def states_of(subject: int) -> dict[tuple[str, str, str], ConsentState]:
    """(purpose, channel, recipient) → newest state of one subject."""
    found = rows(
        "SELECT purpose, channel, recipient, state FROM records_consentnow WHERE subject_id = %s", (subject,)
    )
    return {
        (purpose, channel, recipient): ConsentState(state) for purpose, channel, recipient, state in found
    }


def _withdrawn(subject: int) -> set[tuple[str, str, str]]:
    return {tuple(key) for found, *key in keyring().standing_withdrawals() if found == subject}  # type: ignore[misc]


def _write(subject: int, asked: Asked, state: ConsentState, policy_id: int, at: datetime) -> int:
    wording_hash = hashlib.sha256(asked.wording.encode()).hexdigest()
    ConsentWording.objects.get_or_create(
        hash=wording_hash, defaults={"language": asked.language, "text": asked.wording}
    )
    record = ConsentRecord.objects.create(
        subject_id=subject,
        purpose=asked.purpose,
        channel=asked.channel.value,
        recipient=asked.recipient,
        state=state.value,
        policy_id=policy_id,
        wording_id=wording_hash,
        method=asked.method,
        at=at,
    )
    run(_NOW, (subject, *asked.key, state.value))
    return int(record.id)


_NOW = """
INSERT INTO records_consentnow (subject_id, purpose, channel, recipient, state) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (subject_id, purpose, channel, recipient) DO UPDATE SET state = excluded.state
"""
