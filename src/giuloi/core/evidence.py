"""Any file of evidence, judged by what it is: a bundle, a consent receipt, a leaf's proof, a conformance report."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from giuloi.core.consent.receipt import PROOF, verify_receipt
from giuloi.core.ledger.bundle_file import read_json
from giuloi.core.ledger.entry import decode
from giuloi.core.ledger.findings import Code, Finding
from giuloi.core.ledger.merkle import leaf_hash
from giuloi.core.ledger.note import BadSignature, UnknownKey
from giuloi.core.ledger.proof import HEADER, read_proof, verify_proof
from giuloi.core.ledger.receipt import introduced
from giuloi.core.ledger.signed_report import FORMAT, LARGEST_REPORT, open_report
from giuloi.core.ledger.verify import Trusted, Verdict, verify_bundle
from giuloi.core.signing import verified
from giuloi.core.terms import BadEvidence

LARGEST_RECEIPT = 1_000_000  # bytes


class Kind(StrEnum):
    """What a file of evidence is. Whatever is none of the others is judged as a bundle."""

    BUNDLE = "bundle"
    CONSENT_RECEIPT = "consent receipt"
    LOG_PROOF = "log proof"
    REPORT = "conformance report"


def kind_of(data: bytes) -> Kind:
    """What a file says it is; nothing in it is verified."""
    if data.startswith(HEADER.encode() + b"\n"):
        return Kind.LOG_PROOF
    if len(data) > LARGEST_REPORT:
        return Kind.BUNDLE
    try:
        said = read_json(data)
        if said.get("format") == FORMAT:
            return Kind.REPORT
        receipt = len(data) <= LARGEST_RECEIPT and said.get("@type") == "dpv:ConsentReceipt"
    except (BadEvidence, AttributeError, RecursionError):  # no JSON, or no object
        receipt = False
    return Kind.CONSENT_RECEIPT if receipt else Kind.BUNDLE


def judge(data: bytes, trusted: Trusted | None = None, before: bytes | None = None) -> Verdict:
    """Judge any bytes; never raises. A receipt and a proof do not hold the log's key: without it they fail."""
    kind = kind_of(data)
    if kind is Kind.BUNDLE:
        return verify_bundle(data, trusted, before)
    judged = {Kind.CONSENT_RECEIPT: _receipt, Kind.REPORT: _report}.get(kind, _proof)
    try:
        if trusted is None or not trusted.log_keys:
            raise UnknownKey("the log's key is needed")
        return judged(data, trusted)
    except UnknownKey:
        return Verdict((Finding(Code.UNKNOWN_KEY, kind),))
    except BadSignature:
        return Verdict((Finding(Code.BAD_SIGNATURE, kind),))
    except RecursionError:
        return Verdict((Finding(Code.TOO_LARGE, "nesting"),))
    except BadEvidence as why:
        code = _CODES.get(kind, Code.BAD_LOG_PROOF)
        return Verdict((Finding(code, str(why)),))


def _receipt(data: bytes, trusted: Trusted) -> Verdict:
    """A consent receipt: signed by the receipts' key, which the log's key introduces in the receipt itself."""
    signed: dict[str, Any] = read_json(data)
    proof = signed.get(PROOF)
    introduction = proof.get("introduction") if isinstance(proof, Mapping) else None
    if not isinstance(introduction, str):
        raise BadEvidence("the receipt does not introduce its key: ask the shop to make it again")
    key = introduced(introduction.encode("utf-8", "replace"), trusted.log_keys[0].name, trusted.log_keys)
    verify_receipt(signed, verified, key.public)
    return Verdict(())


def _report(data: bytes, trusted: Trusted) -> Verdict:
    """A conformance report, signed by the log's key itself, for that log."""
    report = open_report(data, trusted.log_keys)
    if report.origin != trusted.log_keys[0].name:
        raise BadEvidence(f"a report of {report.origin!r}, not of {trusted.log_keys[0].name!r}")
    return Verdict(())


def _proof(data: bytes, trusted: Trusted) -> Verdict:
    """One leaf in the log. The leaf comes in the proof's extra data, which the inclusion proof then vouches for."""
    leaf = read_proof(data).extra
    if leaf is None:
        raise BadEvidence("the proof does not hold its leaf")
    entry = decode(leaf)
    head = verify_proof(data, leaf_hash(leaf), trusted.log_keys[0].name, trusted.log_keys)
    return Verdict((), head, (entry,))


_CODES = {Kind.CONSENT_RECEIPT: Code.BAD_CONSENT_RECEIPT, Kind.REPORT: Code.BAD_REPORT}
