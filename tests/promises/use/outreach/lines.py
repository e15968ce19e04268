"""A channel that takes everything and writes down who was written to when: no server, no waiting."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from giuloi.core.terms import Channel, Secret
from giuloi.promises.use.channels.message import Message
from giuloi.promises.use.outreach import sending
from giuloi.records.keyring import Keyring

looked = threading.local()  # when this thread's last look began, in nanoseconds of CLOCK_MONOTONIC


@dataclass(frozen=True, slots=True)
class Taken:
    """One message: to whom, when by the shop's clock, and when its last look and its own beginning were."""

    to: str
    channel: Channel
    at: datetime
    looked: int
    begun: int
    key: str


@dataclass(slots=True)
class Paper:
    """Adapter and line in one."""

    channel: Channel
    clock: Callable[[], datetime]
    taken: list[Taken] = field(default_factory=list)
    name: str = "paper"
    country: str = "VN"
    by_hand: bool = False

    def ready(self) -> None:
        """Always."""

    @contextmanager
    def open(self) -> Iterator[Paper]:
        """Itself."""
        yield self

    def send(self, to: Secret[str], message: Message, key: str) -> str:
        """Write it down."""
        begun = time.monotonic_ns()
        self.taken.append(Taken(to.open(), self.channel, self.clock(), getattr(looked, "at", 0), begun, key))
        return f"paper-{key}"


def on_paper(patch: pytest.MonkeyPatch, clock: Callable[[], datetime]) -> list[Taken]:
    """From now on campaigns go here, by every channel; the last look is timed."""
    taken: list[Taken] = []
    patch.setattr(sending, "adapter_of", lambda channel: Paper(channel, clock, taken))
    real = Keyring.stands

    def timed(*given: Any) -> bool:
        looked.at = time.monotonic_ns()
        return real(*given)

    patch.setattr(Keyring, "stands", timed)
    return taken
