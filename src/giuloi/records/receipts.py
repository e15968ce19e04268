"""The signed receipt of one consent record (ISO/IEC TS 27560), made anew from the record whenever it is asked for."""

from __future__ import annotations

from typing import Any

from giuloi.core.consent.receipt import Controller, build_receipt, sign_receipt
from giuloi.core.consent.record import ConsentRecord as Record
from giuloi.core.consent.record import Indicated, Method
from giuloi.core.policy.clauses import Policy
from giuloi.core.signing import public_key, sign
from giuloi.core.terms import Channel, ConsentState
from giuloi.records.consents import ConsentRecord
from giuloi.records.keyring import keyring
from giuloi.records.keyring.signing_keys import RECEIPT
from giuloi.records.published import by_id


def receipt_for(record_id: int) -> dict[str, Any]:
    """The receipt of one record: plain JSON values. Always the same bytes for the same record.

    Signed with the receipts' key. Its introduction by the log's key is in the proof, so whoever holds the receipt
    and the log's public key verifies it anywhere: `giuloi verify receipt.json --key KEY`.
    """
    row = ConsentRecord.objects.select_related("wording").get(id=record_id)
    policy = by_id(row.policy_id).policy
    introduction, seed = keyring().read_named(RECEIPT)
    receipt = build_receipt(_record(row, policy), policy, controller_of(policy))
    return sign_receipt(receipt, lambda message: sign(seed, message), public_key(seed), introduction.decode())


def receipt_key() -> bytes:
    """The public key (Ed25519, 32 bytes) that receipts are verified with."""
    return public_key(keyring().read_named(RECEIPT)[1])


def controller_of(policy: Policy) -> Controller:
    """Who answers for the processing, as the policy's front matter names them."""
    shop = {name: str(value) for name, value in policy.shop.items()}
    return Controller(
        id=shop.get("business_registration", ""),
        name=shop.get("shop", ""),
        address=shop.get("address", ""),
        contact=shop.get("contact", ""),
        withdraw_at=shop.get("contact", ""),
    )


def _record(row: ConsentRecord, policy: Policy) -> Record:
    return Record(
        id=row.id,
        subject=row.subject_id,
        purpose=row.purpose,
        channel=Channel(row.channel),
        recipient=row.recipient,
        state=ConsentState(row.state),
        wording=row.wording.text,
        language=row.wording.language,
        method=Method(row.method),
        at=row.at,
        policy=policy.hash,
        valid_until=row.valid_until,
        by=Indicated(row.said_by),
    )
