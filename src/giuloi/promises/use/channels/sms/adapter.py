"""SMS, by the provider of GIULOI_SMS_URL."""

from __future__ import annotations

from typing import NoReturn

from giuloi.core.bilingual import Words
from giuloi.promises.use.channels.message import NotReady

_NOT_SET_UP = Words(
    "Tiệm chưa gửi được tin nhắn SMS. Xin dùng email, hoặc gọi cho tiệm.",
    "The shop cannot send text messages yet. Please use e-mail, or call the shop.",
)


def sms() -> NoReturn:
    """Raises NotReady: there is no provider."""
    raise NotReady("no SMS provider is configured: customers use e-mail until there is one", _NOT_SET_UP)
