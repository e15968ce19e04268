"""The one shape of every channel, and which one is configured here.

    adapter = adapter_of(Channel.SMS)
    adapter.ready()
    with adapter.open() as line:
        line.send(number, message, key)

`key` is our own opaque id of the message: the provider gets it (Message-ID, RequestId, tracking_id), so that one
message stays one, and a receipt finds it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import Protocol

from django.conf import settings

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel, Secret
from giuloi.promises.use.channels.email.adapter import Email
from giuloi.promises.use.channels.message import Message, NotReady
from giuloi.promises.use.channels.messenger.adapter import messenger
from giuloi.promises.use.channels.phone.adapter import Phone
from giuloi.promises.use.channels.sandbox import Sandbox
from giuloi.promises.use.channels.sms.adapter import sms
from giuloi.promises.use.channels.zalo.adapter import zalo


class Line(Protocol):
    """An open way to the provider: many messages go through one connection. For one thread at a time."""

    def send(self, to: Secret[str], message: Message, key: str) -> str:
        """Hand one message in; the provider's id of it (its own, or our key where it gives none).

        Raises Transient, Permanent, Unknown or NotReady: each says what may be done next.
        """
        ...


class Adapter(Protocol):
    """One channel by one provider."""

    @property
    def name(self) -> str:
        """The provider: "smtp", "esms" …"""
        ...

    @property
    def channel(self) -> Channel:
        """Which way it goes."""
        ...

    @property
    def country(self) -> str:
        """Where the provider processes it (ISO 3166-1 alpha-2), as the operator said; "" when they did not."""
        ...

    @property
    def by_hand(self) -> bool:
        """A person does it and no software: there is nothing to open."""
        ...

    def ready(self) -> None:
        """Raises NotReady, with words for the operator, when nothing can go this way."""
        ...

    def open(self) -> AbstractContextManager[Line]:
        """A line, connected when first used and again when it broke. Raises NotReady."""
        ...


_CONFIGURED: Mapping[Channel, Callable[[], Adapter]] = MappingProxyType(
    {
        Channel.EMAIL: Email,
        Channel.SMS: sms,
        Channel.PHONE: Phone,
        Channel.ZALO: zalo,
        Channel.MESSENGER: messenger,
    }
)


def adapter_of(channel: Channel) -> Adapter:
    """The configured way; in the demo the sandbox, except where a person does it. Raises NotReady for none."""
    if channel not in _CONFIGURED:
        raise NotReady(
            f"nothing is sent by {channel}",
            Words("Cách liên lạc này không gửi tin được.", "Nothing can be sent this way."),
        )
    if settings.GIULOI_DEMO and channel is not Channel.PHONE:
        return Sandbox(channel)
    return _CONFIGURED[channel]()
