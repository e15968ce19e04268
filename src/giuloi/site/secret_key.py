"""The key that signs what Django signs (tokens, cookies): made once, kept in a file only its owner can read.

It opens no personal data: losing it ends sessions, no more.
"""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from django.core.management.utils import get_random_secret_key

from giuloi.site.environment import BadSetting


def kept_beside(root_key: Path, path: Path) -> str:
    """The key in `path` where an installation stands; before, one for this process: a look leaves no file."""
    return kept_in(path) if os.path.exists(root_key) else get_random_secret_key()


def kept_in(path: Path) -> str:
    """The key in `path`, made first if there is none; raises BadSetting."""
    try:
        if not path.exists():
            _make(path)
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise BadSetting(f"{str(path)!r} can be read by others: chmod 600 it")
        return path.read_text("ascii").strip()
    except OSError as error:
        raise BadSetting(
            f"cannot keep the secret key in {str(path)!r} ({error.strerror}): "
            "make its folder writable, set GIULOI_ROOT_KEY elsewhere, or set GIULOI_SECRET_KEY"
        ) from None


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=path.parent)  # mode 0600
    try:
        os.write(handle, get_random_secret_key().encode("ascii"))
        os.fsync(handle)
        # link, not rename: when two processes start at once, the first one's key stays and both read it.
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        os.close(handle)
        os.unlink(temporary)
