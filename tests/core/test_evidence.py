"""Every kind of evidence is recognised, holds with the log's key alone, and falls with one changed word."""

from __future__ import annotations

import json
from typing import Any

import pytest

from giuloi.core.consent.receipt import PROOF, build_receipt, sign_receipt
from giuloi.core.evidence import Kind, judge, kind_of
from giuloi.core.ledger.findings import Code
from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.proof import LogProof
from giuloi.core.ledger.receipt import introduce, receipt_name
from giuloi.core.ledger.signed_report import sign_report
from giuloi.core.signing import public_key, sign
from tests.core.consent.shop import CONTROLLER, POLICY
from tests.core.consent.test_record import AN
from tests.core.ledger.history import ORIGIN, Shop
from tests.core.ledger.tampering import BUNDLE, OTHER, SHOP

PUBLIC = public_key(SHOP.receipt_seed)
RECEIPT = sign_receipt(
    build_receipt(AN, POLICY, CONTROLLER),
    lambda message: sign(SHOP.receipt_seed, message),
    PUBLIC,
    SHOP.receipt_key.decode(),
)


def _receipt(**proof: Any) -> bytes:
    """The receipt, with something else in its proof."""
    return json.dumps({**RECEIPT, PROOF: {**RECEIPT[PROOF], **proof}}).encode()


def _proof(leaf: bytes | None) -> bytes:
    size = len(SHOP.log.leaves)
    return LogProof(3, tuple(SHOP.log.inclusion(3, size)), SHOP.sign(), leaf).encode()


PROVEN = _proof(SHOP.log.leaves[3])

REPORT = sign_report(
    {"clauses": []}, policy="0" * 64, made="2026-11-23T00:00:00Z", origin=ORIGIN, seed=SHOP.log_seed
)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (BUNDLE, Kind.BUNDLE),
        (_receipt(), Kind.CONSENT_RECEIPT),
        (PROVEN, Kind.LOG_PROOF),
        (REPORT, Kind.REPORT),
    ],
    ids=[kind.value for kind in Kind],
)
def test_each_kind_is_recognised_and_holds(data: bytes, kind: Kind) -> None:
    """With the log's key and nothing else."""
    assert kind_of(data) is kind
    assert judge(data, SHOP.trusted).findings == ()


@pytest.mark.parametrize("data", [b"", b"[]", b"7", b"hello", b"\xff", b"{}", b"[" * 100_000])
def test_anything_else_is_judged_as_a_bundle_and_is_none(data: bytes) -> None:
    """Whatever it is, no exception."""
    assert not judge(data, SHOP.trusted).ok


def _introduced_by(shop: Shop) -> str:
    key = VerifierKey.of(receipt_name(ORIGIN), OTHER.receipt_seed)
    return introduce(ORIGIN, key, shop.log_seed).decode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_receipt().replace(b'"dct:language": "vi"', b'"dct:language": "en"'), Code.BAD_CONSENT_RECEIPT),
        (_receipt(introduction=7), Code.BAD_CONSENT_RECEIPT),
        (_receipt(introduction="\ud800"), Code.BAD_CONSENT_RECEIPT),
        (_receipt(introduction="hello"), Code.BAD_CONSENT_RECEIPT),
        (_receipt(introduction=_introduced_by(OTHER)), Code.UNKNOWN_KEY),
        (_receipt(introduction=_introduced_by(SHOP)), Code.BAD_CONSENT_RECEIPT),
        (_receipt().replace(b'"vi"', b"[" * 900 + b"]" * 900), Code.BAD_CONSENT_RECEIPT),
        (_receipt(publicKey="AAAA"), Code.BAD_CONSENT_RECEIPT),
        (_proof(None), Code.BAD_LOG_PROOF),
        (_proof(b"{}"), Code.BAD_LOG_PROOF),
        (_proof(SHOP.log.leaves[4]), Code.BAD_LOG_PROOF),
        (PROVEN[:-20], Code.BAD_LOG_PROOF),
    ],
    ids=[
        "a receipt with a word changed",
        "an introduction that is a number",
        "an introduction that is half a letter",
        "an introduction that is no note",
        "a key introduced by somebody else",
        "another key, well introduced",
        "a receipt of a thousand floors",
        "another key stated",
        "a proof without its leaf",
        "a leaf that is none",
        "another leaf",
        "a proof cut short",
    ],
)
def test_what_does_not_hold_is_named(data: bytes, code: Code) -> None:
    """One finding, the code that fits."""
    assert [finding.code for finding in judge(data, SHOP.trusted).findings] == [code]


@pytest.mark.parametrize("data", [_receipt(), PROVEN], ids=["receipt", "proof"])
def test_without_the_logs_key_or_with_another_nothing_holds(data: bytes) -> None:
    """They do not bring a key of their own."""
    for trusted in (None, OTHER.trusted):
        assert [finding.code for finding in judge(data, trusted).findings] == [Code.UNKNOWN_KEY]
