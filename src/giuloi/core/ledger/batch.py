"""A batch: one leaf for one use of many people's data. Its `sc` is a Merkle root over its members' codes.

The inner tree hashes like the log's (RFC 6962): a leaf of it is one member's 32-byte sequence code. The order
is fixed: ascending by bytes, each code once. So the order tells nothing, and nobody is counted twice. The
leaf's `count` is the number of members, which every inner proof needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import pairwise

from giuloi.core.ledger.entry import CODE_BYTES
from giuloi.core.ledger.merkle import Tree, included, inclusion_proof, leaf_hash
from giuloi.core.terms import BadEvidence


def pack(codes: Iterable[bytes]) -> bytes:
    """The members as the tile store keeps them, in order. Raises BadEvidence for none, or a repeated one."""
    ordered = sorted(codes)
    if not ordered or any(len(code) != CODE_BYTES for code in ordered):
        raise BadEvidence(f"a batch has at least one member, each with a code of {CODE_BYTES} bytes")
    if any(one == other for one, other in pairwise(ordered)):
        raise BadEvidence("a code occurs twice in one batch: every use has a counter of its own")
    return b"".join(ordered)


def batch_root(packed: bytes) -> bytes:
    """The `sc` of a batch's leaf."""
    return _tree(packed).root()


def count_of(packed: bytes) -> int:
    """How many members a packed list has: the `count` of the batch's leaf."""
    return len(packed) // CODE_BYTES


class InnerProofs:
    """Inner proofs for members of one batch: builds its tree once (about 1 µs a member)."""

    __slots__ = ("_codes", "_tree")

    def __init__(self, packed: bytes) -> None:
        self._codes = {code: position for position, code in enumerate(members(packed))}
        self._tree = _tree(packed)

    def of(self, code: bytes) -> tuple[int, list[bytes]]:
        """The member's position and the hashes from it to the root. Raises BadEvidence for no member."""
        if code not in self._codes:
            raise BadEvidence("this code is no member of the batch")
        position = self._codes[code]
        return position, inclusion_proof(position, self._tree.size, self._tree.node)


def in_batch(code: bytes, position: int, count: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `code` is the member at `position` of the batch with this `count` and root."""
    return len(code) == CODE_BYTES and included(leaf_hash(code), position, count, proof, root)


def members(packed: bytes) -> Iterator[bytes]:
    """The codes of a packed list, in order."""
    return (packed[start : start + CODE_BYTES] for start in range(0, len(packed), CODE_BYTES))


def _tree(packed: bytes) -> Tree:
    return Tree(sha256(b"\x00" + code).digest() for code in members(packed))
