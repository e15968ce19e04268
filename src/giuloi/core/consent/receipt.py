"""The receipt a person gets for each step of consent: ISO/IEC TS 27560 as JSON-LD, signed over RFC 8785.

The terms are those of the W3C Data Privacy Vocabulary 2.3 and its guide to 27560; all prefixes stand in the
document itself, so that reading one needs no network. `giuloi:` marks what neither standard has a word for.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from giuloi.core.canonical import canonical
from giuloi.core.consent.policy_terms import PolicyTerms, PurposeTerms, RetentionTerms
from giuloi.core.consent.record import ConsentRecord, Indicated
from giuloi.core.fields import FIELD, names_in
from giuloi.core.terms import BadEvidence, ConsentState, Duration, NotATerm, Unit

CONTEXT: Mapping[str, str] = MappingProxyType(
    {
        "dct": "http://purl.org/dc/terms/",
        "dpv": "https://w3id.org/dpv#",
        "dpv-27560": "https://w3id.org/dpv/schema/dpv-27560#",
        "giuloi": "urn:giuloi:v1:",
        "loc": "https://w3id.org/dpv/loc#",
        "pd": "https://w3id.org/dpv/pd#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    }
)
PROOF = "giuloi:proof"
SUITE = "Ed25519 over RFC 8785"

_STATUS = {
    ConsentState.REQUESTED: "dpv:ConsentRequested",
    ConsentState.GIVEN: "dpv:ConsentGiven",
    ConsentState.REFUSED: "dpv:ConsentRefused",
    ConsentState.WITHDRAWN: "dpv:ConsentWithdrawn",
    ConsentState.EXPIRED: "dpv:ConsentExpired",
}
_BY = {Indicated.SUBJECT: "dpv:DataSubject", Indicated.REPRESENTATIVE: "dpv:Representative"}
_PII_TYPE = {
    "name": "pd:Name",
    "phone": "pd:TelephoneNumber",
    "email": "pd:EmailAddress",
    "address": "pd:PhysicalAddress",
    "birth_year": "pd:Age",
    "zalo": "pd:SocialMedia",
    "messenger": "pd:SocialMedia",
    "purchases": "pd:Purchase",
    "delivery_name": "pd:Name",
    "delivery_phone": "pd:TelephoneNumber",
    "delivery_address": "pd:PhysicalAddress",
    "order_note": "pd:Communication",
    "care_note": "pd:Communication",
    "invoice": "pd:Transactional",
}
# The rights of Law 91/2025 art. 4, in the words of the portal.
_RIGHTS = ("access", "copy", "rectify", "erase", "restrict", "object", "withdraw", "complain")


@dataclass(frozen=True, slots=True)
class Controller:
    """Who answers for the processing, as the policy's front matter names them.

    `withdraw_at` is where consent is taken back and rights are exercised; `authority` whom to complain to;
    `country` (ISO 3166-1) where the data is stored and processed and whose law governs.
    """

    id: str
    name: str
    address: str
    contact: str
    withdraw_at: str
    authority: str = "Cơ quan chuyên trách bảo vệ dữ liệu cá nhân, Bộ Công an"
    country: str = "VN"


def build_receipt(record: ConsentRecord, policy: PolicyTerms, controller: Controller) -> dict[str, Any]:
    """The unsigned receipt for one record: plain JSON values, ids as text (they exceed 2^53).

    Raises BadEvidence when `policy` is not the version the record names, NotATerm when it lacks the purpose.
    """
    if policy.hash != record.policy:
        raise BadEvidence("the receipt would cite another policy than the one the person was shown")
    if record.purpose not in policy.purposes:
        raise NotATerm(f"{record.purpose!r} is not a purpose of this policy")
    return {
        "@context": dict(CONTEXT),
        "@id": f"urn:giuloi:receipt:{record.id}",
        "@type": "dpv:ConsentReceipt",
        "dct:conformsTo": "dpv-27560:receipt",
        "dct:identifier": str(record.id),
        "dct:created": moment(record.at),
        "dct:language": record.language,
        "dpv:hasRecordOfActivity": {
            "@type": "dpv:ConsentRecord",
            "dct:conformsTo": "dpv-27560:record",
            "dct:identifier": str(record.id),
            "dpv:hasDataSubject": {"@type": "dpv:DataSubject", "dpv:hasIdentifier": str(record.subject)},
            "dpv:hasJurisdiction": f"loc:{controller.country}",
            "dpv:hasNotice": _notice(record, policy.purposes[record.purpose]),
            "dpv:hasProcess": _process(record, policy, controller),
            "dpv:hasConsentStatus": _event(record),
            "dpv:hasConsentControl": {
                "@type": "dpv:WithdrawConsent",
                "dpv:isExercisedAt": controller.withdraw_at,
            },
            "dpv:hasRight": [
                {
                    "@type": "dpv:DataSubjectRight",
                    "dct:title": right,
                    "dpv:isExercisedAt": controller.withdraw_at,
                }
                for right in _RIGHTS
            ],
            "dpv:hasAuthority": {"@type": "dpv:DataProtectionAuthority", "dpv:hasName": controller.authority},
            "dpv:hasEntity": {
                "@id": controller.id,
                "@type": "dpv:DataController",
                "dpv:hasIdentifier": controller.id,
                "dpv:hasName": controller.name,
                "dpv:hasAddress": controller.address,
                "dpv:hasContact": controller.contact,
            },
        },
    }


def _notice(record: ConsentRecord, purpose: PurposeTerms) -> dict[str, Any]:
    """What the person read: the wording itself, its digest, and where the policy says it."""
    return {
        "@type": "dpv:ConsentNotice",
        "dct:language": record.language,
        "giuloi:wording": record.wording,
        "giuloi:wordingSha256": _sha256(record.wording),
        "giuloi:policy": record.policy,
        "giuloi:clause": purpose.clause,
    }


def _process(record: ConsentRecord, policy: PolicyTerms, controller: Controller) -> dict[str, Any]:
    """The processing that the consent is about, and nothing beyond it."""
    purpose = policy.purposes[record.purpose]
    return {
        "@type": "dpv:Process",
        "dpv:hasPurpose": {"@type": _purpose_types(purpose), "dct:title": record.purpose},
        "dpv:hasProcessing": ["dpv:Use", "dpv:Store", *(["dpv:Disclose"] if record.recipient else [])],
        "dpv:hasDataSource": "dpv:DataSubjectDataSource",
        "dpv:hasLegalBasis": "dpv:ExplicitlyExpressedConsent",
        "dpv:hasPersonalData": [_personal_data(name) for name in names_in(purpose.fields)],
        "dpv:hasDataController": controller.id,
        "dpv:hasRecipient": [{"@type": "dpv:ThirdParty", "dpv:hasName": record.recipient}]
        if record.recipient
        else [],
        "dpv:hasLocation": f"loc:{controller.country}",
        "dpv:hasStorageCondition": [
            {"@type": "dpv:StorageLocation", "dpv:hasLocation": f"loc:{controller.country}"},
            *_retentions(record.purpose, purpose.fields, policy.retentions),
        ],
        "giuloi:channel": record.channel.value,
    }


def _purpose_types(purpose: PurposeTerms) -> list[str]:
    """The purpose in DPV's words; a policy may leave the prefix out."""
    return ["dpv:Purpose", *(term if ":" in term else f"dpv:{term}" for term in purpose.dpv)]


def _personal_data(name: str) -> dict[str, Any]:
    """One kind of data, marked when the law calls it sensitive."""
    kind = "dpv:SensitivePersonalData" if FIELD[name].sensitive else "dpv:PersonalData"
    return {"@type": [kind, *filter(None, [_PII_TYPE.get(name)])], "dct:title": name}


def _retentions(purpose: str, fields: int, retentions: tuple[RetentionTerms, ...]) -> list[dict[str, Any]]:
    """How long the data is used and then stored; without a rule, until the consent is taken back."""
    found = [
        {
            "@type": "dpv:StorageDuration",
            "dpv:hasPersonalData": list(names_in(rule.fields & fields)),
            "dpv:hasDuration": _duration(rule.use),
            "giuloi:storedFor": _duration(rule.store or rule.use),
            "giuloi:countedFrom": rule.start,
            "giuloi:clause": rule.clause,
        }
        for rule in retentions
        if rule.fields & fields and (not rule.purposes or purpose in rule.purposes)
    ]
    until = {"@type": "dpv:UntilEventDuration", "rdf:value": "consent withdrawn"}
    return found or [{"@type": "dpv:StorageDuration", "dpv:hasDuration": until}]


_ISO_8601 = {Unit.HOURS: "PT{}H", Unit.DAYS: "P{}D", Unit.MONTHS: "P{}M", Unit.YEARS: "P{}Y"}


def _duration(span: Duration) -> dict[str, str]:
    """ISO 8601 where it has the unit; working days stay in our own words rather than become calendar days."""
    value = _ISO_8601[span.unit].format(span.value) if span.unit in _ISO_8601 else str(span)
    return {"@type": "dpv:TemporalDuration", "rdf:value": value}


def _event(record: ConsentRecord) -> dict[str, Any]:
    """Who said what, when, how, and until when it holds."""
    until = record.valid_until
    event = {"@type": "dpv:UntilEventDuration", "rdf:value": "consent withdrawn"}
    return {
        "@type": _STATUS[record.state],
        "dpv:isIndicatedBy": _BY[record.by],
        "dpv:isIndicatedAtTime": moment(record.at),
        "dpv:hasIndicationMethod": record.method.value,
        "dpv:hasDuration": {"@type": "dpv:UntilTimeDuration", "rdf:value": moment(until)} if until else event,
    }


def moment(at: datetime) -> str:
    """A time as receipts write it: UTC, to the second, ending in Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def sign_receipt(
    receipt: Mapping[str, Any], sign: Callable[[bytes], bytes], public_key: bytes, introduction: str = ""
) -> dict[str, Any]:
    """The receipt with its proof. `sign` gives the 64-byte Ed25519 signature of the bytes it is handed.

    `introduction` is a note in which a key that people know says that `public_key` signs receipts: with it
    the holder needs nothing else from the shop. It is signed by itself, and so no part of what is signed here.

    What is signed is the canonical form of the receipt without its proof: another language needs RFC 8785,
    Ed25519 and nothing else. Raises BadEvidence for a receipt that is signed already or has no such form.
    """
    if PROOF in receipt:
        raise BadEvidence("this receipt is signed already")
    signature = sign(canonical(dict(receipt)))
    proof = {"@type": SUITE, "publicKey": _text(public_key), "signature": _text(signature)}
    return {**receipt, PROOF: {**proof, "introduction": introduction} if introduction else proof}


def verify_receipt(
    signed: Mapping[str, Any], verify: Callable[[bytes, bytes, bytes], bool], public_key: bytes
) -> None:
    """Raises BadEvidence unless the receipt is whole and signed by this very key.

    `verify(public_key, message, signature)` says whether an Ed25519 signature holds. The key is the one the
    reader trusts: the one inside the receipt only says which it was, and must be the same.
    """
    body = {name: value for name, value in signed.items() if name != PROOF}
    proof = signed.get(PROOF)
    if (
        not isinstance(proof, Mapping)
        or set(proof) - {"introduction"} != {"@type", "publicKey", "signature"}
        or proof["@type"] != SUITE
    ):
        raise BadEvidence("the receipt has no proof that can be checked")
    if _bytes(proof["publicKey"]) != public_key:
        raise BadEvidence("the receipt is signed with another key")
    if not verify(public_key, canonical(body), _bytes(proof["signature"])):
        raise BadEvidence("the receipt was altered, or its signature is not genuine")
    _check_wording(body)


def _check_wording(body: Mapping[str, Any]) -> None:
    """The digest is what a shorter list of receipts would carry: it has to be that of the words shown."""
    match body:
        case {
            "dpv:hasRecordOfActivity": {
                "dpv:hasNotice": {"giuloi:wording": str(words), "giuloi:wordingSha256": digest}
            }
        }:
            if _sha256(words) == digest:
                return
    raise BadEvidence("the wording in the receipt and its digest do not belong together")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(text: Any) -> bytes:
    """What a base64 text holds; raises BadEvidence unless it is the one way to write it."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (TypeError, ValueError, binascii.Error):
        raw = b""
    if not raw or _text(raw) != text:
        raise BadEvidence("a key or signature in the receipt is not base64")
    return raw
