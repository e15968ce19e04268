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
    return _opened(path.read_bytes(), key, f"ledger head noted at {path}")


def signed_head(key: VerifierKey, shown: bytes | None, known: int) -> Checkpoint | None:
    """The newest head, once nothing else knows of a newer one; None in a new installation. Touches no file.

    `shown` is the published checkpoint, `known` the size the data database last heard of. Raises NotServing when
    the head beside the root key is missing, or older than either: then the ledger must not be touched.
    """
    newest = newest_head(key)
    size = newest.size if newest else 0
    public = _opened(shown, key, "published checkpoint").size if shown else 0
    if size < max(public, known):
        raise NotServing(
            f"the head beside the root key ({_place()}) covers {size} leaves, but {max(public, known)} were signed: "
            "put the newest .heads folder back"
        )
    return newest


def _opened(checkpoint: bytes, key: VerifierKey, what: str) -> Checkpoint:
    try:
        return open_checkpoint(checkpoint, key.name, [key])
    except BadEvidence as error:
        raise NotServing(f"the {what} is not signed by this log: {error}") from error


def _place() -> Path:
    return places().heads / "ledger.head"
