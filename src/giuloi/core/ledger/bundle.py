"""Build a customer's bundle from the log: all their leaves with proofs, up to this export's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Protocol

from giuloi.core.ledger.batch import InnerProofs
from giuloi.core.ledger.bundle_file import (
    LARGEST_BUNDLE,
    MOST_ENTRIES,
    Bundle,
    Head,
    Member,
    Proven,
    TooLarge,
    encode_bundle,
)
from giuloi.core.ledger.checkpoint import unverified_checkpoint
from giuloi.core.ledger.entry import decode, sequence_code
from giuloi.core.ledger.merkle import leaf_hash
from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.receipt import Receipt, sign_receipt
from giuloi.core.terms import BadEvidence

_AT_HAND = 4  # leaves: one customer's codes in a batch have counters that follow one another


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

    Raises BadEvidence when a leaf is not this customer's, or not covered by the last head; TooLarge when no
    verifier would take the file.
    """
    fits(len(indexes))
    newest = unverified_checkpoint(heads[-1])
    place = lru_cache(maxsize=_AT_HAND)(partial(_place, log, size=newest.size))
    entries = tuple(
        place(index).proven(sequence_code(ledger_key, counter))
        for counter, index in enumerate(indexes, start=1)
    )
    receipt = Receipt(newest.origin, len(entries), newest.size, newest.root, entries[-1].hash)
    file = encode_bundle(
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
    fits(len(entries), len(file))
    return file


def fits(entries: int, size: int = 0) -> None:
    """Raises TooLarge for more entries, or bytes, than a verifier takes."""
    if entries > MOST_ENTRIES or size > LARGEST_BUNDLE:
        raise TooLarge(
            f"{entries:,} uses are more than one bundle can hold and anybody would verify: "
            f"at most {MOST_ENTRIES:,} uses and {LARGEST_BUNDLE // 2**20} MiB. No bundle was made"
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """One leaf with its inclusion proof; a batch's with the tree of its members, built once for all their codes."""

    leaf: bytes
    index: int
    sc: bytes
    proof: tuple[bytes, ...]
    inner: InnerProofs | None

    def proven(self, code: bytes) -> Proven:
        """The leaf as the evidence of the customer whose sequence code there is `code`."""
        batch = None
        if self.inner:
            position, proof = self.inner.of(code)
            batch = Member(code, position, tuple(proof))
        elif self.sc != code:
            raise BadEvidence(f"leaf {self.index} carries another sequence code")
        return Proven(self.leaf, leaf_hash(self.leaf), self.index, self.proof, batch)


def _place(log: Log, index: int, size: int) -> _Place:
    if index >= size:
        raise BadEvidence(f"leaf {index} is not covered by a head of size {size}: sign a newer one first")
    leaf = log.entry(index)
    entry = decode(leaf)
    inner = InnerProofs(log.members(index)) if entry.batch else None
    return _Place(leaf, index, entry.sc, tuple(log.inclusion(index, size)), inner)


def _head(log: Log, note: bytes, newest: int) -> Head:
    return Head(note, tuple(log.consistency(unverified_checkpoint(note).size, newest)))
