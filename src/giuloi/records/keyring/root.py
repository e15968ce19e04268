"""The root key R: 256 bits in a file of mode 0600, outside the data folder. Nothing opens without it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from giuloi.core.crypto.keys import new_key
from giuloi.core.terms import NotServing
from giuloi.records.durable import put_new

ROOT_KEY_BYTES = 32


def create_root_key(path: Path) -> None:
    """Draw a new root key; raises NotServing rather than overwrite one: every sealed value hangs on it."""
    try:
        put_new(path, new_key())
    except FileExistsError:
        raise NotServing(f"a root key stands at {path} already; it is never overwritten") from None


def read_root_key(path: Path) -> bytes:
    """The root key; raises NotServing when it is missing, another user's, readable by others, or not 32 bytes."""
    try:
        found = os.stat(path)
        key = path.read_bytes()
    except OSError as error:
        raise NotServing(
            f"no root key can be read at {path} ({error.strerror}); "
            "put it back there, or name its place in GIULOI_ROOT_KEY; without it nothing can be opened"
        ) from error
    if found.st_uid != os.geteuid():
        raise NotServing(f"the root key {path} belongs to another user: run as that user, or chown {path}")
    if (mode := stat.S_IMODE(found.st_mode)) & 0o077:
        raise NotServing(f"the root key {path} can be read by others (mode {mode:o}): chmod 600 {path}")
    if len(key) != ROOT_KEY_BYTES:
        raise NotServing(f"the root key {path} holds {len(key)} bytes instead of {ROOT_KEY_BYTES}")
    return key
