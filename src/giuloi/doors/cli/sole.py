"""At most one process of a kind for one data folder; a second one learns who is there."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from giuloi.core.terms import NotServing


@contextmanager
def sole(name: str, data: Path) -> Iterator[None]:
    """Hold `<data>/locks/<name>` for as long as the block runs; raises NotServing when another process does.

    The kernel lets go of the lock when its holder dies, so a killed process never blocks its successor.
    """
    path = data / "locks" / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Python opens it close-on-exec, so a child never keeps the lock of its dead parent.
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip() or "?"
            raise NotServing(
                f"{name} already runs for {str(data)!r} as process {holder}: stop that one first"
            ) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode("ascii"), 0)
        yield
    finally:
        os.close(handle)
