"""The few ways in which records touch the disk. Each is whole, or leaves something that is tolerated.

Two promises are kept here: what `flush` has returned from survives a power cut, and a file put in place by
`replace` or `put` is never seen half-written. A disk that cannot do it raises Unavailable.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from errno import errorcode
from pathlib import Path
from threading import get_ident

from giuloi.core.terms import Unavailable

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
PUBLIC_FILE, PUBLIC_FOLDER = 0o644, 0o755


@contextmanager
def _disk() -> Iterator[None]:
    """A disk that is full or failing is no mistake of ours: nothing is lost, and it may be tried again."""
    try:
        yield
    except FileExistsError:
        raise  # said by whoever asked for a new file, and no fault of the disk
    except OSError as error:
        raise Unavailable(
            f"the disk cannot do this now ({errorcode.get(error.errno or 0, 'error')})"
        ) from error


@_disk()
def make_folder(folder: Path, mode: int) -> None:
    """Make a folder and those above it, each with this mode; flushed into its parent, so that it stays."""
    if folder.is_dir():
        return
    make_folder(folder.parent, mode)
    folder.mkdir(mode=mode, exist_ok=True)
    flush([folder.parent])


@_disk()
def append(path: Path, data: bytes) -> None:
    """Add to the end of a private file. Not flushed; a crash may leave any beginning of `data`."""
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)


@_disk()
def replace(path: Path, data: bytes, *, durable: bool) -> None:
    """Put a public file in place in one step. Durable: its bytes are flushed before its name appears."""
    temporary = path.with_name(path.name + ".new")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, PUBLIC_FILE)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        if durable:
            os.fsync(handle)
    finally:
        os.close(handle)
    os.replace(temporary, path)


@_disk()
def put(path: Path, data: bytes, mode: int = PRIVATE_FILE) -> None:
    """Put a file in place in one step, its name and bytes on the disk when this returns; two may do it at once."""
    make_folder(path.parent, PRIVATE_FOLDER)
    # Of this thread alone: two that write the same file at once must not rename each other's half.
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}.new")
    temporary.unlink(missing_ok=True)  # what a crash left; whatever stands there is never written through
    _write_new(temporary, data, mode)
    os.replace(temporary, path)
    flush([path.parent])


@_disk()
def put_new(path: Path, data: bytes, mode: int = PRIVATE_FILE) -> None:
    """As `put`, where nothing stands yet: of two that do it at once one raises FileExistsError.

    A crash may leave the file with any beginning of `data`.
    """
    make_folder(path.parent, PRIVATE_FOLDER)
    _write_new(path, data, mode)
    flush([path.parent])


def _write_new(path: Path, data: bytes, mode: int) -> None:
    """A file that this very call makes: neither a link nor another's file is ever written to."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    with open(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(handle)


@_disk()
def cut(path: Path, length: int) -> None:
    """Shorten a file."""
    os.truncate(path, length)


@_disk()
def remove(path: Path) -> None:
    """Take a file away, if it is there."""
    path.unlink(missing_ok=True)


@_disk()
def flush(paths: Iterable[Path]) -> None:
    """Return only when these files' bytes, or these folders' names, are on the disk."""
    for path in paths:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read(path: Path) -> bytes | None:
    """The file's bytes, or None when there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
