"""What joins a shop's basket with somebody's order: gone with the order's own commit, and in the end for good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from giuloi.promises.collect import checkouts
from giuloi.promises.collect.checkouts import KEPT, Checkout, forget_over
from giuloi.promises.collect.lifecycle import move_order
from giuloi.promises.collect.orders import Order
from giuloi.promises.collect.progress import Progress, Reason
from giuloi.records.access import sessions
from giuloi.records.access.cookies import CUSTOMER_COOKIE
from tests.doors.api.conftest import Machine
from tests.doors.portal.test_checkout import GOODS, begin, fill, path, state, till
from tests.records.conftest import Shop

__all__ = ["till"]
DAY = timedelta(days=1)


class Killed(BaseException):
    """The process ends here."""


def kill(*_: Any) -> Any:
    """As a power cut does."""
    raise Killed


@pytest.mark.parametrize("member", [True, False])
@pytest.mark.django_db(transaction=True)
def test_who_is_killed_while_ordering_leaves_no_goods_beside_an_order(
    till: Machine, web: Client, shop: Shop, an: int, member: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is cut off: either nothing was ordered and the basket is there, or it was and the basket is gone."""
    if member:
        web.cookies[CUSTOMER_COOKIE] = sessions.begin(sessions.Visitor.CUSTOMER, an, shop.now())
    begun = begin(till)
    with monkeypatch.context() as cut:
        cut.setattr(checkouts, "_placed", kill)  # in the middle of the transaction
        with pytest.raises(Killed):
            fill(web, path(begun))
    row = Checkout.objects.get()
    assert (Order.objects.count(), bool(row.goods), row.placed_at) == (0, True, None)
    placing = "place_order" if member else "place_first_order"
    place = getattr(checkouts, placing)
    with monkeypatch.context() as cut:
        cut.setattr(checkouts, placing, lambda *said, **more: kill(place(*said, **more)))  # right behind it
        with pytest.raises(Killed):
            fill(web, path(begun))
    row = Checkout.objects.get()
    assert (Order.objects.count(), row.goods) == (1, "")
    assert row.placed_at is not None
    assert state(till, begun)["state"] == "placed"


def test_goods_that_stand_beside_an_order_are_taken_away_by_the_clock(
    till: Machine, web: Client, shop: Shop
) -> None:
    """Also where an earlier version was cut off between the two."""
    fill(web, path(begin(till)))
    Checkout.objects.update(goods="Bánh cốm", placed_at=None)
    forget_over(shop.now())
    row = Checkout.objects.get()
    assert row.goods == ""
    assert row.placed_at is not None


def test_goods_never_come_back_into_a_checkout_that_is_being_ordered(
    till: Machine, web: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shop hands the basket over once more at the very moment: it is another checkout."""
    begun = begin(till)
    fill(web, path(begun))
    monkeypatch.setattr(checkouts, "_order_of", lambda row: None)  # looked a moment before
    assert begin(till)["checkout"] != begun["checkout"]
    assert Checkout.objects.get(id=begun["checkout"]).goods == ""


def test_thirty_days_after_the_shop_settled_it_nothing_joins_its_basket_with_the_order(
    till: Machine, web: Client
) -> None:
    """Not a day sooner, for the shop may ask; and the order itself stays."""
    begun = begin(till)
    fill(web, path(begun))
    till.post(f"/checkouts/{begun['checkout']}/settle", {"accepted": True})
    settled = Checkout.objects.get().settled_at
    assert settled is not None
    assert forget_over(settled + KEPT - DAY) == 0
    assert forget_over(settled + KEPT + DAY) == 1
    assert Order.objects.count() == 1
    assert till.get(f"/checkouts/{begun['checkout']}").status_code == 404


def test_a_checkout_that_the_shop_never_settled_goes_with_its_order(
    till: Machine, web: Client, shop: Shop
) -> None:
    """While the order is open the shop may still take its stock; afterwards the same 30 days run."""
    begun = begin(till, purchases=GOODS)
    fill(web, path(begun))
    order = Order.objects.get()
    assert forget_over(order.placed_at + 2 * KEPT) == 0
    move_order(order.id, Progress.CANCELLED, shop.now(), "customer", Reason.ASKED)
    closed = Order.objects.get().closed_at
    assert closed is not None
    assert forget_over(closed + KEPT + DAY) == 1
