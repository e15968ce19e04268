"""Proofs as files (c2sp.org/tlog-proof@v1): one leaf's place in the log, to be verified without the log.

c2sp.org/tlog-proof@v1
extra <base64>              the leaf itself; optional, and believed only once the proof fits it
index 73894
<base64 hash>               the inclusion proof, from the leaf's sibling up
<empty line>
<the checkpoint, as signed>
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from giuloi.core.ledger.checkpoint import Checkpoint, open_checkpoint, read_decimal
from giuloi.core.ledger.merkle import HASH_BYTES, included
from giuloi.core.ledger.note import LARGEST_NOTE, VerifierKey, from_base64, read_note, to_base64
from giuloi.core.terms import BadEvidence

SUFFIX = ".tlog-proof"
LONGEST_PROOF = 63  # hashes: no tree is higher
HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class LogProof:
    """One proof file. `checkpoint` is the signed note, byte for byte."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def encode(self) -> bytes:
        """The file."""
        extra = "" if self.extra is None else f"extra {to_base64(self.extra)}\n"
        hashes = "".join(f"{to_base64(one)}\n" for one in self.hashes)
        return f"{HEADER}\n{extra}index {self.index}\n{hashes}\n".encode() + self.checkpoint


def read_proof(data: bytes) -> LogProof:
    """Read a proof file; raises BadEvidence. Verifies nothing."""
    before, blank, checkpoint = data.partition(b"\n\n")
    if not blank or len(data) > 2 * LARGEST_NOTE:
        raise BadEvidence("a proof is a few lines, an empty line, and a checkpoint")
    try:
        header, *lines = before.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise BadEvidence("the lines of a proof are ASCII") from None
    if header != HEADER:
        raise BadEvidence(f"a proof begins with {HEADER}")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = from_base64(lines.pop(0).removeprefix("extra "))
    if not lines or not lines[0].startswith("index "):
        raise BadEvidence("a proof names the index of its leaf")
    index = read_decimal(lines[0].removeprefix("index "))
    hashes = tuple(from_base64(line) for line in lines[1:])
    if len(hashes) > LONGEST_PROOF or any(len(one) != HASH_BYTES for one in hashes):
        raise BadEvidence(f"a proof has at most {LONGEST_PROOF} hashes of {HASH_BYTES} bytes")
    read_note(checkpoint)
    return LogProof(index, hashes, checkpoint, extra)


def verify_proof(data: bytes, leaf: bytes, origin: str, keys: Iterable[VerifierKey]) -> Checkpoint:
    """The signed head that holds the leaf hash `leaf` at the proof's index; raises BadEvidence."""
    proof = read_proof(data)
    head = open_checkpoint(proof.checkpoint, origin, keys)
    if not included(leaf, proof.index, head.size, proof.hashes, head.root):
        raise BadEvidence(f"the leaf does not stand at {proof.index} in the tree of {head.size}")
    return head
