"""The tree's hashes as public files: tiles of 256 (c2sp.org/tlog-tiles). All of them follow from the leaves.

So a tile that is missing is computed from what lies below it, and the last, partial tiles are made afresh
whenever the log is opened for writing. Full tiles are durable when `integrate` returns, partial ones are not.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from pathlib import Path

from giuloi.core.ledger.merkle import HASH_BYTES, Frontier, Node, Tree, leaf_hash, peaks_of
from giuloi.core.terms import BadEvidence
from giuloi.records import durable
from giuloi.records.uses.tile_paths import WIDTH, stored_from, tile

_HEIGHT = 8  # levels of the tree inside one tile: 2^8 = WIDTH
_CACHED = 256  # tiles kept in memory with all nodes inside: about 9 MB
_REBUILT_AT_ONCE = 4096  # leaves

Leaves = Callable[
    [int, int], Iterable[bytes]
]  # (start, end) → the leaves [start, end); IndexError when fewer


class HashTiles:
    """Tiles of one tree, of which `leaves` reads the leaves. Never two that write at once."""

    def __init__(self, public: Path, leaves: Leaves) -> None:
        self._public = public
        self._leaves = leaves
        self._edge: list[list[bytes]] = []  # by height of tiles: the hashes of the last one, not yet full
        self._tree = lru_cache(maxsize=_CACHED)(self._read_tree)

    def node(self, size: int) -> Node:
        """The complete nodes of the tree of `size` leaves, for roots and proofs."""
        return partial(self._node, size)

    def open_at(self, size: int) -> Frontier:
        """Take away every tile with a hash beyond `size` leaves, and make the right edge afresh."""
        self._tree.cache_clear()
        self._drop(size)
        self._edge = []
        while count := size >> (_HEIGHT * len(self._edge)):
            number, width = divmod(count, WIDTH)
            self._edge.append(self._from_below(len(self._edge), number, width))
        self._write_partial(size)
        peaks = [peak for hashes in reversed(self._edge) for peak in peaks_of(len(hashes), Tree(hashes).node)]
        return Frontier(size, peaks)

    def integrate(self, frontier: Frontier, leaves: Iterable[bytes]) -> None:
        """Carry leaves into the tree of `frontier`, and write the tiles they change."""
        full: list[Path] = []
        for leaf in leaves:
            completed = frontier.append(leaf_hash(leaf))
            for height, node in enumerate(completed[::_HEIGHT]):
                if height == len(self._edge):
                    self._edge.append([])
                self._edge[height].append(node)
                if len(self._edge[height]) == WIDTH:
                    number = (frontier.size >> (_HEIGHT * (height + 1))) - 1
                    full.append(self._write(height, number, self._edge[height]))
                    self._edge[height] = []
        self._write_partial(frontier.size)
        durable.flush(dict.fromkeys(path.parent for path in full))
        for path in full:  # partial tiles may go once the full one is there
            shutil.rmtree(path.with_name(path.name + ".p"), ignore_errors=True)

    def rebuild(self, size: int) -> Frontier:
        """Write every tile again from the leaves (seconds for a million)."""
        frontier = self.open_at(0)
        for start in range(0, size, _REBUILT_AT_ONCE):
            self.integrate(frontier, self._leaves(start, min(start + _REBUILT_AT_ONCE, size)))
        return frontier

    def verify(self, size: int) -> None:
        """Every hash of the tree of `size` leaves against those below; BadEvidence names the first bad."""
        self._tree.cache_clear()
        height = 0
        while count := size >> (_HEIGHT * height):
            for number in range(-(-count // WIDTH)):
                width = min(WIDTH, count - number * WIDTH)
                if self._hashes(height, number, width) != self._from_below(height, number, width):
                    raise BadEvidence(f"{tile(height, number, width)} is not what lies below it")
            height += 1

    def _node(self, size: int, level: int, index: int) -> bytes:
        height, inside = divmod(level, _HEIGHT)
        number, first = divmod(index << inside, WIDTH)
        width = (size >> (_HEIGHT * height)) - number * WIDTH
        # What a signed tree stands on never changes, and nobody asks for an unsigned one: it may be kept.
        return self._tree(height, number, min(width, WIDTH)).node(inside, first >> inside)

    def _read_tree(self, height: int, number: int, width: int) -> Tree:
        return Tree(self._hashes(height, number, width))

    def _hashes(self, height: int, number: int, count: int) -> list[bytes]:
        """The first `count` hashes of a tile."""
        for width in (WIDTH, count):
            data = durable.read(self._public / tile(height, number, width))
            if data is not None and len(data) == width * HASH_BYTES:
                return [data[at : at + HASH_BYTES] for at in range(0, count * HASH_BYTES, HASH_BYTES)]
        return self._from_below(height, number, count)

    def _from_below(self, height: int, number: int, count: int) -> list[bytes]:
        """The same, computed from the full tiles below, or from the leaves."""
        below = range(number * WIDTH, number * WIDTH + count)
        if height == 0:
            return [leaf_hash(leaf) for leaf in self._leaves(below.start, below.stop)]
        return [Tree(self._hashes(height - 1, one, WIDTH)).root() for one in below]

    def _write_partial(self, size: int) -> None:
        for height, hashes in enumerate(self._edge):
            if hashes:
                self._write(height, size >> (_HEIGHT * (height + 1)), hashes)

    def _write(self, height: int, number: int, hashes: Sequence[bytes]) -> Path:
        path = self._public / tile(height, number, len(hashes))
        durable.make_folder(path.parent, durable.PUBLIC_FOLDER)
        durable.replace(path, b"".join(hashes), durable=len(hashes) == WIDTH)
        return path

    def _drop(self, size: int) -> None:
        """Take away every tile that holds a hash beyond `size` leaves."""
        for folder in (self._public / "tile").glob("*"):
            number, width = divmod(size >> (_HEIGHT * int(folder.name)), WIDTH)
            for stored, path in list(stored_from(folder, number)):
                if path.is_file():
                    durable.remove(path)
                    continue
                for narrow in list(path.iterdir()):
                    if stored > number or narrow.name != str(width):
                        durable.remove(narrow)
