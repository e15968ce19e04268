"""What of the ledger everybody may fetch: the newest checkpoint, heads that were given out, and hash tiles.

The layout is that of c2sp.org/tlog-tiles without entry bundles: leaves say who was looked at when and why, so they
stay private; a hash of one tells nothing, for each leaf holds 16 random bytes. Nothing but a path that this module
writes itself is ever opened, and no hash beyond the published checkpoint is given.
"""

from __future__ import annotations

import re

from giuloi.core.ledger.checkpoint import LARGEST_SIZE, Checkpoint, open_checkpoint, unverified_checkpoint
from giuloi.core.ledger.note import VerifierKey
from giuloi.records import durable
from giuloi.records.places import places
from giuloi.records.uses.tile_paths import WIDTH, tile

_TILE = re.compile(
    r"([0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII
)
_HEIGHT = 8  # levels of the tree inside one tile


def checkpoint() -> bytes | None:
    """The newest signed head, as published; None before the first."""
    return durable.read(places().ledger / "public" / "checkpoint")


def newest(key: VerifierKey) -> Checkpoint | None:
    """The same, opened. Raises BadEvidence when it is not signed by this log."""
    signed = checkpoint()
    return None if signed is None else open_checkpoint(signed, key.name, [key])


def kept_heads() -> list[int]:
    """The sizes of the heads that were given out with bundles, the largest first."""
    folder = places().ledger / "public" / "heads"
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return sorted((int(name) for name in names if name.isascii() and name.isdigit()), reverse=True)


def kept_head(size: int) -> bytes | None:
    """A head of this size that was given out; None when none was."""
    if size > LARGEST_SIZE:
        return None  # no tree is that large, and no file name that long
    return durable.read(places().ledger / "public" / "heads" / str(size))


def hash_tile(path: str) -> bytes | None:
    """The tile at "<level>/<number>[.p/<width>]"; None for anything else, and beyond the published checkpoint.

    A partial tile may be gone once the full one is there: who asks then asks for that, as the specification says.
    """
    found = _TILE.fullmatch(path)
    if found is None:
        return None
    level, width = int(found[1]), int(found[3] or WIDTH)
    number = int(found[2].replace("x", "").replace("/", ""))
    # Compared with what we would write: so no second spelling, and no way out of the folder.
    named = tile(level, number, width)
    if named != f"tile/{path}" or number * WIDTH + width > _published() >> (_HEIGHT * level):
        return None
    return durable.read(places().ledger / "public" / named)


def _published() -> int:
    signed = checkpoint()
    return unverified_checkpoint(signed).size if signed else 0
