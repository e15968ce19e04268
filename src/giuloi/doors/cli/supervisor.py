"""Keeps a few processes running: starts them, starts again what dies, ends them in order.

It opens no data and holds no key, so that it has nothing to do but this.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

import structlog

_SETTLED = 60.0  # seconds after which a child counts as well and its pause starts small again


@dataclass(frozen=True, slots=True)
class Part:
    """One process to keep running. `grace` is how many seconds it has to end before it is killed."""

    name: str
    argv: tuple[str, ...]
    grace: float = 3.0


@dataclass(frozen=True, slots=True)
class Pauses:
    """How long to wait before a dead child is started again, in seconds: doubling from first to longest."""

    first: float = 0.5
    longest: float = 30.0


@dataclass(slots=True)
class _Child:
    part: Part
    pauses: Pauses
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0  # when it may be started (again)
    pause: float = field(init=False)

    def __post_init__(self) -> None:
        self.pause = self.pauses.first

    def start(self) -> None:
        # A group of its own: Ctrl-C in the terminal reaches the supervisor alone, and the parts end in order.
        self.process = subprocess.Popen(self.part.argv, stdin=subprocess.DEVNULL, process_group=0)  # noqa: S603
        self.started = monotonic()
        _log().info("part_started", part=self.part.name, pid=self.process.pid)

    def look_after(self) -> None:
        """Start it when it is due; notice when it has died."""
        if self.process is None:
            if monotonic() >= self.due:
                self.start()
        elif (status := self.process.poll()) is not None:
            self._clear()
            if monotonic() - self.started > _SETTLED:
                self.pause = self.pauses.first
            _log().error("part_died", part=self.part.name, status=status, pause=self.pause)
            self.due = monotonic() + self.pause
            self.pause = min(self.pause * 2, self.pauses.longest)

    def end(self) -> None:
        """SIGTERM, then SIGKILL for the whole group when the grace is over."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(self.part.grace)
        except subprocess.TimeoutExpired:
            _log().warning("part_killed", part=self.part.name)
        self._clear()
        _log().info("part_stopped", part=self.part.name)

    def _clear(self) -> None:
        """Kill what is left of the group (a worker would keep the port) and reap the child."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):  # nobody left: the usual case
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


def keep_running(parts: Sequence[Part], stop: threading.Event, pauses: Pauses | None = None) -> None:
    """Run every part until `stop` is set, then end them in the order given."""
    children = [_Child(part, pauses or Pauses()) for part in parts]
    try:
        while not stop.wait(0.1):
            for child in children:
                child.look_after()
    finally:
        for child in children:
            child.end()


def _log() -> structlog.typing.FilteringBoundLogger:
    return structlog.get_logger()
