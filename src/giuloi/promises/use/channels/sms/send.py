"""Sending an SMS: no provider is built in yet, so this says so. It never prints a message instead of sending it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from giuloi.core.bilingual import Words
from giuloi.core.terms import Secret
from giuloi.promises.use.channels.message import Message, NotDelivered

_NOT_SET_UP = Words(
    "Tiệm chưa gửi được tin nhắn SMS. Xin dùng email, hoặc gọi cho tiệm.",
    "The shop cannot send text messages yet. Please use e-mail, or call the shop.",
)


def ready() -> NoReturn:
    """Raises NotDelivered: there is no provider."""
    raise NotDelivered("no SMS provider is configured: customers use e-mail until there is one", _NOT_SET_UP)


def prepared(to: Secret[str], message: Message) -> Callable[[], None]:
    """Never reached while `ready` raises."""
    ready()
