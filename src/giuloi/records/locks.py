"""Advisory locks between processes. The kernel lets go when a holder dies: a kill never blocks the successor."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from giuloi.records.durable import PRIVATE_FILE, PRIVATE_FOLDER, make_folder


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold the lock on `path`; yields False (without waiting) if `wait` is off and another holds it."""
    make_folder(path.parent, PRIVATE_FOLDER)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        yield False
        return
    try:
        yield True
    finally:
        os.close(handle)
