"""What is sent, and what is said when it cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from giuloi.core.bilingual import Words
from giuloi.core.terms import GiuloiError

Kind = Literal["phone", "email"]


@dataclass(frozen=True, slots=True, repr=False)
class Message:
    """A message in both languages, and the one its reader chose. An SMS has no subject: only `text` goes out.

    The text may hold a one-time code: it does not print.
    """

    subject: Words
    text: Words
    language: str

    def __repr__(self) -> str:
        return "Message(…)"


class NotDelivered(GiuloiError):
    """This channel cannot send now; `words` say what the operator does about it. Never says to whom."""

    def __init__(self, reason: str, words: Words) -> None:
        super().__init__(f"not delivered: {reason}")
        self.reason, self.words = reason, words
