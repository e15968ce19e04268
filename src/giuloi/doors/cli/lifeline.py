"""A child never outlives its parent, however the parent ends; and signals become a `stop` to wait on."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def end_with_parent(parent: int | None = None) -> None:
    """Ask the kernel for SIGTERM when the parent dies (Linux; elsewhere nothing happens).

    `parent` is the process id of who started us: when it is already gone, we end at once.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    # The parent may have died between starting us and the line above: the kernel then has nothing to tell.
    if parent is not None and os.getppid() != parent:
        raise SystemExit(1)


def stop_on_signals() -> threading.Event:
    """An event that SIGTERM and SIGINT set; a second signal changes nothing, the end is already under way."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
