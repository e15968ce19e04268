"""Which way a message goes: to the demo's inbox, or to the channel's sender behind the queue."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.conf import settings

from giuloi.core.terms import Secret
from giuloi.promises.use.channels import inbox, queue
from giuloi.promises.use.channels.email import send as email
from giuloi.promises.use.channels.message import Kind, Message
from giuloi.promises.use.channels.sms import send as sms

_SENDERS = {"phone": sms, "email": email}


def ready(kind: Kind) -> None:
    """Raises NotDelivered when nothing can be sent this way now.

    Ask before anybody is looked up: then an address that is known and one that is not get one answer.
    """
    if not settings.GIULOI_DEMO:
        _SENDERS[kind].ready()
        queue.ready()


def deliver(kind: Kind, address: Secret[str] | str, message: Message, at: datetime) -> None:
    """Hand a message over for one address; returns before it is sent. Raises NotDelivered as `ready` does."""
    to = address if isinstance(address, Secret) else Secret(address)
    ready(kind)
    if settings.GIULOI_DEMO:
        inbox.put(kind, to, message, at)
    else:
        queue.hand_over(kind, partial(_SENDERS[kind].prepared, to, message))
