"""Invented recipients with an agreement in force, so that a test about the gate is not stopped by the register."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from giuloi.core import fields
from giuloi.core.crypto.primitives import siv_seal
from giuloi.core.terms import Relation
from giuloi.records import recipients
from giuloi.records.published import current
from giuloi.records.recipients import Recipient, RecipientAgreement, RecipientChange

ALL_TERMS = dict.fromkeys(recipients.TERMS, "như hợp đồng")
DOCUMENT = b"%PDF-1.7 thoa thuan da ky"
FIRST, LAST = date(2020, 1, 1), date(2099, 12, 31)
# name → how it stands to the shop, as the tests' own ways out name them
BOUND = {
    "carrier": Relation.NEEDED_FOR_ORDER,
    "giao-hang-hat-vung": Relation.NEEDED_FOR_ORDER,
    "messenger_service": Relation.PROCESSOR,
    "tin-nhan-la-dua": Relation.PROCESSOR,
    "la-dua": Relation.PROCESSOR,
    "phuong-nam": Relation.UNRELATED,
    "quang-cao-x": Relation.UNRELATED,
    "x": Relation.UNRELATED,
}


def bind(name: str, relation: Relation, at: datetime, *, paid: bool = False) -> None:
    """Write down, agree, enable: for every field, and every purpose of the policy that is published."""
    purposes = current().policy.purposes
    recipients.add(name, relation, "VN", purposes, fields.EVERY, at, paid=paid)
    recipients.agree(name, ALL_TERMS, DOCUMENT, FIRST, LAST, at)
    recipients.enable(name, at)


def bind_all(at: datetime) -> None:
    """Everybody in BOUND, with three statements: nearly every test begins with it (test_agreements.py)."""
    document = siv_seal(recipients._document_key(), DOCUMENT, digest := sha256(DOCUMENT).digest())
    agreed = {"terms": ALL_TERMS, "document": document, "document_hash": digest, "recorded_at": at}
    stands = {
        "country": "VN",
        "purposes": " ".join(sorted(current().policy.purposes)),
        "fields": fields.EVERY,
    }
    with transaction.atomic():
        Recipient.objects.bulk_create(
            Recipient(name=name, relation=relation.value, enabled=True, added_at=at, **stands)
            for name, relation in BOUND.items()
        )
        RecipientAgreement.objects.bulk_create(
            RecipientAgreement(recipient_id=name, valid_from=FIRST, valid_until=LAST, **agreed)
            for name in BOUND
        )
        RecipientChange.objects.bulk_create(
            RecipientChange(recipient_id=name, change=change, at=at)
            for name in BOUND
            for change in ("added", "agreed", "enabled")
        )
