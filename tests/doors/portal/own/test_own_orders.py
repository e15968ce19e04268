"""/me/orders: their own orders, who may see them now, and nobody else's."""

from __future__ import annotations

import pytest

from giuloi.core.terms import Channel
from giuloi.promises.collect.lifecycle import close_order
from tests.cast import AN
from tests.doors.portal.own.conftest import Customer, now
from tests.records.conftest import Shop


def test_the_list_tells_state_goods_and_money(an: Customer) -> None:
    """In đồng, as people write it."""
    page = an.text("/me/orders")
    assert "1.250.000 ₫" in page
    assert "2 × Bánh cốm Hàng Than and 1 more" in page
    assert page.count("Open") == 2


def test_an_open_order_says_who_may_look(an: Customer) -> None:
    """The roles of the policy, by the gate's own answer, with its clause."""
    page = an.text(f"/me/orders/{an.orders[0]}")
    assert "Fulfilment" in page
    assert "Customer care" in page
    assert "clause I.1" in page
    assert AN.address in page


def test_a_closed_order_says_nobody(an: Customer) -> None:
    """And what is still kept of it stands there."""
    close_order(an.orders[0], now())
    page = an.text(f"/me/orders/{an.orders[0]}")
    assert "Nobody of the shop: the order is closed." in page
    assert AN.address in page


def test_without_consent_nobody_may_look_at_an_open_order(shop: Shop, an: Customer) -> None:
    """Whoever takes supply back sees at once that it holds."""
    shop.withdraw(an.subject, ("supply", Channel.IN_HOUSE))
    page = an.text(f"/me/orders/{an.orders[0]}")
    assert "Nobody of the shop: there is no consent" in page
    assert "clause IV.4" in page


def test_somebody_elses_order_is_not_found_just_as_one_that_never_was(an: Customer, binh: Customer) -> None:
    """Word for word the same answer."""
    answers = [an.get(f"/me/orders/{number}") for number in (binh.orders[0], 12345, 2**70)]
    assert [one.status_code for one in answers] == [404] * 3
    assert len({one.content for one in answers}) == 1


@pytest.mark.parametrize("odd", ["abc", "-1", "1.5", "1%00"])
def test_what_is_no_number_is_not_found(an: Customer, odd: str) -> None:
    """Nothing fails over it."""
    assert an.get(f"/me/orders/{odd}").status_code == 404
