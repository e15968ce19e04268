"""Evidence: proofs, checkpoint, receipts, and the policy they speak of."""

from __future__ import annotations

import json
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import StringConstraints

from giuloi.core.bilingual import Words
from giuloi.core.gate.explain import wording
from giuloi.core.ledger.checkpoint import unverified_checkpoint
from giuloi.core.ledger.proof import LogProof
from giuloi.doors.api.allowed import RIGHTS, require
from giuloi.doors.api.described import answers
from giuloi.doors.api.problem import Problem, not_found, spoken
from giuloi.doors.api.said import Id
from giuloi.records.consent_history import said
from giuloi.records.places import places
from giuloi.records.published import current
from giuloi.records.receipts import receipt_for
from giuloi.records.uses.head import log_key
from giuloi.records.uses.pending import waits
from giuloi.records.uses.tiles import TileLog
from giuloi.records.uses.trail import leaf_of_use

router = Router(tags=["evidence"])

USE_DIGITS = 32  # a use's id in hex
Which = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{32}|0|[1-9][0-9]{0,17})$")]
_WAITS = Words("Lần dùng này đang chờ vào sổ: hãy hỏi lại.", "This use waits for its leaf: ask again.")


class ProofBody(Schema):
    """`proof` is the file (c2sp.org/tlog-proof@v1) with its checkpoint; `key` the log's public key, a vkey."""

    leaf: str
    origin: str
    key: str
    proof: str


class CheckpointBody(Schema):
    """The newest signed head (c2sp.org/tlog-checkpoint), byte for byte, and the log's public key."""

    key: str
    checkpoint: str


class ClauseBody(Schema):
    """One numbered sentence of the policy."""

    clause: str
    wording: str


class PolicyBody(Schema):
    """The policy in force."""

    hash: str
    version: str
    published_at: str
    clauses: list[ClauseBody]


@router.get("/proofs/{which}", response=answers(200, ProofBody))
def proof(request: HttpRequest, which: Which) -> dict[str, str]:
    """The proof that a use stands in the ledger: by the id that /reveal answered with, or by a leaf's number."""
    log = TileLog(places().ledger)
    signed = log.checkpoint()
    size = unverified_checkpoint(signed).size if signed else 0
    leaf = _leaf(which)
    if signed is None or leaf is None or leaf >= size:
        raise not_found()
    key, _ = log_key()
    found = LogProof(leaf, tuple(log.inclusion(leaf, size)), signed, extra=log.entry(leaf))
    return {"leaf": str(leaf), "origin": key.name, "key": str(key), "proof": found.encode().decode()}


def _leaf(which: str) -> int | None:
    if len(which) < USE_DIGITS:
        return int(which)
    use = bytes.fromhex(which)
    if waits(use):
        raise Problem(503, "waits", _WAITS, retry_after=1)
    return leaf_of_use(use)


@router.get("/checkpoint", response=answers(200, CheckpointBody))
def checkpoint(request: HttpRequest) -> dict[str, str]:
    """The newest signed head of the ledger: keep it, and you notice if the ledger is rewritten."""
    signed = TileLog(places().ledger).checkpoint()
    if signed is None:
        raise not_found()
    return {"key": str(log_key()[0]), "checkpoint": signed.decode()}


@router.get("/receipts/{record}", response=answers(200, dict[str, Any]))
def receipt(request: HttpRequest, record: Id) -> HttpResponse:
    """The signed receipt of a consent record (ISO/IEC TS 27560); always the same bytes."""
    found = said(int(record))
    require(request.auth, RIGHTS, *([] if found is None else [found.purpose]))
    if found is None:
        raise not_found()
    return HttpResponse(
        json.dumps(receipt_for(int(record)), ensure_ascii=False), content_type="application/json"
    )


@router.get("/policy", response=answers(200, PolicyBody))
def policy(request: HttpRequest) -> dict[str, Any]:
    """The policy in force, clause by clause, in the language that was asked for."""
    newest = current()
    told = newest.policy
    return {
        "hash": told.hash,
        "version": str(told.shop.get("version", "")),
        "published_at": newest.published_at.isoformat(),
        "clauses": [{"clause": ref, "wording": wording(ref, told, spoken())} for ref in told.clauses],
    }
