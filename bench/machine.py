"""What every figure is printed with: the machine, the versions, the commit."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from importlib.metadata import version


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
