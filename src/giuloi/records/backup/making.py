"""Making a backup of the data or of the keys: sealed as it is read, read back, and only then called a backup."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

from giuloi.core.crypto.keys import unwrap, wrap
from giuloi.core.terms import NotServing, Unavailable, Undecryptable
from giuloi.records.backup import copies
from giuloi.records.backup.frozen import under_way
from giuloi.records.backup.sealed_file import read_sealed, write_sealed
from giuloi.records.backup.shelf import VERSION, Backup, Facts, Kind, Shelf, room_for
from giuloi.records.database import dialect
from giuloi.records.durable import flush
from giuloi.records.keyring import keyring
from giuloi.records.keyring.alarms import TAMPERED
from giuloi.records.locks import locked
from giuloi.records.places import places
from giuloi.records.uses.head import log_key, newest_head

KEY = "backup"  # the key store's own: opens every backup of the data, and stands in none of them
Progress = Callable[[int], None]


def back_up_data(root: Path, at: datetime, progress: Progress | None = None) -> Backup:
    """The data database, without a key. Raises Unavailable when there is no room, or the copy cannot be made."""
    if under_way() is not None:
        raise NotServing("a restore is not confirmed yet: a backup now would keep what may be taken back")
    keyring().own_secret(KEY)  # drawn before the serial is read
    with _alone():
        return _made(root, Kind.DATA, at, copies.size(), copies.stream, progress)


def back_up_keys(root: Path, at: datetime, progress: Progress | None = None) -> Backup:
    """The key store, without data. What it holds is wrapped already; it is sealed once more, under the root key.

    In memory until it is sealed: no key ever lies in a file that is not overwritten when it is erased.
    """
    with _alone():
        copy, serial, epoch = keyring().copy_of_store()
        return _made(root, Kind.KEYS, at, len(copy), lambda: iter([copy]), progress, (serial, epoch))


def verify(backup: Backup) -> None:
    """Read it back, every byte; raises Undecryptable or NotServing when it is not what was written, and an alarm."""
    try:
        _verify(backup)
    except (Undecryptable, NotServing):
        said = {"what": "backup", "name": backup.facts.name}
        keyring().alarm_once(TAMPERED, datetime.now(UTC), said)
        raise


def _verify(backup: Backup) -> None:
    with open(backup.sealed, "rb") as file:
        if file_digest(file, "sha256").hexdigest() != backup.sha256:
            raise Undecryptable(f"the backup {backup.facts.name} was altered or is cut off")
    if sum(map(len, read(backup))) != backup.plain:
        raise Undecryptable(f"the backup {backup.facts.name} is not as long as it was")


def read(backup: Backup) -> Iterator[bytes]:
    """What was backed up, a piece at a time; raises Undecryptable at the first thing that is not as written."""
    try:
        with open(backup.sealed, "rb") as file:
            yield from read_sealed(file, lambda wrapped: _opened(backup.facts, wrapped))
    except OSError as error:
        raise Unavailable(f"the backup {backup.facts.name} cannot be read ({error.strerror})") from error


def _made(
    root: Path,
    kind: Kind,
    at: datetime,
    size: int,
    parts: Callable[[], Iterable[bytes]],
    progress: Progress | None,
    numbers: tuple[int, int] | None = None,
) -> Backup:
    shelf = Shelf(root, kind)
    room_for(shelf.folder, size)
    head = newest_head(log_key()[0])
    name, database = shelf.new_name(at), dialect() if kind is Kind.DATA else "keys"
    where = (head.size, head.root.hex()) if head else (0, "")
    serial, epoch = numbers or keyring().numbers()
    facts = Facts(VERSION, kind, name, at.isoformat(), database, *where, serial, epoch)
    part = shelf.begin(name)
    try:
        plain = _sealed(part / "sealed", _told(parts(), progress), facts)
        with open(part / "sealed", "rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        backup = Backup(facts, plain, (part / "sealed").stat().st_size, digest, shelf.folder / name)
        verify(Backup(facts, plain, backup.size, digest, part))
        return shelf.finish(part, backup)
    except OSError as error:
        raise Unavailable(f"the backup could not be written ({error.strerror}); none was made") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _sealed(path: Path, parts: Iterable[bytes], facts: Facts) -> int:
    out: BinaryIO
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags | os.O_CLOEXEC, 0o600)) as out:
        plain = write_sealed(out, parts, lambda key: _closed(facts, key))
    flush([path, path.parent])
    return plain


def _closed(facts: Facts, key: bytes) -> bytes:
    if facts.kind is Kind.KEYS:
        return keyring().wrap_for_backup(key, facts.bound())
    return wrap(keyring().own_secret(KEY), key, facts.bound())


def _opened(facts: Facts, wrapped: bytes) -> bytes:
    if facts.kind is Kind.KEYS:
        return keyring().unwrap_from_backup(wrapped, facts.bound())
    return unwrap(keyring().own_secret(KEY), wrapped, facts.bound())


def _told(parts: Iterable[bytes], progress: Progress | None) -> Iterator[bytes]:
    done = 0
    for part in parts:
        yield part
        done += len(part)
        if progress is not None:
            progress(done)


@contextmanager
def _alone() -> Iterator[None]:
    """One backup at a time: a second would sweep the first one's unfinished folder away."""
    with locked(places().data / "locks" / "backup", wait=False) as mine:
        if not mine:
            raise Unavailable("another backup is under way")
        yield
