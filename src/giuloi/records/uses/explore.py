"""Reading the use ledger leaf by leaf: the newest head, leaves by kind, one leaf with the proof that it stands there.

Leaves say nothing about whom, so reading them opens nothing. Only published leaves are read: those under a head
that was signed.
"""

from __future__ import annotations

from dataclasses import dataclass

from giuloi.core.ledger.checkpoint import Checkpoint, open_checkpoint
from giuloi.core.ledger.entry import UseEntry, decode
from giuloi.core.ledger.merkle import included, leaf_hash
from giuloi.core.ledger.proof import LogProof
from giuloi.core.terms import BadEvidence
from giuloi.records.places import places
from giuloi.records.uses.head import log_key, newest_head
from giuloi.records.uses.tiles import TileLog

PAGE = 25
LOOKED_AT = 5_000  # leaves that one page looks through for its filter


@dataclass(frozen=True, slots=True)
class Head:
    """The newest published head, and whether it holds: signed by this log, the tiles' own root, not rolled back."""

    checkpoint: Checkpoint
    signed: bytes
    holds: bool
    why: str  # what is wrong, for the operator; "" when it holds


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which leaves: an empty word means any."""

    event: str = ""
    decision: str = ""
    clause: str = ""

    def fits(self, entry: UseEntry) -> bool:
        """Whether a leaf is one of these."""
        pairs = ((self.event, entry.event), (self.decision, entry.decision), (self.clause, entry.clause))
        return all(not wanted or wanted == said for wanted, said in pairs)


@dataclass(frozen=True, slots=True)
class Leaves:
    """(index, leaf), the newest first; `older` is where the next page begins, None at the beginning of the ledger."""

    found: tuple[tuple[int, UseEntry], ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf with its proof in the newest tree; `proven` says whether the proof was checked to hold."""

    index: int
    entry: UseEntry
    hash: bytes
    path: tuple[bytes, ...]
    head: Head
    proof: bytes
    proven: bool


def head() -> Head | None:
    """The newest head; None before the first leaf. Raises NotServing where nothing is installed."""
    key, _ = log_key()
    log = TileLog(places().ledger)
    signed = log.checkpoint()
    if signed is None:
        return None
    found, why = open_checkpoint(signed, key.name, [key]), ""
    try:
        noted = newest_head(key)
        if noted is None or noted.size < found.size:
            why = "the head noted beside the root key is older than the published one"
        elif log.root(found.size) != found.root or log.root(noted.size) != noted.root:
            why = "the tiles do not lead to the signed root"
    except (BadEvidence, IndexError) as error:
        why = str(error)
    return Head(found, signed, not why, why)


def leaves(wanted: Wanted, before: int | None = None) -> Leaves:
    """At most a page of leaves below the index `before` (None: from the newest on)."""
    log = TileLog(places().ledger)
    end = log.size if before is None else max(0, min(before, log.size))
    start = max(0, end - LOOKED_AT)
    found: list[tuple[int, UseEntry]] = []
    for chunk in range(end, start, -256):
        low = max(start, chunk - 256)
        some = [decode(leaf) for leaf in log.entries(low, chunk)]
        for index in range(chunk - 1, low - 1, -1):
            entry = some[index - low]
            if wanted.fits(entry):
                found.append((index, entry))
                if len(found) == PAGE:
                    return Leaves(tuple(found), index or None)
    return Leaves(tuple(found), start or None)


def leaf(index: int) -> Leaf | None:
    """One leaf, its proof made and checked; None for an index that no published leaf has."""
    newest = head()
    if newest is None or not 0 <= index < newest.checkpoint.size:
        return None
    log, size = TileLog(places().ledger), newest.checkpoint.size
    raw, path = log.entry(index), tuple(log.inclusion(index, size))
    proof = LogProof(index, path, newest.signed, extra=raw).encode()
    hashed = leaf_hash(raw)
    proven = newest.holds and included(hashed, index, size, path, newest.checkpoint.root)
    return Leaf(index, decode(raw), hashed, path, newest, proof, proven)
