"""Where backups stand: one folder each, with a manifest that is written last. Without one it is no backup.

::

    <shelf>/data/<name>/manifest.json, sealed     the data database, under a key of the key store
    <shelf>/keys/<name>/manifest.json, sealed     the key store, under the root key

The names begin with the time (UTC), so that they sort as they were made.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from giuloi.core.crypto.primitives import random_bytes
from giuloi.core.terms import NotServing, Unavailable
from giuloi.records.durable import PRIVATE_FOLDER, flush, make_folder, put_new

VERSION = 1
KEYS_KEPT = timedelta(
    hours=72
)  # what was erased since opens with an older copy of the keys: none is kept longer


class Kind(StrEnum):
    """What is in a backup: never both."""

    DATA = "data"
    KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known before the copy, and bound into its key: altered, the backup does not open.

    `database` is sqlite or postgresql ("keys" for the key store), `head` the ledger's root in hex, `serial` and
    `epoch` the key store's newest.
    """

    version: int
    kind: Kind
    name: str
    at: str
    database: str
    ledger: int
    head: str
    serial: int
    epoch: int

    def bound(self) -> tuple[str | int, ...]:
        """All of it, for the wrap of the file's key."""
        return (
            "backup",
            *(value if isinstance(value, int) else str(value) for value in asdict(self).values()),
        )


@dataclass(frozen=True, slots=True)
class Backup:
    """One whole backup: `plain` and `size` are bytes before and after sealing, `sha256` of the sealed file."""

    facts: Facts
    plain: int
    size: int
    sha256: str
    folder: Path

    @property
    def at(self) -> datetime:
        """When it was begun."""
        return datetime.fromisoformat(self.facts.at)

    @property
    def sealed(self) -> Path:
        """The sealed file."""
        return self.folder / "sealed"


class Shelf:
    """The folder of one kind of backup."""

    def __init__(self, root: Path, kind: Kind) -> None:
        self.folder, self.kind = root / kind.value, kind

    def new_name(self, at: datetime) -> str:
        """A name that sorts by time."""
        return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{random_bytes(3).hex()}"

    def begin(self, name: str) -> Path:
        """A folder to write into, which does not count as a backup; what crashes left of others is taken away."""
        make_folder(self.folder, PRIVATE_FOLDER)
        self.sweep()
        part = self.folder / f".{name}.part"
        make_folder(part, PRIVATE_FOLDER)
        return part

    def finish(self, part: Path, backup: Backup) -> Backup:
        """The manifest, then the name: from here on it is a backup."""
        manifest = {
            **asdict(backup.facts),
            "plain": backup.plain,
            "size": backup.size,
            "sha256": backup.sha256,
        }
        put_new(part / "manifest.json", json.dumps(manifest, indent=1).encode())
        os.replace(part, backup.folder)
        flush([self.folder])
        return backup

    def sweep(self) -> None:
        """Take away what was never finished."""
        for left in self.folder.glob(".*.part"):
            shutil.rmtree(left)

    def all(self) -> list[Backup]:
        """Every whole backup, the oldest first."""
        return sorted(self._read(), key=lambda one: (one.at, one.facts.name))

    def not_after(self, at: datetime) -> Backup:
        """The newest that is not after `at`; raises NotServing when there is none."""
        found = [one for one in self.all() if one.at <= at]
        if not found:
            raise NotServing(
                f"no backup of the {self.kind.value} from before that time stands in {self.folder}"
            )
        return found[-1]

    def expire(self, now: datetime, kept: timedelta) -> list[str]:
        """Take away what is older; looked at again, so that the names returned are surely gone."""
        old = [one for one in self.all() if one.at < now - kept]
        for one in old:
            # The manifest first: half taken away it is no backup any more.
            (one.folder / "manifest.json").unlink()
            shutil.rmtree(one.folder)
        if self.folder.is_dir():
            flush([self.folder])
        left = [one.facts.name for one in old if one.folder.exists()]
        if left:
            raise Unavailable(f"old backups could not be taken away: {', '.join(left)}")
        return [one.facts.name for one in old]

    def _read(self) -> Iterator[Backup]:
        for path in self.folder.glob("[0-9]*/manifest.json"):
            try:
                said = json.loads(path.read_bytes())
                rest = {name: said.pop(name) for name in ("plain", "size", "sha256")}
                facts = Facts(**(said | {"kind": Kind(said["kind"])}))
                backup = Backup(facts, folder=path.parent, **rest)
                _ = backup.at
            except (ValueError, TypeError, KeyError, OSError):
                continue  # not one of ours, or not whole: it does not count
            if facts.version == VERSION and facts.kind is self.kind and facts.name == path.parent.name:
                yield backup


def room_for(folder: Path, size: int) -> None:
    """Raises Unavailable when a disk has no room for `size` bytes and a tenth more."""
    make_folder(folder, PRIVATE_FOLDER)
    free, wanted = shutil.disk_usage(folder).free, size + size // 10
    if free < wanted:
        raise Unavailable(f"{folder}: {free:,} bytes are free, {wanted:,} are needed; nothing was written")
