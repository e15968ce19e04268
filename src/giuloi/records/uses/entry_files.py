"""The leaves themselves and the members of batches: private files, append-only.

    entries/<N>   an entry bundle of c2sp.org/tlog-tiles: up to 256 leaves, each behind its length (2 bytes)
    batches/<N>   the batches among those leaves: place in the bundle (1 byte), length (4 bytes), members

The last file of each is appended to in place. A crash may leave a torn tail; what is whole before it counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from giuloi.core.terms import NotServing
from giuloi.records import durable
from giuloi.records.uses.tile_paths import WIDTH, numbered, stored_from


class EntryFiles:
    """Leaves by index. Knows nothing of hashes."""

    def __init__(self, folder: Path) -> None:
        self._entries = folder / "entries"
        self._batches = folder / "batches"
        for part in (folder, self._entries, self._batches):
            durable.make_folder(part, durable.PRIVATE_FOLDER)

    def append(self, start: int, entries: Sequence[bytes], members: Mapping[int, bytes]) -> None:
        """Add leaves from index `start` on, `members` by offset into them; durable when this returns."""
        touched: list[Path] = []
        for at in range(start - start % WIDTH, start + len(entries), WIDTH):
            number = at // WIDTH
            offsets = range(max(at, start) - start, min(at + WIDTH - start, len(entries)))
            batches = [_batch_record(start + one, members[one]) for one in offsets if one in members]
            if batches:
                touched += self._write(self._batches, number, b"".join(batches))
            touched += self._write(self._entries, number, b"".join(_record(entries[one]) for one in offsets))
        durable.flush(dict.fromkeys(touched))

    def bundle(self, number: int) -> list[bytes]:
        """The whole leaves of one bundle; a torn tail is left out."""
        return [leaf for _, leaf in _records(durable.read(self._entries / numbered(number)) or b"")]

    def between(self, start: int, end: int) -> Iterator[bytes]:
        """The leaves [start, end). Raises IndexError when there are fewer."""
        for number in range(start // WIDTH, -(-end // WIDTH)):
            bundle = self.bundle(number)
            first, last = max(start - number * WIDTH, 0), min(end - number * WIDTH, WIDTH)
            if len(bundle) < last:
                raise IndexError(f"the log has no leaf {number * WIDTH + len(bundle)}")
            yield from bundle[first:last]

    def members(self, index: int) -> bytes:
        """The packed members of the batch whose leaf stands at `index`. KeyError when it is no batch."""
        data = durable.read(self._batches / numbered(index // WIDTH)) or b""
        return {place: members for place, _, members in _batch_records(data)}[index % WIDTH]

    def drop_from(self, size: int) -> None:
        """Take away every leaf from index `size` on, and every torn tail. Safe to repeat after a crash.

        Raises NotServing, before anything is touched, when there are fewer than `size` leaves.
        """
        number, keep = divmod(size, WIDTH)
        whole = _records(durable.read(self._entries / numbered(number)) or b"")
        if len(whole) < keep or (number and len(self.bundle(number - 1)) < WIDTH):
            raise NotServing(
                f"the ledger holds fewer than the {size} leaves that were signed: restore its files"
            )
        for folder in (self._batches, self._entries):
            for _, path in reversed(list(stored_from(folder, number + bool(keep)))):
                durable.remove(path)
        if keep:
            batches = _batch_records(durable.read(self._batches / numbered(number)) or b"")
            last_batch = max((end for place, end, _ in batches if place < keep), default=0)
            _cut(self._batches / numbered(number), last_batch)
            _cut(self._entries / numbered(number), whole[keep - 1][0])

    @staticmethod
    def _write(folder: Path, number: int, data: bytes) -> list[Path]:
        """Append, and say what has to be flushed: the file, and its folder when the file is new."""
        path = folder / numbered(number)
        if path.exists():
            durable.append(path, data)
            return [path]
        durable.make_folder(path.parent, durable.PRIVATE_FOLDER)
        durable.append(path, data)
        return [path, path.parent]


def _cut(path: Path, length: int) -> None:
    if path.exists() and path.stat().st_size > length:
        durable.cut(path, length)
        durable.flush([path])


def _record(leaf: bytes) -> bytes:
    return len(leaf).to_bytes(2, "big") + leaf


def _batch_record(index: int, members: bytes) -> bytes:
    return bytes([index % WIDTH]) + len(members).to_bytes(4, "big") + members


def _records(data: bytes) -> list[tuple[int, bytes]]:
    """Whole records as (where it ends, leaf)."""
    found, at = [], 0
    while at + 2 <= len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data) or end == at + 2:  # torn; or zeroes, where a power cut left a hole
            break
        found.append((end, data[at + 2 : end]))
        at = end
    return found


def _batch_records(data: bytes) -> list[tuple[int, int, bytes]]:
    """Whole records as (place in the bundle, where it ends, members)."""
    found, at = [], 0
    while at + 5 <= len(data):
        end = at + 5 + int.from_bytes(data[at + 1 : at + 5], "big")
        if end > len(data) or end == at + 5:
            break
        found.append((data[at], end, data[at + 5 : end]))
        at = end
    return found
