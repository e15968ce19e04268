"""A shop with one purpose, and the key it signs its receipts with."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from giuloi.core.consent.receipt import Controller
from giuloi.core.fields import mask_of
from giuloi.core.policy.clauses import Policy, PurposeRule, Retention, frozen
from giuloi.core.terms import Channel, ClauseRef, Duration, LegalBasis, PolicyHash, Standing

SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = SIGNER.public_key().public_bytes_raw()

CONTROLLER = Controller(
    id="0312345678",
    name="Cửa hàng Giữ Lời",
    address="12 Lê Lợi, Huế",
    contact="hotro@example.vn",
    withdraw_at="https://example.vn/quyen",
)
PROMOTION = PurposeRule(
    name="promotion",
    clause=ClauseRef("I.3"),
    basis=frozen({Standing.MEMBER: LegalBasis.CONSENT}),
    fields=mask_of(["name", "email"]),
    channels=frozenset({Channel.EMAIL}),
    roles=frozenset({"marketing"}),
    needs=None,
    dpv=("DirectMarketing",),
    topic=True,
)
CONTACT = Retention(
    name="contact",
    clause=ClauseRef("IV.1"),
    fields=mask_of(["name", "email", "address"]),
    purposes=frozenset({"promotion"}),
    use=Duration.parse("90d"),
    store=Duration.parse("3y"),
    start="consent_withdrawn",
    cite="",
)
POLICY = Policy(
    hash=PolicyHash("ab" * 32),
    shop=frozen({}),
    language="vi",
    law=("vn",),
    as_of="2026-11-22",
    clauses=frozen({}),
    purposes=frozen({"promotion": PROMOTION}),
    categories=frozen({}),
    roles=frozen({}),
    permits=(),
    prohibitions=(),
    clocks=(),
    retentions=(CONTACT,),
    contacts=(),
    registration=None,
    requirements=(),
    reports=(),
    otherwise=ClauseRef("IV.9"),
    kept=(),
    translations=frozen({}),
)


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Ed25519 as the verifier of a receipt needs it."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
