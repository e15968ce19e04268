"""The demo's sender on every channel: what goes out lands in the demo's inbox, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from giuloi.core.terms import Channel, Secret
from giuloi.promises.use.channels import inbox
from giuloi.promises.use.channels.message import Message


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Sends nothing. A key that comes again is one message, as with a good provider."""

    channel: Channel
    name: str = "sandbox"
    country: str = "VN"
    by_hand: bool = False

    def ready(self) -> None:
        """Raises NotReady outside the demo."""
        inbox.only_in_demo()

    @contextmanager
    def open(self) -> Iterator[Sandbox]:
        """Itself."""
        self.ready()
        yield self

    def send(self, to: Secret[str], message: Message, key: str) -> str:
        """Into the inbox; the key is the id."""
        inbox.put(self.channel, to, message, datetime.now(UTC), key)
        return key
