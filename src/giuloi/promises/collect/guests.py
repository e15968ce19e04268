"""Guests: people bound to an order by contract and nothing else (IV.4), also accounts of a shop platform.

Two records are one person only if the platform itself says so, by one id, or if an identifier was verified.
An equal phone number or e-mail address that nobody verified is written down as a possible match, as two ids,
and is never merged: families share a phone, and a typing slip must not show one customer another's orders.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from enum import StrEnum

from django.db import models

from giuloi.core.fields import FIELD, mask_of
from giuloi.core.identifiers import Kind, norm_v1
from giuloi.core.terms import NotAnIdentifier, Standing, SubjectState
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.verification import no_longer
from giuloi.records import vault
from giuloi.records.database import durable, moment, run
from giuloi.records.freezing import set_states
from giuloi.records.keyring import keyring
from giuloi.records.keyring.indexes import Entry
from giuloi.records.published import current
from giuloi.records.subjects import new_subject, standing_of

_FOUND_BY: tuple[Kind, ...] = ("phone", "email")


class AccountState(StrEnum):
    """What the platform still has of an account."""

    LIVE = "live"
    ERASED = "erased_at_source"
    GONE = "gone_at_source"


class Account(models.Model):
    """An account of a shop platform, and whose it is. The index entry of its source id leads here.

    `said_at` is when the platform last said something about the person that we took over, `said` the mask of
    what it has said so far: older news may still fill a gap, never overwrite. Without a subject the account is
    only remembered so that old news of it is never taken in.
    """

    id = models.BigIntegerField(primary_key=True)
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+", null=True)
    bridge = models.TextField()
    said_at = models.DateTimeField(null=True)
    said = models.BigIntegerField(default=0)
    state = models.TextField(default="live")

    class Meta:
        db_table = "collect_account"


class PossibleMatch(models.Model):
    """Two subjects that gave the same phone number or e-mail address, which nobody verified."""

    id = models.BigAutoField(primary_key=True)
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    other = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    field = models.TextField()
    found_at = models.DateTimeField()

    class Meta:
        db_table = "collect_possiblematch"
        constraints = (
            models.UniqueConstraint(fields=["subject", "other", "field"], name="collect_match_once"),
        )


def welcome_guest(contact: Contact, at: datetime) -> int:
    """A new guest with what they gave for their order, in the caller's transaction; returns the subject."""
    subject = new_guest(at)
    keep_contact(subject, contact, at)
    return subject


def register_guest(contact: Contact, at: datetime, *, subject: int | None = None) -> int:
    """A new guest, durable on return; `subject` is an id that the caller drew before."""
    with durable():
        subject = new_subject(Standing.GUEST, current().id, at, subject=subject)
        keep_contact(subject, contact, at)
        return subject


def new_guest(at: datetime) -> int:
    """A guest of whom nothing is known yet, judged by the policy of today."""
    return new_subject(Standing.GUEST, current().id, at)


def keep_contact(subject: int, contact: Contact, at: datetime, besides: int = 0) -> int:
    """Seal what is said and not in the mask `besides`; returns the mask of what was sealed."""
    said = {name: text for name, text in said_by(contact).items() if not FIELD[name].mask & besides}
    if said:
        vault.seal(subject, said, at)
        no_longer(subject, said)
        _make_findable(subject, said, at)
    return mask_of(said)


def said_by(contact: Contact) -> Mapping[str, str]:
    """Field name → text of everything a contact says; what is empty was not said."""
    texts = {
        "name": contact.name,
        "phone": contact.phone,
        "email": contact.email,
        "address": contact.address,
    }
    return {name: text for name, text in texts.items() if text}


def freeze_guest(subject: int, at: datetime) -> bool:
    """Freeze a guest whose source erased them; False for a member, whose own data stays."""
    found = standing_of(subject)
    if found is None or found[0] is not Standing.GUEST:
        return False
    set_states(subject, SubjectState.FROZEN, at)
    return True


def _make_findable(subject: int, said: Mapping[str, str], at: datetime) -> None:
    """Index phone and e-mail, and note who else gave the same. What no normaliser accepts is only sealed."""
    normalised: dict[str, str] = {}
    for field in _FOUND_BY:
        with suppress(NotAnIdentifier):
            normalised[field] = norm_v1(field, said.get(field, ""))
    note_matches(subject, normalised, at)
    if normalised:
        keyring().index(
            [Entry(field, value, subject, subject) for field, value in normalised.items()], instead=True
        )


def note_matches(subject: int, normalised: Mapping[str, str], at: datetime) -> None:
    """Note who else gave one of these (field → normal form), as a pair of ids for each field.

    One pair is enough: whoever gave it before is paired with somebody already, so all of them hang together,
    and a guest who orders every week does not grow a pair with each former self.
    """
    for field, value in normalised.items():
        others = (other for other in keyring().find(field, value) if other != subject)
        # An index entry without a subject is left over from a crash: it is nobody.
        alive = next((other for other in others if standing_of(other) is not None), None)
        if alive is not None:
            _note_match(subject, alive, field, at)


def _note_match(subject: int, other: int, field: str, at: datetime) -> None:
    """Write the pair once, whichever of the two came first."""
    run(
        "INSERT INTO collect_possiblematch (subject_id, other_id, field, found_at) VALUES (%s, %s, %s, %s) "
        "ON CONFLICT (subject_id, other_id, field) DO NOTHING",
        (min(subject, other), max(subject, other), field, moment(at)),
    )
