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
from giuloi.core.terms import Secret
from giuloi.promises.use.channels.message import Kind, Message, NotDelivered

MOST = 200  # messages: the oldest makes way


@dataclass(frozen=True, slots=True)
class Received:
    """A message as the demo shows it; `to` is in the clear."""

    kind: Kind
    to: str
    subject: Words
    text: Words
    language: str
    at: datetime


_lock = threading.Lock()
_messages: deque[Received] = deque(maxlen=MOST)


def put(kind: Kind, to: Secret[str], message: Message, at: datetime) -> None:
    """Keep a message; raises NotDelivered where this is not a demo: a readable sender is for nothing else."""
    if not settings.GIULOI_DEMO:
        raise NotDelivered(
            "the inbox is for the demo only",
            Words("Hộp thư này chỉ có trong bản thử.", "This inbox exists in the demo only."),
        )
    with _lock:
        _messages.append(Received(kind, to.open(), message.subject, message.text, message.language, at))


def messages() -> list[Received]:
    """What came, newest first."""
    with _lock:
        return list(reversed(_messages))


def clear() -> None:
    """Empty it."""
    with _lock:
        _messages.clear()
