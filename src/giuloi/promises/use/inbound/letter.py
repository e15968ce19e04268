"""What came from outside, read and bounded, and how far it proves who wrote it.

Whoever looks after cases takes it: `Take`. Nothing in it is trusted: the sender is a claim, `token` and `replies_to`
are what the letter says it answers, and a letter that is not `proven` opens nobody's data by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel, Secret


@dataclass(frozen=True, slots=True, repr=False)
class Attachment:
    """One file: `content` in base64 (for the field `attachment`), `size` in bytes before that, never unpacked."""

    name: Secret[str]
    kind: str  # a media type, as the sender says
    size: int
    content: Secret[str]


@dataclass(frozen=True, slots=True, repr=False)
class Inbound:
    """One message from outside. It does not print.

    `sender`: their e-mail address in its normal form, or their id at Zalo; "" where none can be read.
    `left_out`: what was not kept and why, for the sender to be told; None when everything was.
    `automatic`: written by a machine (RFC 3834), our own included: never answered by itself.
    """

    channel: Channel
    sender: Secret[str]
    subject: Secret[str]
    text: Secret[str]
    attachments: tuple[Attachment, ...]
    digest: bytes  # 32 bytes: the same message is the same digest (inbound/once.py)
    token: str | None  # the one of the plus address it was sent to: care+<token>@…
    replies_to: tuple[str, ...]  # keys of our own messages that it answers, the newest first
    proven: bool
    left_out: Words | None = None
    automatic: bool = False


class Take(Protocol):
    """Keep a message for good, in the transaction that is open; once it returns, the sender's copy may go."""

    def __call__(self, inbound: Inbound, at: datetime) -> None:
        """Raises Unavailable (or anything else) when it could not: then it comes again."""
        ...
