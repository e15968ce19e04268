"""What a clerk or customer wrote freely, looked at before it is kept: what does not belong there, and where.

It warns and lets go on once changed or confirmed, for nothing may hold up an urgent answer. Only the number of a
bank card is never kept (V.1): all but its last four digits are struck out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from giuloi.core.bilingual import Words
from giuloi.core.recognise import Finding, Recognised, recognise

STRUCK = "•"


@dataclass(frozen=True, slots=True)
class Warned:
    """One piece that may not belong there: what to do about it, and the few characters around by which it is found."""

    words: Words
    where: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Looked:
    """`text` may be kept; `warned` says what it holds; `struck` that a card number was made unreadable."""

    text: str = field(repr=False)
    warned: tuple[Warned, ...]
    struck: bool


def looked_at(text: str) -> Looked:
    """Look at a text. The places shown are of the text as it may be kept, so that no card number comes back."""
    found = recognise(text)
    cards = [one for one in found if one.kind is Recognised.BANK_CARD]
    kept = text
    for one in cards:
        kept = kept[: one.start] + _struck(text[one.start : one.end]) + kept[one.end :]
    return Looked(kept, tuple(Warned(one.words, _where(kept, one)) for one in found), bool(cards))


def _struck(card: str) -> str:
    left = sum(one.isdigit() for one in card) - 4
    made = []
    for one in card:
        made.append(STRUCK if one.isdigit() and left > 0 else one)
        left -= one.isdigit()
    return "".join(made)


def _where(text: str, one: Finding) -> str:
    before, after = text[max(0, one.start - 12) : one.start], text[one.end : one.end + 12]
    begin = "…" if one.start > 12 else ""
    end = "…" if one.end + 12 < len(text) else ""
    return f"{begin}{before}{text[one.start : one.end]}{after}{end}".replace("\n", " ")
