"""The use ledger as files: `TileLog`, an append-only Merkle tree stored as tiles (c2sp.org/tlog-tiles).

    public/checkpoint                   the newest signed head
    public/tile/<L>/<N>[.p/<W>]         hashes: what the world needs to verify, and nothing about anybody
    private/entries, private/batches    the leaves (entry_files.py)
    private/lock                        held by the one process that appends

Leaves are made durable first; tiles are then written from them and can be written again at any time. So a
crash anywhere leaves nothing, or leaves that no signed head covers: `recover` takes those away, and their
pending uses are sequenced anew.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from giuloi.core.ledger.checkpoint import unverified_checkpoint
from giuloi.core.ledger.entry import LARGEST_LEAF
from giuloi.core.ledger.merkle import Frontier, consistency_proof, inclusion_proof, root_of
from giuloi.core.terms import BadEvidence, NotServing
from giuloi.records import durable
from giuloi.records.uses.entry_files import EntryFiles
from giuloi.records.uses.hash_tiles import HashTiles
from giuloi.records.uses.tile_paths import WIDTH


class TileLog:
    """One log in one folder. Any number of processes may read; one at a time may append.

    Who appends to a log that may have leaves calls `recover` first. The others see what was published.
    """

    def __init__(self, folder: Path) -> None:
        self._public = folder / "public"
        durable.make_folder(self._public, durable.PUBLIC_FOLDER)
        self._entries = EntryFiles(folder / "private")
        self._tiles = HashTiles(self._public, self._entries.between)
        self._lock_path = folder / "private" / "lock"
        self._lock: int | None = None
        self._frontier: Frontier | None = None  # known only while this process is the one that appends

    @property
    def size(self) -> int:
        """How many leaves there are: for the appending process all, for others the published ones."""
        if self._frontier is not None:
            return self._frontier.size
        signed = self.checkpoint()
        return unverified_checkpoint(signed).size if signed else 0

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` leaves, or of all."""
        if self._frontier is not None and size in (None, self._frontier.size):
            return self._frontier.root()
        size = self.size if size is None else size
        return root_of(size, self._tiles.node(size))

    def entry(self, index: int) -> bytes:
        """The leaf at `index`. Raises IndexError."""
        return self._entries.bundle(index // WIDTH)[index % WIDTH]

    def entries(self, start: int, end: int) -> Iterator[bytes]:
        """The leaves [start, end). Raises IndexError when there are fewer."""
        return self._entries.between(start, end)

    def members(self, index: int) -> bytes:
        """The packed members of the batch whose leaf stands at `index`. KeyError when it is no batch."""
        return self._entries.members(index)

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """The inclusion proof of the leaf at `index` in the tree of `size` leaves."""
        return inclusion_proof(index, size, self._tiles.node(size))

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the tree of `old` leaves is the beginning of the tree of `new`."""
        return consistency_proof(old, new, self._tiles.node(new))

    def checkpoint(self) -> bytes | None:
        """The published head, or None before the first."""
        return durable.read(self._public / "checkpoint")

    def append(self, entries: Sequence[bytes], members: Mapping[int, bytes] | None = None) -> int:
        """Add leaves; durable on return, which gives the index of the first.

        `members` are the packed members (core.ledger.batch) of the batches among them, by offset. Raises
        BadEvidence for a leaf that is empty or too long, NotServing when another process appends or the log
        was not recovered.
        """
        if any(not 0 < len(entry) <= LARGEST_LEAF for entry in entries):
            raise BadEvidence(f"a leaf has between 1 and {LARGEST_LEAF} bytes")
        frontier = self._frontier or self._begin()
        self._frontier = None  # should anything below fail, memory is not what is on disk: recover first
        start = frontier.size
        if entries:
            self._entries.append(start, entries, members or {})
            self._tiles.integrate(frontier, entries)
        self._frontier = frontier
        return start

    def truncate_to(self, size: int) -> None:
        """Take away whatever lies beyond the first `size` leaves, and open for appending there.

        Safe to repeat after a crash. Never call it with less than the newest signed size: signed leaves stay.
        Raises NotServing when there are fewer leaves, or when another process appends.
        """
        self._take_lock()
        self._frontier = None
        self._entries.drop_from(size)
        try:
            self._frontier = self._tiles.open_at(size)
        except IndexError as missing:
            raise NotServing(f"{missing}, though {size} were signed: restore the ledger's files") from None

    def recover(self, size: int, root: bytes) -> None:
        """Open for appending after the last signed head; for a new log that is (0, EMPTY_ROOT).

        Cheap: only the right edge is computed. Where that does not lead to the root, every tile is made again
        from the leaves. Raises NotServing when those are not what was signed.
        """
        self.truncate_to(size)
        if self.root() == root:
            return
        self._frontier = None
        try:
            rebuilt = self._tiles.rebuild(size)
        except IndexError as missing:
            raise NotServing(f"{missing}, though {size} were signed: restore the ledger's files") from None
        if rebuilt.root() != root:
            raise NotServing(f"the ledger's {size} leaves are not those that were signed: restore its files")
        self._frontier = rebuilt

    def publish(self, checkpoint: bytes) -> None:
        """Put a signed head in the place of the last. BadEvidence when it is no later head of this tree."""
        head = unverified_checkpoint(checkpoint)
        last = self.checkpoint()
        if last is not None and unverified_checkpoint(last).size > head.size:
            raise BadEvidence(f"a head of size {head.size} must not follow a larger one")
        if head.size > self.size or self.root(head.size) != head.root:
            raise BadEvidence(f"this head of size {head.size} is not of this tree")
        durable.replace(self._public / "checkpoint", checkpoint, durable=True)
        durable.flush([self._public])

    def verify(self, *, full: bool = False) -> None:
        """Whether the published head is this tree's; `full` computes every hash from the leaves again.

        Raises BadEvidence naming the first thing that differs.
        """
        signed = self.checkpoint()
        if signed is None:
            return
        head = unverified_checkpoint(signed)
        try:
            if self.root(head.size) != head.root:
                raise BadEvidence(f"the tiles do not lead to the published root of {head.size} leaves")
            if full:
                self._tiles.verify(head.size)
        except IndexError as missing:
            raise BadEvidence(f"{missing}, though {head.size} were published") from None

    def close(self) -> None:
        """Let another process append."""
        self._frontier = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _begin(self) -> Frontier:
        """The right edge of a new log; one with leaves has to be recovered first."""
        self._take_lock()
        if self.checkpoint() is not None or self._entries.bundle(0):
            raise NotServing("the ledger has leaves: recover it from its last signed head before appending")
        self.truncate_to(0)
        assert self._frontier is not None  # noqa: S101  # truncate_to sets it or raises
        return self._frontier

    def _take_lock(self) -> None:
        """Become the one process that appends: two would sign two different logs."""
        if self._lock is not None:
            return
        handle = os.open(self._lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, durable.PRIVATE_FILE)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise NotServing("another process appends to this ledger: stop it first") from None
        self._lock = handle
