"""A connected WooCommerce whose REST interface listens on loopback, and a buyer whom both know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from giuloi.promises.collect.guests import Account
from giuloi.promises.collect.orders import Order
from giuloi.promises.share.erasing import access
from giuloi.promises.share.erasing.access import How
from giuloi.promises.share.erasing.woocommerce import WooCommerce as Partner
from giuloi.records.partners import PartnerAsk, PartnerReceipt
from tests.cast import AN
from tests.fakes import woocommerce
from tests.fakes.installation import NOON
from tests.fakes.woocommerce import WooCommerce
from tests.promises.collect.conftest import shop, wire
from tests.promises.collect.wire import Wire

__all__ = ["shop", "wire"]


@dataclass
class Both:
    """The shop over there, the line from it, and the buyer as we know them."""

    there: WooCommerce
    wire: Wire
    subject: int
    number: int

    def way_in(self, how: How) -> None:
        """The shop gave us a key."""
        access.let_in("shop1", self.there.url, woocommerce.KEY, woocommerce.SECRET, how, NOON)

    def names(self) -> tuple[str, ...]:
        """What the shop calls their things."""
        return tuple(Partner().references_of(self.subject, ()))

    def erase(self, names: tuple[str, ...] | None = None) -> PartnerReceipt:
        """Ask the shop; by these names, or by all of theirs."""
        return Partner().erase(PartnerAsk("key", self.names() if names is None else names, NOON))


@pytest.fixture
def both(wire: Wire, settings: Any) -> Iterator[Both]:
    """An has an account there, and an order with notes, custom fields and a delivery address."""
    settings.GIULOI_DEMO = True  # loopback may be gone to
    with woocommerce.listening() as there:
        account = wire.shop.customer_created(AN)
        order = wire.shop.order_placed(AN, note="Gọi trước khi giao")
        wire.take(account)
        wire.take(order)
        there.take_in("customer", account.body)
        number = there.take_in("order", order.body)
        there.orders[number] |= {"customer_ip_address": "", "customer_user_agent": ""}
        there.orders[number]["meta_data"] = [{"id": 7, "key": "_khac_ten", "value": AN.name}]
        there.notes[number] = [{"id": 1, "note": f"{AN.name} gọi lại"}, {"id": 2, "note": "status"}]
        assert Account.objects.get().subject_id is not None
        yield Both(there, wire, Order.objects.get().subject_id, number)
