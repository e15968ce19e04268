"""Who outside the shop may receive anything: the register that every disclosure asks first (III.1, III.3).

A recipient is off until an agreement stands with all that Decree 356/2025 art. 7.1 asks for and the signed document,
and off again the day after that agreement ends. Agreements and changes are only added, so the history stays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models, transaction

from giuloi.core import fields as data_map
from giuloi.core.crypto.primitives import siv_open, siv_seal
from giuloi.core.deadline import VIETNAM
from giuloi.core.terms import NotATerm, Relation
from giuloi.records.access.keyed import keyed
from giuloi.records.database import answering

# The seven contents of an agreement on handing personal data over (Decree 356/2025 art. 7.1), in its order.
TERMS = (
    "purpose",
    "people_and_data",
    "term_and_deletion",
    "legal_basis",
    "protection",
    "rights",
    "cooperation",
)
_LARGEST = 10 * 1024 * 1024  # bytes of a signed document: a scan of a contract, not an archive


class Recipient(models.Model):
    """One recipient. `purposes` is a blank-separated list, `fields` a mask; what is not in them is not handed over."""

    name = models.TextField(primary_key=True)
    relation = models.TextField()
    country = models.TextField()
    purposes = models.TextField()
    fields = models.BigIntegerField()
    paid = models.BooleanField(default=False)
    enabled = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        db_table = "records_recipient"


class RecipientAgreement(models.Model):
    """An agreement as it was signed; the newest one counts. `document` is sealed, `document_hash` its SHA-256."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="+")
    terms = models.JSONField()
    document = models.BinaryField()
    document_hash = models.BinaryField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "records_recipientagreement"


class RecipientChange(models.Model):
    """What was done: `added`, `agreed`, `enabled`, `disabled`. `actor`: a pseudonym, "" for the command line."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="+")
    change = models.TextField()
    at = models.DateTimeField()
    actor = models.TextField(default="")

    class Meta:
        db_table = "records_recipientchange"


class NotReady(Exception):
    """This recipient cannot be enabled; `lacking` says what is not there, in words of this file."""

    def __init__(self, *lacking: str) -> None:
        super().__init__(", ".join(lacking))
        self.lacking = lacking


@dataclass(frozen=True, slots=True)
class Registered:
    """A recipient as it stands today. `until` is the last day of its newest agreement, None without any."""

    name: str
    relation: Relation
    country: str
    purposes: tuple[str, ...]
    fields: int
    paid: bool
    enabled: bool
    until: date | None
    lacking: tuple[str, ...]

    @property
    def receives(self) -> bool:
        """Whether anything may go there today."""
        return self.enabled and not self.lacking


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement without its document; `document_hash` is the SHA-256 in hex."""

    terms: Mapping[str, str]
    document_hash: str
    valid_from: date
    valid_until: date
    recorded_at: datetime


@answering()
def add(
    name: str,
    relation: Relation,
    country: str,
    purposes: Iterable[str],
    mask: int,
    at: datetime,
    *,
    paid: bool = False,
    actor: str = "",
) -> None:
    """Write a recipient down, disabled. Raises NotATerm for one that is there, an authority, or an empty entry."""
    wanted = " ".join(sorted(set(purposes)))
    if relation is Relation.AUTHORITY:
        raise NotATerm("an authority has a file for each request (III.2), not a place among recipients")
    if not (name.strip() and wanted and mask) or mask & ~data_map.EVERY:
        raise NotATerm("a recipient has a name, a purpose and fields")
    if len(country) != 2 or not country.isascii() or not country.isupper():
        raise NotATerm(f"{country!r} is not a country: write two letters, like VN")
    if Recipient.objects.filter(name=name).exists():
        raise NotATerm(f"there is a recipient {name!r} already")
    with transaction.atomic():
        Recipient.objects.create(
            name=name,
            relation=relation.value,
            country=country,
            purposes=wanted,
            fields=mask,
            paid=paid,
            added_at=at,
        )
        _changed(name, "added", at, actor)


@answering()
def agree(
    name: str,
    terms: Mapping[str, str],
    document: bytes,
    valid_from: date,
    valid_until: date,
    at: datetime,
    actor: str = "",
) -> str:
    """Record a signed agreement; returns the document's SHA-256 in hex. It enables nothing by itself.

    Raises NotATerm for no such recipient, a content that is none of the seven, a document that is empty or over
    10 MiB, or an end before its beginning.
    """
    _the(name)
    if unknown := set(terms) - set(TERMS):
        raise NotATerm(f"no content of an agreement: {', '.join(sorted(unknown))}")
    if not 0 < len(document) <= _LARGEST:
        raise NotATerm("the signed document is empty or larger than 10 MiB")
    if valid_until < valid_from:
        raise NotATerm("an agreement does not end before it begins")
    digest = hashlib.sha256(document).digest()
    with transaction.atomic():
        RecipientAgreement.objects.create(
            recipient_id=name,
            terms={term: said.strip() for term, said in terms.items()},
            document=siv_seal(_document_key(), document, digest),
            document_hash=digest,
            valid_from=valid_from,
            valid_until=valid_until,
            recorded_at=at,
        )
        _changed(name, "agreed", at, actor)
    return digest.hex()


@answering()
def enable(name: str, at: datetime, actor: str = "") -> None:
    """Let it receive. Raises NotATerm for no such recipient, NotReady while its agreement lacks anything."""
    lacking = _lacking(_newest(_the(name).name), at)
    if lacking:
        raise NotReady(*lacking)
    _switch(name, True, at, actor)


@answering()
def disable(name: str, at: datetime, actor: str = "") -> None:
    """Nothing goes there from now on. Raises NotATerm for no such recipient."""
    _switch(_the(name).name, False, at, actor)


@answering()
def registered(at: datetime) -> list[Registered]:
    """Every recipient, by name."""
    return [_seen(one, at) for one in Recipient.objects.order_by("name")]


@answering()
def find(name: str, at: datetime) -> Registered | None:
    """The recipient of that name, None if nobody wrote one down."""
    found = Recipient.objects.filter(name=name).first()
    return None if found is None else _seen(found, at)


@answering()
def history(name: str) -> list[tuple[str, datetime]]:
    """(change, when), the oldest first."""
    return list(RecipientChange.objects.filter(recipient=name).order_by("id").values_list("change", "at"))


@answering()
def changes(name: str) -> list[tuple[str, datetime, str]]:
    """(change, when, who: a pseudonym or ""), the newest first."""
    found = RecipientChange.objects.filter(recipient=name).order_by("-id")
    return list(found.values_list("change", "at", "actor"))


@answering()
def agreements(name: str) -> list[Agreed]:
    """Every agreement, the newest, which counts, first. No document is opened."""
    return [
        Agreed(
            dict(one.terms), bytes(one.document_hash).hex(), one.valid_from, one.valid_until, one.recorded_at
        )
        for one in RecipientAgreement.objects.filter(recipient=name).order_by("-id").defer("document")
    ]


@answering()
def signed_document(name: str) -> bytes | None:
    """The newest signed document as it was handed in, for the operator alone. Raises Undecryptable if altered."""
    newest = _newest(name)
    if newest is None:
        return None
    return siv_open(_document_key(), bytes(newest.document), bytes(newest.document_hash))


def may_receive(name: str, relation: Relation, purpose: str, mask: int, at: datetime) -> bool:
    """Whether these fields may go there for this purpose today: enabled, agreed, and what it was registered for."""
    found = find(name, at)
    return (
        found is not None
        and found.receives
        and found.relation is relation
        and purpose in found.purposes
        and not mask & ~found.fields
    )


def is_paid(name: str) -> bool:
    """Whether money is paid for what goes there: then each hand-over needs a consent of its own (art. 7.3)."""
    return Recipient.objects.filter(name=name, paid=True).exists()


def _the(name: str) -> Recipient:
    found = Recipient.objects.filter(name=name).first()
    if found is None:
        raise NotATerm(f"no recipient {name!r}: see `giuloi recipient list`")
    return found


def _seen(one: Recipient, at: datetime) -> Registered:
    newest = _newest(one.name)
    return Registered(
        *(one.name, Relation(one.relation), one.country, tuple(one.purposes.split()), one.fields, one.paid),
        enabled=one.enabled,
        until=None if newest is None else newest.valid_until,
        lacking=_lacking(newest, at),
    )


def _newest(name: str) -> RecipientAgreement | None:
    return RecipientAgreement.objects.filter(recipient=name).order_by("-id").first()


def _lacking(agreement: RecipientAgreement | None, at: datetime) -> tuple[str, ...]:
    """Words of TERMS, `agreement`, `not_yet_valid`, `expired`; () when nothing is. Days are those of Viet Nam."""
    if agreement is None:
        return ("agreement",)
    today = at.astimezone(VIETNAM).date()
    missing = [term for term in TERMS if not agreement.terms.get(term)]
    if today < agreement.valid_from:
        missing.append("not_yet_valid")
    if today > agreement.valid_until:
        missing.append("expired")
    return tuple(missing)


def _switch(name: str, on: bool, at: datetime, actor: str) -> None:
    with transaction.atomic():
        if Recipient.objects.filter(name=name).exclude(enabled=on).update(enabled=on):
            _changed(name, "enabled" if on else "disabled", at, actor)


def _changed(name: str, change: str, at: datetime, actor: str) -> None:
    RecipientChange.objects.create(recipient_id=name, change=change, at=at, actor=actor)


def _document_key() -> bytes:
    # Of the key store, so that a copy of the database opens no contract. SIV: the tag is bound to the digest.
    return keyed("recipient document", "mac") + keyed("recipient document", "text")
