"""What is sent, and what is said when it cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from giuloi.core.bilingual import Words
from giuloi.core.terms import GiuloiError

Kind = Literal["phone", "email"]  # what a one-time code goes to: a number (by SMS) or an address


@dataclass(frozen=True, slots=True, repr=False)
class Message:
    """A message in both languages, and the one its reader chose. An SMS has no subject: only `text` goes out.

    `headers` are more headers of an e-mail (List-Unsubscribe …; other channels have none). `advertising` says
    that it is: providers have another kind of message for it, and without a brandname it is refused by SMS
    (Decree 91/2020, art. 13.8). The text may hold a one-time code: it does not print.
    """

    subject: Words
    text: Words
    language: str
    headers: Mapping[str, str] = field(default_factory=dict)
    advertising: bool = False

    def __repr__(self) -> str:
        return "Message(…)"


class NotDelivered(GiuloiError):
    """A message did not go out; `words` say what the operator does about it. Never says to whom."""

    def __init__(self, reason: str, words: Words) -> None:
        super().__init__(f"not delivered: {reason}")
        self.reason, self.words = reason, words


class NotReady(NotDelivered):
    """The channel itself cannot: not configured, its password refused, no brandname, credit used up.

    It says nothing about the address. Stop sending this way and tell the operator.
    """


class Transient(NotDelivered):
    """Certainly not taken, and may be another time. Send it again, under the same key."""


class Permanent(NotDelivered):
    """Certainly not taken, and never will be: there is no such number, or the mailbox said no and meant it."""


class Unknown(NotDelivered):
    """Perhaps taken: the answer got lost. Never sent again by itself; a receipt may still tell."""
