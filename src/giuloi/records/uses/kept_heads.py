"""Heads that were given out, one file each: who kept one finds it in their next bundle, joined to the newest.

public/heads/<size>     a signed checkpoint
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

from giuloi.core.ledger.bundle_file import MOST_HEADS
from giuloi.core.ledger.checkpoint import (
    Checkpoint,
    open_checkpoint,
    sign_checkpoint,
    unverified_checkpoint,
)
from giuloi.core.ledger.entry import Event, decode
from giuloi.core.ledger.merkle import consistent
from giuloi.core.terms import BadEvidence
from giuloi.records.durable import PUBLIC_FILE, put
from giuloi.records.places import places
from giuloi.records.uses import head
from giuloi.records.uses.tiles import TileLog

Since = int | bytes  # a size, or a signed checkpoint


def keep(signed: bytes) -> int:
    """Remember a head of our own that is about to be given out; returns its size."""
    size = unverified_checkpoint(signed).size
    put(_folder() / str(size), signed, PUBLIC_FILE)
    return size


def keep_since(since: Since) -> int:
    """Keep the head that somebody holds, given as itself or by its size; returns the size.

    Raises BadEvidence when this log never had such a head.
    """
    key, seed = head.log_key()
    newest, log = head.newest_head(key), TileLog(places().ledger)
    known = open_checkpoint(since, key.name, [key]) if isinstance(since, bytes) else None
    size = known.size if known else int(since)
    if newest is None or not 0 < size <= newest.size:
        there = newest.size if newest else 0
        raise BadEvidence(f"the ledger has heads of size 1 to {there}, not {size}: look at the one you hold")
    found = Checkpoint(key.name, size, log.root(size))
    proof = log.consistency(size, newest.size)
    if not consistent(size, found.root, newest.size, newest.root, proof):
        raise BadEvidence(
            f"the ledger's files do not show its first {size} leaves: try `giuloi ledger verify`"
        )
    if known and known.root != found.root:
        raise BadEvidence(f"this head of size {size} is signed, but contradicts the ledger: it was rewritten")
    # Signing an old size anew is safe: it was just shown to be the beginning of the newest signed head.
    return keep(since if isinstance(since, bytes) else sign_checkpoint(found, seed))


def heads_for(log: TileLog, indexes: Sequence[int], since: int | None) -> list[bytes]:
    """The heads of a bundle over these leaves: for each earlier export the one given out with it, then the newest.

    That is the smallest kept one that covers the export. `since` is the size of one more that was asked for.
    """
    newest = head.noted()
    size = keep(newest)
    kept = sorted(int(path.name) for path in _folder().iterdir() if path.name.isdigit())
    exports = (one for one in indexes[:-1] if decode(log.entry(one)).event is Event.EXPORT)
    covering = {kept[bisect_right(kept, one)] for one in exports}  # `size` is kept, and covers them all
    room = sorted(covering - {size})[-(MOST_HEADS - 2) :]
    wanted = sorted({*room, *([since] if since else [])} - {size})
    return [*((_folder() / str(one)).read_bytes() for one in wanted), newest]


def _folder() -> Path:
    return places().ledger / "public" / "heads"
