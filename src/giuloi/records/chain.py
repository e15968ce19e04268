"""A chain of lines that nobody takes a line out of unseen: each is bound to the one before it, the last is noted apart.

    code(n) = HMAC-SHA256(key of the key store, code(n-1) ‖ number ‖ line)

A thief of the database cannot make the codes anew. Whoever takes lines from the end, or all of them, is told by the
head beside the root key: it is never rolled back with the data. It is noted after the commit: a crash in between
leaves a chain that is longer than its head says, which is no loss; a shorter one is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from giuloi.core.crypto.primitives import equal, hmac_sha256, joined
from giuloi.core.ledger.checkpoint import Checkpoint
from giuloi.records.durable import put, read
from giuloi.records.locks import locked
from giuloi.records.places import places
from giuloi.records.sealed_text import key
from giuloi.records.uses.head import log_key, newest_head

FIRST = bytes(32)  # what stands before the first line


@dataclass(frozen=True, slots=True)
class Head:
    """How many lines there were when the last was written, and its code."""

    count: int
    code: bytes


def code_of(previous: bytes, number: int, line: bytes) -> bytes:
    """The code of one line: 32 bytes."""
    return hmac_sha256(key("chain"), joined("line", previous, number, line))


def fits(code: bytes, previous: bytes, number: int, line: bytes) -> bool:
    """Whether a line is the one that was written there."""
    return equal(code, code_of(previous, number, line))


def noted() -> Head | None:
    """The head beside the root key; None before the first line. A file that is no head counts as one of no line."""
    text = read(_place())
    if text is None:
        return None
    try:
        said = json.loads(text)
        return Head(int(said["count"]), bytes.fromhex(said["code"]))
    except (ValueError, KeyError, TypeError):
        return Head(-1, b"")


def note(head: Head) -> None:
    """Remember the newest line, durably. Only for whoever holds the chain."""
    put(_place(), json.dumps({"count": head.count, "code": head.code.hex()}).encode())


@contextmanager
def alone() -> Iterator[None]:
    """One writer at a time, over all processes: a line knows the one before it."""
    with locked(places().heads / "incidents.lock"):
        yield


def ledger_now() -> Checkpoint | None:
    """The newest signed head of the use ledger: a line that names it shows if the ledger is cut afterwards."""
    return newest_head(log_key()[0])


def _place() -> Path:
    return places().heads / "incidents.head"
