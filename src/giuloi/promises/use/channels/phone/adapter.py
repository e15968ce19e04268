"""The telephone: a person calls, one after the other from a list. No software dials, and none can be configured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel, Secret
from giuloi.promises.use.channels.message import Message, NotReady

_BY_HAND = Words(
    "Điện thoại do người của tiệm gọi, từng cuộc một theo danh sách; phần mềm không tự gọi.",
    "A person of the shop calls, one number after the other from a list; no software does.",
)


@dataclass(frozen=True, slots=True)
class Phone:
    """By hand."""

    channel: Channel = Channel.PHONE
    name: str = "by_hand"
    country: str = "VN"
    by_hand: bool = True

    def ready(self) -> None:
        """Raises NotReady always: nothing is sent this way."""
        raise NotReady("calls are made by a person", _BY_HAND)

    @contextmanager
    def open(self) -> Iterator[Phone]:
        """Never."""
        self.ready()
        yield self

    def send(self, to: Secret[str], message: Message, key: str) -> str:
        """Never reached."""
        self.ready()
        return key
