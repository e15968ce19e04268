"""Consent, append-only, by purpose × channel (× recipient): what was asked, in which words, and the answer.

A withdrawal is written to the key store first and acknowledged afterwards: no opening that rests on it happens
after the acknowledgement, whatever any database still believes (cryptography: the last check).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from giuloi.core.consent.record import Indicated, Method, evidence_reference, step
from giuloi.core.terms import Channel, ConsentState, NotATerm, Outcome, Unavailable
from giuloi.records.database import durable, moment, rows, run
from giuloi.records.happenings import Event, happened
from giuloi.records.keyring import keyring
from giuloi.records.keyring.standing import ConsentKey
from giuloi.records.published import Published, by_id, current
from giuloi.records.requests import carried_out, source_of
from giuloi.records.subjects import alone_with, standing_of
from giuloi.records.uses.pending import Use, record_uses

CUSTOMER = "customer"  # who answered by their own hand, as the ledger names them


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
    said_by = models.TextField()
    at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    evidence = models.TextField(default="")

    class Meta:
        db_table = "records_consentrecord"


class ConsentNow(models.Model):
    """The newest record of each consent: a projection, for the gate's hot path. `policy`: the version it is to."""

    pk = models.CompositePrimaryKey("subject_id", "purpose", "channel", "recipient")
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    purpose = models.TextField()
    channel = models.TextField()
    recipient = models.TextField(default="")
    state = models.TextField()
    policy = models.ForeignKey("records.PublishedPolicy", models.PROTECT, related_name="+", db_index=False)
    record_id = models.BigIntegerField()
    valid_until = models.DateTimeField(null=True, db_index=True)

    class Meta:
        db_table = "records_consentnow"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a consent is about and how it was asked: `wording` is what stood before the person, word for word."""

    purpose: str
    channel: Channel
    wording: str
    language: str
    method: Method
    recipient: str = ""
    by: Indicated = Indicated.SUBJECT
    valid_until: datetime | None = None
    evidence: str = ""  # where the paper or recording is

    def __post_init__(self) -> None:
        evidence_reference(self.evidence)
        if not self.wording.strip():  # before anything is written: a record without words has no receipt
            raise NotATerm("a consent keeps the exact words that were read or heard: they cannot be blank")

    @property
    def key(self) -> ConsentKey:
        """(purpose, channel, recipient): exactly what the gate will look for."""
        return self.purpose, self.channel.value, self.recipient


@dataclass(frozen=True, slots=True)
class Step:
    """One answer as it will be written: what becomes of the consent, and under which version it was said."""

    asked: Asked
    becomes: ConsentState
    version: Published


ENDS = (ConsentState.REFUSED, ConsentState.WITHDRAWN, ConsentState.EXPIRED)


def record_consents(
    subject: int, asked: Sequence[Asked], state: ConsentState, at: datetime, actor: str = CUSTOMER
) -> list[int]:
    """Record one answer to each of `asked`, in the caller's transaction; returns the records' ids.

    `actor` is who wrote it down, as the ledger names them: the customer's own click, or the shop for them.

    A no to what was given takes it back: such a withdrawal is in the key store before it is in the data. A
    consent `given` is in force after `lift_withdrawals`, once the caller's transaction is on disk. Raises
    NotPossible where consent cannot take that step (who said no is not asked again), NotATerm for a purpose
    that neither the policy knows nor, for an end, the version that was consented to.
    """
    alone_with(subject)
    steps = _steps(subject, asked, state)
    _shut(subject, [one.asked.key for one in steps if one.becomes is ConsentState.WITHDRAWN], at)
    ids = [_write(subject, one, at) for one in steps]
    if any(one.becomes is ConsentState.WITHDRAWN for one in steps):
        # A right like any other: somebody answers for it, though no hand but the customer's was needed (IV.3).
        carried_out("withdraw", at, subject=subject, source=source_of(actor), actor=actor)
    record_uses([_use(actor, subject, one, at) for one in steps])
    return ids


def _steps(subject: int, asked: Sequence[Asked], state: ConsentState) -> list[Step]:
    found = standing_of(subject)
    accepted = by_id(found[2]) if found else current()
    before = _newest(subject)
    return [_step(one, before.get(one.key), state, accepted) for one in asked]


def _step(asked: Asked, before: Newest | None, state: ConsentState, accepted: Published) -> Step:
    """Checked: nothing of it can fail for what was said any more."""
    version = accepted
    if state in ENDS and before is not None and asked.purpose not in accepted.policy.purposes:
        version = by_id(
            before.policy_id
        )  # a purpose that was dropped since: the no is to what the yes was to
    if asked.purpose not in version.policy.purposes:
        raise NotATerm("this purpose is not one of the published policy's")
    return Step(asked, step(None if before is None else before.state, state), version)


def ask(subject: int, asked: Sequence[Asked], at: datetime) -> list[int]:
    """A question that was put and not answered yet: it opens nothing, and is put once."""
    with durable():
        return record_consents(subject, asked, ConsentState.REQUESTED, at)


def give(subject: int, asked: Sequence[Asked], at: datetime, actor: str = CUSTOMER) -> list[int]:
    """Consent given: durable, and in force, when this returns. Returns the records' ids."""
    with durable():
        ids = record_consents(subject, asked, ConsentState.GIVEN, at, actor)
    lift_withdrawals(subject, asked)
    return ids


def refuse(subject: int, asked: Sequence[Asked], at: datetime, actor: str = CUSTOMER) -> list[int]:
    """A no, remembered, so that nobody asks again; a no to what was given takes it back. Returns the ids."""
    with durable():
        return record_consents(subject, asked, ConsentState.REFUSED, at, actor)


def lift_withdrawals(subject: int, asked: Sequence[Asked]) -> None:
    """After a consent's record is on disk: earlier withdrawals of the very same no longer block it.

    What was withdrawn since that record is not lifted: the data says so by now.
    """
    withdrawn = keyring().withdrawals_of(subject) & {one.key for one in asked}
    if not withdrawn:
        return
    with durable():
        alone_with(subject)
        states = states_of(subject)
        for key in withdrawn:
            if states.get(key) is ConsentState.GIVEN:
                keyring().lift_withdrawal(subject, key)


def withdraw(subject: int, asked: Sequence[Asked], at: datetime, actor: str = CUSTOMER) -> list[int]:
    """Consent withdrawn: when this returns, nothing that rests on it opens any more. Returns the records' ids.

    Key store first, data second. A crash in between leaves it withdrawn; consent_ends.py completes it.
    """
    with suppress(Unavailable):  # data that does not answer now is no reason to go on opening
        _steps(subject, asked, ConsentState.WITHDRAWN)
    # At once, also while the data database is busy; and a second time below if a yes on its way lifted it.
    for one in asked:
        keyring().withdraw(subject, one.key, at)
    with durable():
        return record_consents(subject, asked, ConsentState.WITHDRAWN, at, actor)


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest record of one consent: its state, and the version it stands under."""

    state: ConsentState
    policy_id: int


def states_of(subject: int) -> dict[ConsentKey, ConsentState]:
    """(purpose, channel, recipient) → newest state of one subject."""
    return {key: newest.state for key, newest in _newest(subject).items()}


def _newest(subject: int) -> Mapping[ConsentKey, Newest]:
    found = rows(
        "SELECT purpose, channel, recipient, state, policy_id FROM records_consentnow WHERE subject_id = %s",
        (subject,),
    )
    return {
        (purpose, channel, recipient): Newest(ConsentState(state), policy_id)
        for purpose, channel, recipient, state, policy_id in found
    }


def _shut(subject: int, keys: Sequence[ConsentKey], at: datetime) -> None:
    """Make sure that the key store knows of these withdrawals, before the data does."""
    if keys:
        for key in set(keys) - keyring().withdrawals_of(subject):
            keyring().withdraw(subject, key, at)


def asked_again(record: ConsentRecord) -> Asked:
    """What a stored record was about, to write the next one about the same."""
    wording = record.wording
    return Asked(
        record.purpose,
        Channel(record.channel),
        wording.text,
        wording.language,
        Method(record.method),
        record.recipient,
        Indicated(record.said_by),
    )


def _use(actor: str, subject: int, said: Step, at: datetime) -> Use:
    asked, policy = said.asked, said.version.policy
    clause = policy.purposes[asked.purpose].clause
    return Use(
        *(at, actor, f"consent.{said.becomes}", asked.purpose),
        *(clause, policy.hash, Outcome.ALLOWED, (subject,)),
        recipient=asked.recipient,
        channel=asked.channel.value,
    )


def _write(subject: int, said: Step, at: datetime) -> int:
    asked = said.asked
    wording_hash = hashlib.sha256(asked.wording.encode()).hexdigest()
    words = {"language": asked.language, "text": asked.wording}
    ConsentWording.objects.get_or_create(hash=wording_hash, defaults=words)
    record = ConsentRecord.objects.create(
        subject_id=subject,
        purpose=asked.purpose,
        channel=asked.channel.value,
        recipient=asked.recipient,
        state=said.becomes.value,
        policy_id=said.version.id,
        wording_id=wording_hash,
        method=asked.method.value,
        said_by=asked.by.value,
        at=at,
        valid_until=asked.valid_until,
        evidence=asked.evidence,
    )
    until = None if asked.valid_until is None else moment(asked.valid_until)
    run(_NOW, (subject, *asked.key, said.becomes.value, said.version.id, record.id, until))
    if event := _TOLD.get(said.becomes):
        happened(event, at, subject=subject, record=record.id)
    return int(record.id)


_TOLD = {ConsentState.GIVEN: Event.CONSENT_GIVEN, ConsentState.WITHDRAWN: Event.CONSENT_WITHDRAWN}
_NOW = """
INSERT INTO records_consentnow (subject_id, purpose, channel, recipient, state, policy_id, record_id, valid_until)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (subject_id, purpose, channel, recipient) DO UPDATE SET
    state = excluded.state, policy_id = excluded.policy_id, record_id = excluded.record_id,
    valid_until = excluded.valid_until
"""
