"""Build a customer's bundle from the log: all their leaves with proofs, up to this export's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from giuloi.core.ledger.batch import InnerProofs
from giuloi.core.ledger.bundle_file import Bundle, Head, Member, Proven, encode_bundle
from giuloi.core.ledger.checkpoint import unverified_checkpoint
from giuloi.core.ledger.entry import decode, sequence_code
from giuloi.core.ledger.merkle import leaf_hash
from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.receipt import Receipt, sign_receipt
from giuloi.core.terms import BadEvidence


class Log(Protocol):
    """What building a bundle needs of a log: `records.uses.tiles.TileLog` is one."""

    def entry(self, index: int) -> bytes:
        """The leaf's bytes."""
        ...

    def members(self, index: int) -> bytes:
        """The packed members of a batch's leaf."""
        ...

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """The inclusion proof of a leaf in the tree of this size."""
        ...

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The consistency proof between two sizes."""
        ...


def build_bundle(
    log: Log,
    *,
    log_keys: Sequence[VerifierKey],
    ledger_key: bytes,
    indexes: Sequence[int],
    heads: Sequence[bytes],
    receipt_key: bytes,
    receipt_seed: bytes,
) -> bytes:
    """The file. `indexes` are the customer's leaves by counter, the last one this export's.

    `heads` are signed checkpoints of growing size, the last of which covers that leaf: one for each earlier
    export, so that a customer who kept an old head can compare. `receipt_key` is its introduction.

    Raises BadEvidence when a leaf is not this customer's, or not covered by the last head.
    """
    newest = unverified_checkpoint(heads[-1])
    entries = tuple(
        prove(log, index, newest.size, sequence_code(ledger_key, counter))
        for counter, index in enumerate(indexes, start=1)
    )
    receipt = Receipt(newest.origin, len(entries), newest.size, newest.root, entries[-1].hash)
    return encode_bundle(
        Bundle(
            origin=newest.origin,
            log_keys=tuple(log_keys),
            ledger_key=ledger_key,
            entries=entries,
            heads=tuple(_head(log, note, newest.size) for note in heads),
            receipt_key=receipt_key,
            receipt=sign_receipt(receipt, receipt_seed),
        )
    )


def prove(log: Log, index: int, size: int, code: bytes) -> Proven:
    """The leaf at `index` with its proofs, for the customer whose sequence code there is `code`."""
    if index >= size:
        raise BadEvidence(f"leaf {index} is not covered by a head of size {size}: sign a newer one first")
    leaf = log.entry(index)
    entry = decode(leaf)
    batch = None
    if entry.batch:
        position, inner = InnerProofs(log.members(index)).of(code)
        batch = Member(code, position, tuple(inner))
    elif entry.sc != code:
        raise BadEvidence(f"leaf {index} carries another sequence code")
    return Proven(leaf, leaf_hash(leaf), index, tuple(log.inclusion(index, size)), batch)


def _head(log: Log, note: bytes, newest: int) -> Head:
    return Head(note, tuple(log.consistency(unverified_checkpoint(note).size, newest)))
