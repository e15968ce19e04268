"""Keys that were handed out, held against the ledger: each names a use, and each use waits for its leaf or has one.

A use is committed before a key goes out, so a hand-out whose use is nowhere was made behind the gate's back, or the
use was taken away afterwards. Read while the sequencer works: it takes a use out of the queue in the transaction
that writes down its leaf, so looked for in this order it is found in one of the two places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from giuloi.core.ledger.entry import decode
from giuloi.core.terms import BadEvidence
from giuloi.records.database import answering, rows
from giuloi.records.keyring import keyring
from giuloi.records.places import places
from giuloi.records.uses.tiles import TileLog

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Compared:
    """`checked` hand-outs, `waiting` of them without a leaf yet, `nowhere` in no ledger; `first` is the oldest such."""

    checked: int = 0
    waiting: int = 0
    nowhere: int = 0
    first: datetime | None = None


@answering()
def compare(at: datetime, *, whole: bool = False) -> Compared:
    """Those not yet found in the ledger, or (`whole`) all that are remembered: five weeks. Settles what is found."""
    found, after = Compared(), 0
    log = TileLog(places().ledger)
    try:
        while some := keyring().handed_out(after, AT_ONCE, settled=whole):
            found = _batch(found, some, log, at)
            after = some[-1][0]
    finally:
        log.close()
    return found


def _batch(
    found: Compared, some: Sequence[tuple[int, bytes, datetime]], log: TileLog, at: datetime
) -> Compared:
    uses = [use for _, use, _ in some]
    waiting = {bytes(use) for (use,) in _asked(_WAITING, uses)}
    place = {bytes(use): int(leaf) for use, leaf in _asked(_PLACES, uses)}
    there = {use for use, leaf in place.items() if _stands(log, leaf, use)}
    missing = [(number, when) for number, use, when in some if use not in waiting and use not in there]
    keyring().settle([number for number, use, _ in some if use in there], at)
    keyring().settle([number for number, _ in missing], at, found=False)
    first = min([when for _, when in missing], default=None)
    return Compared(
        found.checked + len(some),
        found.waiting + len(waiting - there),
        found.nowhere + len(missing),
        min(filter(None, (found.first, first)), default=None),
    )


def _asked(statement: str, uses: Sequence[bytes]) -> list[tuple[Any, ...]]:
    return rows(statement.format(", ".join(["%s"] * len(uses))), list(uses))


def _stands(log: TileLog, leaf: int, use: bytes) -> bool:
    """Whether that leaf of the tree is this use's: a row that says so is not enough."""
    try:
        return leaf < log.size and decode(log.entry(leaf)).id == use
    except (BadEvidence, IndexError, OSError):
        return False


_WAITING = "SELECT use_id FROM records_pendinguse WHERE use_id IN ({})"
_PLACES = "SELECT use_id, leaf FROM records_useplace WHERE use_id IN ({})"
