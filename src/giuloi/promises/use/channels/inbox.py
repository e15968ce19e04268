"""The demo's inbox: what would have been sent, in memory, for everybody to read. It ends with its process.

Only invented people live in a demo, so that their codes may stand in the open. Anywhere else this refuses.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel, Secret
from giuloi.promises.use.channels.message import Message, NotReady

MOST = 200  # messages: the oldest makes way


@dataclass(frozen=True, slots=True)
class Received:
    """A message as the demo shows it; `to` is in the clear."""

    channel: Channel
    to: str
    subject: Words
    text: Words
    language: str
    at: datetime
    advertising: bool = False
    key: str = ""

    @property
    def kind(self) -> str:
        """What the address is: "email", or "phone" for everything else."""
        return "email" if self.channel is Channel.EMAIL else "phone"


_lock = threading.Lock()
_messages: deque[Received] = deque(maxlen=MOST)


def only_in_demo() -> None:
    """Raises NotReady where this is not a demo: a readable sender is for nothing else."""
    if not settings.GIULOI_DEMO:
        raise NotReady(
            "the inbox is for the demo only",
            Words("Hộp thư này chỉ có trong bản thử.", "This inbox exists in the demo only."),
        )


def put(channel: Channel, to: Secret[str], message: Message, at: datetime, key: str = "") -> None:
    """Keep a message, once under each key; raises NotReady outside the demo."""
    only_in_demo()
    received = Received(
        channel, to.open(), message.subject, message.text, message.language, at, message.advertising, key
    )
    with _lock:
        if not key or all(one.key != key for one in _messages):
            _messages.append(received)


def messages() -> list[Received]:
    """What came, newest first."""
    with _lock:
        return list(reversed(_messages))


def clear() -> None:
    """Empty it."""
    with _lock:
        _messages.clear()
