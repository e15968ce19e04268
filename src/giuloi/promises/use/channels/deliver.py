"""Which way a one-time code or a notice goes at once: to the demo's inbox, or to the channel behind the queue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.conf import settings

from giuloi.core.terms import Channel, Secret
from giuloi.promises.use.channels import inbox, queue
from giuloi.promises.use.channels.adapter import Adapter, adapter_of
from giuloi.promises.use.channels.message import Kind, Message, Unknown
from giuloi.records.ids import new_id

_CHANNEL: Mapping[Kind, Channel] = {"phone": Channel.SMS, "email": Channel.EMAIL}


def ready(kind: Kind) -> None:
    """Raises NotDelivered when nothing can be sent this way now.

    Ask before anybody is looked up: then an address that is known and one that is not get one answer.
    """
    adapter_of(_CHANNEL[kind]).ready()
    if not settings.GIULOI_DEMO:
        queue.ready()


def deliver(kind: Kind, address: Secret[str] | str, message: Message, at: datetime) -> None:
    """Hand a message over for one address; returns before it is sent. Raises NotDelivered as `ready` does."""
    to = address if isinstance(address, Secret) else Secret(address)
    ready(kind)
    if settings.GIULOI_DEMO:
        inbox.put(_CHANNEL[kind], to, message, at)
    else:
        queue.hand_over(kind, _sending(adapter_of(_CHANNEL[kind]), to, message))


def _sending(adapter: Adapter, to: Secret[str], message: Message) -> Callable[[], None]:
    """One try, under one key however often it is tried.

    A letter that was perhaps taken goes again: its Message-ID makes it one, and a code that comes twice harms
    nobody where one that does not come does. Every SMS costs; whoever misses it asks for another.
    """
    key = f"{new_id():x}"

    def send() -> None:
        try:
            with adapter.open() as line:
                line.send(to, message, key)
        except Unknown as error:
            if adapter.channel is Channel.EMAIL:
                raise queue.Again(error.reason, error.words) from None
            raise

    return send
