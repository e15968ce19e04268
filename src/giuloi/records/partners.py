"""Others who hold a copy of what we hold, and are told when it is erased: a shop platform, a carrier, a processor.

Telling them is part of erasing (Law 91/2025 art. 14): each has a receipt, or an exception that stays visible until
it is closed. A partner is told opaque ids and, where it knows the person by nothing else, its own reference.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from giuloi.core.terms import GiuloiError


@dataclass(frozen=True, slots=True)
class PartnerAsk:
    """What one partner is to erase: `key` is the same however often it is tried, `references` are its own names.

    The references are drawn before anything is erased (`references_of`), for afterwards nobody could look them up.
    """

    key: str
    references: Sequence[str]
    at: datetime


@dataclass(frozen=True, slots=True)
class PartnerReceipt:
    """What a partner answered. `how`: anonymised, erased, confirmed_by_hand; `read_back`: we looked, and it is gone."""

    how: str
    read_back: bool
    reference: str = ""


class NotErased(GiuloiError):
    """The partner has not erased it; `again`: it is worth trying later. `code` is one word and stands in clear."""

    def __init__(self, code: str, *, again: bool) -> None:
        super().__init__(f"a partner has not erased it: {code}")
        self.code, self.again = code, again


class PartlyErased(NotErased):
    """All went well, there was much to do, and the time of one try is over: to be asked again soon, not ever later."""

    def __init__(self) -> None:
        super().__init__("more_to_do", again=True)


class Partner(Protocol):
    """One kind of partner. `by_hand`: no software answers there; a person does it and notes the receipt."""

    name: str
    by_hand: bool

    def references_of(self, subject: int, records: Sequence[int]) -> Sequence[str]:
        """Its own names for this person's things, opened before they are erased; none where it holds nothing."""

    def erase(self, ask: PartnerAsk) -> PartnerReceipt:
        """Have it erased and look whether it is; raises NotErased. Safe to repeat."""


@runtime_checkable
class Choosing(Protocol):
    """A partner that can tell in one question of whom it may hold anything: thousands are erased in one go."""

    def perhaps_of(self, subjects: Sequence[int]) -> Collection[int]:
        """Everybody of whom `references_of` may find something; rather one too many."""


_PARTNERS: dict[str, Partner] = {}


def register_partner(partner: Partner) -> None:
    """Called by an app when it is ready; the same name replaces."""
    _PARTNERS[partner.name] = partner


def partners() -> tuple[Partner, ...]:
    """Every partner, in the order they were made known."""
    return tuple(_PARTNERS.values())
