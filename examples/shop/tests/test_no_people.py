"""There is nowhere in this shop for anybody to be."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.apps import apps
from django.test import Client
from oscar.core.loading import get_model

from tests.conftest import Giuloi
from tests.test_checkout import come_back, hand_over, put_in

# Every table of Oscar's and Django's in which a person could stand.
ABOUT_PEOPLE = (
    *("auth.User", "address.UserAddress", "order.ShippingAddress", "order.BillingAddress", "order.OrderNote"),
    *("analytics.UserRecord", "analytics.UserProductView", "analytics.UserSearch", "wishlists.WishList"),
    *("reviews.ProductReview", "customer.ProductAlert", "communication.Email", "communication.Notification"),
    "payment.Bankcard",
)


def sign_in(web: Client, token: str) -> None:
    """To Giữ Lời and back, with the word that this browser set out with."""
    to = parse_qs(urlsplit(web.get("/sign-in")["Location"]).query)["to"][0]
    web.get(
        "/welcome", {**{name: said[0] for name, said in parse_qs(urlsplit(to).query).items()}, "visit": token}
    )


def test_buying_leaves_every_table_about_people_empty(
    web: Client, giuloi: Giuloi, com: Any, voucher: str
) -> None:
    """Search, look, sign in, basket, voucher, order: only goods and opaque ids are written."""
    giuloi.visits["a" * 64] = "opaque-reference"
    web.get("/search", {"q": "Nguyễn Thị An 0594000001"})
    web.get(f"/goods/{com.id}")
    sign_in(web, "a" * 64)
    put_in(web, com)
    web.post("/basket/voucher", {"code": voucher})
    checkout = hand_over(web)
    giuloi.order(checkout)
    come_back(web, checkout)
    order = get_model("order", "Order").objects.get()
    assert (order.user_id, order.guest_email) == (None, "")
    assert (order.shipping_address_id, order.billing_address_id) == (None, None)
    assert [name for name in ABOUT_PEOPLE if apps.get_model(name).objects.exists()] == []
    assert not get_model("basket", "Basket").objects.exclude(owner=None).exists()
    assert not get_model("voucher", "VoucherApplication").objects.exclude(user=None).exists()


def test_the_session_holds_references_alone(web: Client, giuloi: Giuloi) -> None:
    """A token of one use becomes a reference; signing out forgets it; the token is worth nothing again."""
    giuloi.visits["b" * 64] = "opaque-reference"
    sign_in(web, "b" * 64)
    assert list(web.session.values()) == ["opaque-reference"]
    web.post("/sign-out")
    assert "opaque-reference" not in web.session.values()
    sign_in(web, "b" * 64)
    assert "opaque-reference" not in web.session.values()


def test_a_link_with_the_visit_of_somebody_else_signs_nobody_in(web: Client, giuloi: Giuloi) -> None:
    """Neither without a word nor with another browser's; and the word of one's own is good once."""
    giuloi.visits["c" * 64] = "somebody-else"
    other = Client()
    to = parse_qs(urlsplit(other.get("/sign-in")["Location"]).query)["to"][0]
    [state] = parse_qs(urlsplit(to).query)["state"]
    for link in ({}, {"state": ""}, {"state": state}):
        web.get("/welcome", {"visit": "c" * 64, **link})
        web.get("/sign-in")
    web.get("/welcome", {"visit": "c" * 64, "state": state})
    assert "somebody-else" not in web.session.values()
    assert "c" * 64 in giuloi.visits, "not even asked for"
    other.get("/welcome", {"visit": "c" * 64, "state": state})
    assert "somebody-else" in other.session.values()
    giuloi.visits["d" * 64] = "another-again"
    other.get("/welcome", {"visit": "d" * 64, "state": state})
    assert "another-again" not in other.session.values()


def test_an_order_is_shown_to_nobody_else(web: Client, giuloi: Giuloi, com: Any) -> None:
    """To the session that ordered, never by an address alone."""
    put_in(web, com)
    checkout = hand_over(web)
    giuloi.order(checkout)
    where = come_back(web, checkout).redirect_chain[-1][0]
    assert web.get(where).status_code == 200
    assert Client().get(where).status_code == 404


OSCARS = ("accounts/login/", "accounts/register/", "dashboard/", "admin/", "wishlists/", "password-reset/")
OSCARS_TOO = ("checkout/shipping-address/", "catalogue/", "catalogue/x_1/reviews/add/", "offers/")


@pytest.mark.parametrize("path", OSCARS + OSCARS_TOO)
def test_oscars_pages_about_people_have_no_address(web: Client, path: str) -> None:
    """Replaced, not hidden."""
    assert web.get(f"/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/", "/basket", "/search?q=banh"])
def test_every_page_is_under_a_strict_policy(web: Client, com: Any, path: str) -> None:
    """No inline script or style, nothing from elsewhere, no frame."""
    answer = web.get(path)
    policy, html = answer["Content-Security-Policy"], answer.content.decode()
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert not [bad for bad in ("style=", "<style", "onclick", "//cdn") if bad in html]


def test_a_form_that_another_site_sent_is_refused(com: Any) -> None:
    """Whatever changes something."""
    web = Client(enforce_csrf_checks=True)
    for path in (f"/basket/add/{com.id}", "/basket/voucher", "/checkout", "/sign-out"):
        assert web.post(path).status_code == 403


@pytest.mark.parametrize("quantity", ["0", "-1", "1e9", "٣", "100", "", "1; DROP TABLE"])
def test_a_quantity_that_is_none_adds_nothing(web: Client, com: Any, quantity: str) -> None:
    """And is told in a sentence, at the basket."""
    web.post(f"/basket/add/{com.id}", {"quantity": quantity})
    assert not web.get("/basket").context["lines"]
