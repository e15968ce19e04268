"""The newest signed head of the ledger, kept beside the root key: a rolled-back ledger is noticed.

A head is noted here before anybody sees it, so whatever was published is remembered.
"""

from __future__ import annotations

from pathlib import Path

from giuloi.core.ledger.checkpoint import Checkpoint, open_checkpoint
from giuloi.core.ledger.note import VerifierKey
from giuloi.core.terms import BadEvidence, NotServing
from giuloi.records.durable import put
from giuloi.records.keyring import keyring
from giuloi.records.keyring.signing_keys import LOG
from giuloi.records.places import places


def log_key() -> tuple[VerifierKey, bytes]:
    """The log's public key (its name is the log's origin) and its signing seed."""
    public, seed = keyring().read_named(LOG)
    return VerifierKey.parse(public.decode()), seed


def note_head(checkpoint: bytes) -> None:
    """Remember a freshly signed checkpoint, durably."""
    put(_place(), checkpoint)


def noted() -> bytes:
    """The signed checkpoint that was noted last."""
    return _place().read_bytes()


def newest_head(key: VerifierKey) -> Checkpoint | None:
    """The newest head ever signed, or None in a new installation; raises NotServing if it was altered."""
    path = _place()
    if not path.exists():
        return None
    try:
        return open_checkpoint(path.read_bytes(), key.name, [key])
    except BadEvidence as error:
        raise NotServing(f"the ledger head noted at {path} is not signed by this log: {error}") from error


def _place() -> Path:
    return places().heads / "ledger.head"
