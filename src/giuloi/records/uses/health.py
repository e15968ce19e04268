"""Is the ledger on disk the one that was signed? A word for what is wrong, for an alarm; reads only."""

from __future__ import annotations

from giuloi.core.ledger.checkpoint import open_checkpoint
from giuloi.core.terms import BadEvidence, NotServing
from giuloi.records.places import places
from giuloi.records.uses.head import log_key, newest_head
from giuloi.records.uses.tiles import TileLog
from giuloi.records.uses.trail import size_known


def ledger_fault(*, whole: bool = False) -> str:
    """ "" when all fits: the head beside the root key, the published one, the tiles, what the data knows.

    "no_ledger", "no_head", "old_head" (rolled back), "other_root" or "broken" (a leaf altered or the tail gone),
    "behind" (the data has seen more leaves than were signed). `whole` reads every leaf.
    """
    key, _ = log_key()
    log, known = TileLog(places().ledger), size_known()
    try:
        shown = log.checkpoint()  # before the noted one, which a running sequencer always writes first
        noted = newest_head(key)
        if shown is None and noted is None:
            return "behind" if known else ""
        if shown is None or noted is None:
            return "no_ledger" if shown is None else "no_head"
        public = open_checkpoint(shown, key.name, [key])
        if public.size > noted.size:
            return "old_head"
        if known > noted.size:
            return "behind"
        if any(log.root(head.size) != head.root for head in (public, noted)):
            return "other_root"
        log.entry(noted.size - 1)
        if whole:
            log.verify(full=True)
    except (BadEvidence, NotServing, IndexError, OSError):
        return "broken"
    finally:
        log.close()
    return ""
