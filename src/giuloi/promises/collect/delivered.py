"""What a shop platform may tell us, as values: the one shape every bridge turns its own words into.

A bridge copies nothing that has no name here. Texts about a person do not show in a repr, so that a
traceback or a log line of a delivery gives nobody away.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from giuloi.promises.collect.goods import Purchases


class OrderState(StrEnum):
    """How far an order is, as far as privacy cares: may it still be worked on?"""

    PLACED = "placed"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    ERASED_AT_SOURCE = "erased_at_source"


class Resource(StrEnum):
    """What a platform's id is the id of."""

    CUSTOMER = "customer"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Bridge:
    """One connected shop: its platform and the name the operator gave it, as in `woocommerce` and `shop1`."""

    platform: str
    name: str

    def source(self, resource: Resource, number: int) -> str:
        """The platform's id of a thing, unique among all shops: "woocommerce:shop1:order:12"."""
        return f"{self.platform}:{self.name}:{resource}:{number}"

    @property
    def label(self) -> str:
        """How our tables name it: "woocommerce/shop1"."""
        return f"{self.platform}/{self.name}"

    @property
    def actor(self) -> str:
        """How leaves name it: "bridge/shop1"."""
        return f"bridge/{self.name}"


@dataclass(frozen=True, slots=True)
class Contact:
    """A person as a platform writes them. Empty means: not said; it never empties what we hold."""

    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    address: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Customer:
    """An account of the platform: a guest with us until they accept our policy. `modified_at` is UTC."""

    source: int
    modified_at: datetime
    contact: Contact


@dataclass(frozen=True, slots=True)
class Order:
    """An order of the platform. `customer` is the buyer's account there, None for a buyer without one."""

    source: int
    modified_at: datetime
    placed_at: datetime
    state: OrderState
    customer: int | None
    buyer: Contact
    delivery: Contact
    note: str = field(repr=False)
    purchases: Purchases


@dataclass(frozen=True, slots=True)
class ErasedAtSource:
    """The platform has erased what it said about this account or order; nothing else of it is read."""

    resource: Resource
    source: int
    modified_at: datetime


@dataclass(frozen=True, slots=True)
class GoneAtSource:
    """The platform has removed the whole account or order: it says its id, and no time."""

    resource: Resource
    source: int


@dataclass(frozen=True, slots=True)
class NotData:
    """Signed, but an error message of the platform in place of what it wanted to say: to be read again."""


@dataclass(frozen=True, slots=True)
class OfNoConcern:
    """A topic or state that is about no customer of ours (a product, a draft): it is not read further."""


Content = Customer | Order | ErasedAtSource | GoneAtSource | NotData | OfNoConcern


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery, checked and understood.

    `webhook` is the platform's id of the hook that sent it; with `digest` (keyed, 32 bytes, of the raw body)
    it tells a repeat. `dropped` counts what was said and not copied, `mended` the texts that were cut or
    cleaned to fit: counts only, neither names nor values.
    """

    webhook: str
    topic: str
    digest: bytes
    content: Content
    dropped: int = 0
    mended: int = 0
