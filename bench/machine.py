"""What every figure is printed with: the machine, the versions, the commit."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path


def described() -> str:
    """One line on where and with what a benchmark ran."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.release()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, cryptography {version('cryptography')}, "
        f"commit {commit.stdout.strip() or 'none'}"
    )


@contextmanager
def house() -> Iterator[dict[str, str]]:
    """The environment of an installation in a folder that is gone afterwards, on SQLite unless changed."""
    folder = Path(tempfile.mkdtemp(prefix="giuloi-bench-"))
    try:
        yield {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "giuloi.site.settings",
            "GIULOI_DATA": str(folder / "data"),
            "GIULOI_ROOT_KEY": str(folder / "root" / "root.key"),
            "GIULOI_DATABASE_URL": f"sqlite://{folder / 'data' / 'giuloi.db'}",
        }
    finally:
        shutil.rmtree(folder)
