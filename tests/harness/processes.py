"""Starting `giuloi` as a process of its own and waiting for what it does."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

STAND_INS = Path(__file__).with_name("stand_ins")


def giuloi(*arguments: str, real: bool = False, **environment: str) -> subprocess.Popen[str]:
    """Start `giuloi`, unless `real` on an empty house that passes its self-check (tests/harness/stand_ins)."""
    path = {} if real else {"PYTHONPATH": str(STAND_INS)}
    return subprocess.Popen(
        [sys.executable, "-m", "giuloi", *arguments],
        env={**os.environ, **path, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(holds: Callable[[], bool], seconds: float = 90.0) -> bool:
    """Wait until something holds; False when it never did."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return holds()


def alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
