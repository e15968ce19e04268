"""Does the ledger on disk fit the head beside the root key? Reads only, also while the sequencer runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giuloi.core.ledger.checkpoint import Checkpoint, open_checkpoint, unverified_checkpoint
from giuloi.core.terms import BadEvidence, NotServing
from giuloi.doors.cli.choices import NotThere
from giuloi.doors.cli.tongue import say

if TYPE_CHECKING:
    from giuloi.records.uses.tiles import TileLog


def log() -> TileLog:
    """The ledger, to be read. Raises NotServing where nothing is installed, before any folder is made."""
    from giuloi.records.places import places
    from giuloi.records.uses.head import log_key
    from giuloi.records.uses.tiles import TileLog

    log_key()
    return TileLog(places().ledger)


def published() -> bytes:
    """The newest checkpoint as the world sees it; raises NotThere when there is no leaf yet."""
    signed = log().checkpoint()
    if signed is None:
        raise NotThere(
            say("sổ còn trống: chưa có mốc nào được ký", "the ledger is empty: no checkpoint is signed yet")
        )
    return signed


def size_of(signed: bytes) -> int:
    """How many leaves a checkpoint of our own covers."""
    return unverified_checkpoint(signed).size


def checked(*, full: bool) -> Checkpoint | None:
    """The newest head, once tiles and leaves fit it; None for a new ledger. Raises NotServing with what is wrong."""
    from giuloi.records.uses.head import log_key, newest_head

    key, _ = log_key()
    ledger = log()
    shown = ledger.checkpoint()  # before the noted one, which a running sequencer always writes first
    noted = newest_head(key)
    if shown is None and noted is None:
        return None
    if shown is None or noted is None:
        raise NotServing(say(*(_NO_LEDGER if shown is None else _NO_HEAD)))
    try:
        public = open_checkpoint(shown, key.name, [key])
        if public.size > noted.size:
            raise NotServing(say(*_OLD_HEAD).format(noted=noted.size, shown=public.size))
        for head in (public, noted):
            if ledger.root(head.size) != head.root:
                raise BadEvidence(say(*_OTHER_ROOT).format(size=head.size))
        ledger.entry(noted.size - 1)
        ledger.verify(full=full)
    except (BadEvidence, IndexError) as error:
        raise NotServing(say(*_BROKEN).format(why=error)) from error
    return noted


_NO_LEDGER = (
    "cạnh khóa gốc có mốc sổ đã ký, nhưng sổ thì không có: hãy đặt lại thư mục ledger mới nhất",
    "beside the root key stands a signed head, but there is no ledger: put the newest ledger folder back",
)
_NO_HEAD = (
    "sổ có mốc đã ký, nhưng cạnh khóa gốc không có mốc nào: hãy đặt lại thư mục .heads mới nhất",
    "the ledger has a signed head, but none stands beside the root key: put the newest .heads folder back",
)
_OLD_HEAD = (
    "mốc cạnh khóa gốc ({noted} dòng) cũ hơn mốc đã công bố ({shown} dòng): hãy đặt lại thư mục .heads mới nhất",
    "the head beside the root key ({noted} leaves) is older than the published one ({shown}): put the newest"
    " .heads folder back",
)
_OTHER_ROOT = (
    "{size} dòng đầu không dẫn tới gốc đã ký",
    "the first {size} leaves do not lead to the signed root",
)
_BROKEN = (
    "sổ không còn là sổ đã ký ({why}): hãy dừng máy chủ và đặt lại thư mục ledger từ bản sao mới nhất",
    "the ledger is not the one that was signed ({why}): stop the server and put the newest copy of the ledger"
    " folder back",
)
