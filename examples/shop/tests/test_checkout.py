"""The hand-over can be cut off anywhere: nothing is half placed, nothing is placed twice, and the basket survives."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from oscar.core.loading import get_model
from storefront.models import Handover

from tests.conftest import Giuloi, stock_of

Order = get_model("order", "Order")


def put_in(web: Client, product: Any, quantity: int = 1) -> None:
    """Into the basket."""
    assert web.post(f"/basket/add/{product.id}", {"quantity": str(quantity)}).status_code == 302


def hand_over(web: Client) -> str:
    """Press "checkout"; gives the checkout's id."""
    where = str(web.post("/checkout")["Location"])
    assert where.startswith("http://localhost:8100/checkout/"), where
    return where.rpartition("/")[2]


def come_back(web: Client, checkout: str) -> Any:
    """As the browser does."""
    return web.get("/back", {"checkout": checkout}, follow=True)


def in_basket(web: Client) -> int:
    """How many pieces the basket page lists."""
    return sum(line.quantity for line, _ in web.get("/basket").context["lines"])


def test_a_basket_becomes_one_order_however_often_the_browser_comes_back(
    web: Client, giuloi: Giuloi, com: Any, voucher: str
) -> None:
    """Stock is taken once, the basket is empty, the number is shown; coming back again changes nothing."""
    put_in(web, com, 2)
    web.post("/basket/voucher", {"code": voucher})
    checkout = hand_over(web)
    said = giuloi.checkouts[checkout]["said"]["purchases"]
    assert (said["total"], said["payment"]) == ("21600", "cod")
    assert [one["quantity"] for one in said["lines"]] == ["2"]
    giuloi.order(checkout)
    for _ in range(3):
        assert giuloi.checkouts[checkout]["number"] in come_back(web, checkout).content.decode()
    assert (Order.objects.count(), stock_of(com), in_basket(web)) == (1, 3, 0)
    assert giuloi.checkouts[checkout]["state"] == "settled"
    assert int(Order.objects.get().total_incl_tax) == 21_600


def test_pressing_checkout_twice_is_one_checkout(web: Client, giuloi: Giuloi, com: Any) -> None:
    """The second press replaces the goods of the first."""
    put_in(web, com)
    first = hand_over(web)
    put_in(web, com, 2)
    assert hand_over(web) == first
    giuloi.order(first)
    come_back(web, first)
    assert (Order.objects.count(), stock_of(com)) == (1, 2)


def test_stock_that_is_gone_is_told_and_the_order_is_cancelled_there(
    web: Client, giuloi: Giuloi, tra: Any
) -> None:
    """Two order the last piece: one has it; the other's order is refused with the reason, and none stands here."""
    other = Client()
    for browser in (web, other):
        put_in(browser, tra)
    checkouts = [hand_over(browser) for browser in (web, other)]
    for checkout in checkouts:
        giuloi.order(checkout)
    come_back(web, checkouts[0])
    told = come_back(other, checkouts[1])
    assert [giuloi.checkouts[one]["state"] for one in checkouts] == ["settled", "refused"]
    assert giuloi.checkouts[checkouts[1]]["reason"] == "out_of_stock"
    assert (Order.objects.count(), stock_of(tra), told.status_code) == (1, 0, 200)
    assert in_basket(other) == 1, "the basket is still there to be changed"


def test_what_is_sold_out_before_the_checkout_never_gets_there(web: Client, giuloi: Giuloi, tra: Any) -> None:
    """The basket says which; Giữ Lời is not even asked."""
    put_in(web, tra)
    tra.stockrecords.update(num_in_stock=0)
    assert web.post("/checkout")["Location"] == "/basket"
    assert (giuloi.checkouts, in_basket(web)) == ({}, 1)


def test_without_giu_loi_nothing_is_placed_and_the_basket_survives(
    web: Client, giuloi: Giuloi, com: Any
) -> None:
    """A sentence, the basket, and the next try works."""
    put_in(web, com)
    giuloi.away = True
    assert "giỏ hàng vẫn còn" in web.post("/checkout", follow=True).content.decode()
    assert (Handover.objects.count(), Order.objects.count(), in_basket(web)) == (0, 0, 1)
    giuloi.away = False
    hand_over(web)


@pytest.mark.parametrize("lost", ["the question", "the answer"])
def test_a_connection_lost_on_the_way_back_is_picked_up(
    web: Client, giuloi: Giuloi, com: Any, lost: str
) -> None:
    """The page says that it will be found; `reconcile` finishes it, once."""
    put_in(web, com)
    checkout = hand_over(web)
    giuloi.order(checkout)
    giuloi.away, giuloi.lose_answers = lost == "the question", int(lost == "the answer")
    assert come_back(web, checkout).status_code == 503
    giuloi.away = False
    call_command("reconcile")
    assert (Order.objects.count(), stock_of(com), giuloi.checkouts[checkout]["state"]) == (1, 4, "settled")
    assert come_back(web, checkout).status_code == 200
    assert Order.objects.count() == 1


@pytest.mark.parametrize("lost", ["the question", "the answer"])
def test_a_settling_that_was_lost_takes_no_stock_twice(
    web: Client, giuloi: Giuloi, com: Any, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """Taken here, not (or not heard of as) settled there: the next look finishes it."""
    put_in(web, com)
    checkout = hand_over(web)
    giuloi.order(checkout)
    real = giuloi.send

    def lose_the_settling(call: Any) -> Any:
        settling = call.path.endswith("/settle")
        giuloi.away = settling and lost == "the question"
        giuloi.lose_answers = int(settling and lost == "the answer")
        return real(call)

    monkeypatch.setattr(giuloi, "send", lose_the_settling)
    assert come_back(web, checkout).status_code == 503
    monkeypatch.setattr(giuloi, "send", real)
    giuloi.away = False
    call_command("reconcile")
    assert come_back(web, checkout).status_code == 200
    assert (Order.objects.count(), stock_of(com), Handover.objects.get().state) == (1, 4, "settled")


def test_a_browser_that_never_comes_back_is_reconciled(web: Client, giuloi: Giuloi, com: Any) -> None:
    """Placed there, closed here: the order is made and the basket emptied all the same."""
    put_in(web, com)
    giuloi.order(hand_over(web))
    call_command("reconcile")
    call_command("reconcile")
    assert (Order.objects.count(), stock_of(com), in_basket(web)) == (1, 4, 0)


def test_who_returns_without_ordering_finds_the_basket(web: Client, giuloi: Giuloi, com: Any) -> None:
    """No order, no stock taken."""
    put_in(web, com)
    assert come_back(web, hand_over(web)).redirect_chain[-1][0] == "/basket"
    assert (Order.objects.count(), stock_of(com), in_basket(web)) == (0, 5, 1)


def test_what_was_handed_over_is_what_is_ordered(web: Client, giuloi: Giuloi, com: Any, tra: Any) -> None:
    """Something added in another tab meanwhile is not slipped in, and stays in the basket."""
    put_in(web, com)
    checkout = hand_over(web)
    put_in(web, tra)
    giuloi.order(checkout)
    come_back(web, checkout)
    assert [line.upc for line in Order.objects.get().lines.all()] == ["BCOM"]
    assert (stock_of(com), stock_of(tra), in_basket(web)) == (4, 1, 1)


@pytest.mark.parametrize("which", ["", "0", "999999", "1' OR 1=1", "x" * 500])
def test_a_checkout_that_is_not_ours_is_not_found(web: Client, giuloi: Giuloi, which: str) -> None:
    """No error page of the program."""
    assert web.get("/back", {"checkout": which}).status_code == 404
