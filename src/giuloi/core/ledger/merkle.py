"""The Merkle tree of RFC 6962 §2.1 (RFC 9162 §2.1): hashing, proofs, and how they are verified.

Hashes are 32 bytes of SHA-256. A *node* (level, index) is the root of the complete subtree over the leaves
[index · 2^level, (index + 1) · 2^level); proofs are built from a function that gives such nodes, so that the
same code serves a list in memory and tiles on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

Node = Callable[[int, int], bytes]  # (level, index) → hash; only ever asked for complete subtrees


def leaf_hash(leaf: bytes) -> bytes:
    """SHA-256(0x00 ‖ leaf): the prefix keeps a leaf from passing for a node."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: all that appending needs, at most one hash a level.

    `peaks` are the roots of the complete subtrees from left to right, one for each set bit of `size`.
    """

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)
        if len(self.peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} peaks, not {len(self.peaks)}")

    def append(self, leaf: bytes) -> list[bytes]:
        """Add a leaf hash; returns the nodes it completes, level 0 (the leaf) first."""
        completed = [leaf]
        size = self.size
        while size & 1:
            leaf = sha256(b"\x01" + self.peaks.pop() + leaf).digest()
            completed.append(leaf)
            size >>= 1
        self.peaks.append(leaf)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """The tree's root: the peaks folded from the right; SHA-256("") when there is no leaf."""
        return _fold(self.peaks)


class Tree:
    """A whole tree in memory, for batches and for checking: every complete node, by level."""

    __slots__ = ("levels", "size")

    def __init__(self, leaves: Iterable[bytes]) -> None:
        """`leaves` are leaf hashes."""
        level = list(leaves)
        self.size = len(level)
        self.levels = [level]
        while len(level) > 1:
            pairs = zip(
                level[::2], level[1::2], strict=False
            )  # a last one without a partner is no complete node
            level = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
            self.levels.append(level)

    def node(self, level: int, index: int) -> bytes:
        """A complete node."""
        return self.levels[level][index]

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` leaves, or of all."""
        return root_of(self.size if size is None else size, self.node)


def peaks_of(size: int, node: Node) -> list[bytes]:
    """The roots of the complete subtrees that a tree of `size` leaves is made of, left to right."""
    return _peaks(0, size, node)


def root_of(size: int, node: Node) -> bytes:
    """The root of the tree of `size` leaves."""
    return _fold(_peaks(0, size, node))


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """PATH(index, D[size]) of RFC 6962 §2.1.1, from the leaf's sibling up. ValueError outside the tree."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    return _path(index, 0, 0, size, node)


def consistency_proof(old: int, new: int, node: Node) -> list[bytes]:
    """PROOF(old, D[new]) of RFC 6962 §2.1.2; empty for old = 0 and old = new. ValueError for old > new."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {old} is no past of a tree of {new}")
    if old in (0, new):
        return []
    # Up from the last leaf of the old tree: what lies inside a complete old subtree needs no proof.
    level = (old & -old).bit_length() - 1
    own = [] if old == 1 << level else [node(level, (old >> level) - 1)]
    return own + _path((old >> level) - 1, level, 0, new, node)


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the leaf hash stands at `index` in the tree (size, root): RFC 9162 §2.1.3.2."""
    if not 0 <= index < size or not _hashes(leaf, root, *proof):
        return False
    position, last = index, size - 1
    current = leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            current = node_hash(sibling, current)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            current = node_hash(current, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and current == root


def consistent(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree (old, old_root) is the beginning of (new, new_root): RFC 9162 §2.1.4.2.

    The empty tree is the beginning of every tree, and every tree of itself, both by an empty proof.
    """
    if not 0 <= old <= new or not _hashes(old_root, new_root, *proof):
        return False
    if old in (0, new):
        return not proof and old_root == (EMPTY_ROOT if old == 0 else new_root)
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)  # a complete old tree is a node of the new one: the proof leaves it out
    if not path:
        return False
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    was = now = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            was, now = node_hash(sibling, was), node_hash(sibling, now)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            now = node_hash(now, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and was == old_root and now == new_root


def _path(position: int, level: int, low: int, high: int, node: Node) -> list[bytes]:
    """The siblings from the node (level, position) up to the root of the leaves [low, high)."""
    path: list[bytes] = []
    while (position ^ 1) << level < high:
        sibling = position ^ 1
        if sibling < position:
            path.append(node(level, sibling))
        else:
            path.append(_fold(_peaks(sibling << level, min((sibling + 1) << level, high), node)))
        position >>= 1
        level += 1
    # What is left stands to the left of the node's subtree: the larger peaks of the tree, nearest first.
    return path + _peaks(low, position << level, node)[::-1]


def _peaks(low: int, high: int, node: Node) -> list[bytes]:
    """The roots of the largest complete subtrees of [low, high); `low` is aligned as in RFC 6962."""
    peaks = []
    while low < high:
        level = (high - low).bit_length() - 1
        peaks.append(node(level, low >> level))
        low += 1 << level
    return peaks


def _fold(peaks: Sequence[bytes]) -> bytes:
    """The root over neighbouring peaks: each joins what stands to its right."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def _hashes(*values: bytes) -> bool:
    """Whether all of them have the length of a hash: a proof of anything else proves nothing."""
    return all(len(value) == HASH_BYTES for value in values)
