"""The ways a message goes out: e-mail, SMS, and in the demo an inbox held in memory. One statement for all.

    adapter_of(Channel.SMS)          one shape for every channel: ready, open, send
    deliver("phone", number, Message(subject, text, "vi"), at)

Sending happens behind a short queue in memory, so that an address that exists and one that does not answer
alike and at once; what fails is counted and logged without its address.
"""

from giuloi.promises.use.channels.adapter import Adapter, Line, adapter_of
from giuloi.promises.use.channels.code import code_message
from giuloi.promises.use.channels.deliver import deliver, ready
from giuloi.promises.use.channels.message import (
    Kind,
    Message,
    NotDelivered,
    NotReady,
    Permanent,
    Transient,
    Unknown,
)

__all__ = [
    "Adapter",
    "Kind",
    "Line",
    "Message",
    "NotDelivered",
    "NotReady",
    "Permanent",
    "Transient",
    "Unknown",
    "adapter_of",
    "code_message",
    "deliver",
    "ready",
]
