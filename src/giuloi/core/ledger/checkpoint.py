"""Checkpoints (c2sp.org/tlog-checkpoint): the signed head of the log.

    giuloi.example/so          origin: which log
    20852163                   tree size
    CsUYapGG…j2jxq2I=          root hash
    (extension lines)

What is signed cannot be taken back: two checkpoints that contradict each other convict the log.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from giuloi.core.ledger.merkle import HASH_BYTES
from giuloi.core.ledger.note import VerifierKey, from_base64, open_note, read_note, sign_note, to_base64
from giuloi.core.terms import BadEvidence

LARGEST_SIZE = 2**63 - 1
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


class OtherLog(BadEvidence):
    """A checkpoint of another log than the one asked for."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A head: this root at this size. Extension lines are kept, and mean nothing here."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """The note text."""
        lines = (self.origin, str(self.size), to_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def sign_checkpoint(head: Checkpoint, seed: bytes) -> bytes:
    """The head as a signed note. The key's name is the origin, as the specification advises.

    Raises BadEvidence for a head that could not be read again. Never call it with a head that contradicts one
    signed before: that is the caller's to know.
    """
    if read_head(head.text()) != head:
        raise BadEvidence("this head does not survive writing and reading")
    return sign_note(head.text(), head.origin, seed)


def open_checkpoint(note: bytes, origin: str, keys: Iterable[VerifierKey]) -> Checkpoint:
    """The head, once one of `keys` has signed it. Raises OtherLog, or what note.py raises."""
    head = read_head(open_note(note, keys))
    if head.origin != origin:
        raise OtherLog(f"a checkpoint of {head.origin!r}, not of {origin!r}")
    return head


def unverified_checkpoint(note: bytes) -> Checkpoint:
    """The head of a note whose signature is not looked at: only for the log's own files."""
    return read_head(read_note(note).text)


def read_head(text: str) -> Checkpoint:
    """Read a note text as a head. Raises BadEvidence."""
    if not text.endswith("\n"):
        raise BadEvidence("a checkpoint ends with a newline")
    lines = text[:-1].split("\n")
    if len(lines) < 3 or not all(lines):
        raise BadEvidence("a checkpoint has an origin, a size, a root, and no empty line")
    root = from_base64(lines[2])
    if len(root) != HASH_BYTES:
        raise BadEvidence(f"the root of a checkpoint has {HASH_BYTES} bytes, this has {len(root)}")
    return Checkpoint(lines[0], read_decimal(lines[1]), root, tuple(lines[3:]))


def read_decimal(text: str) -> int:
    """A size or an index: ASCII digits without leading zeroes, below 2^63. Raises BadEvidence."""
    if _DECIMAL.fullmatch(text) is None or int(text) > LARGEST_SIZE:
        raise BadEvidence(f"{text[:24]!r} is no size: write it in digits, without leading zeroes")
    return int(text)
