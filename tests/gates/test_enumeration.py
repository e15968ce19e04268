"""The gate *enumeration*: no page outside a session tells whether somebody is known here (ASVS 5.0 V6.3.8).

Each page is asked for somebody known and for somebody unknown; status, headers and body are compared whole, without
what is drawn by chance and what was typed. How long an answer takes is measured by `bench/enumeration.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.goods import Purchases
from giuloi.promises.collect.guests import welcome_guest
from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.collect.orders import Placing, place_order
from giuloi.records.access import staff_accounts
from giuloi.records.credentials import add_staff
from tests.cast import AN, BINH, DUNG
from tests.doors.portal.conftest import Inbox, browser, sent, web
from tests.doors.portal.filling import become_member, filled, hidden_in
from tests.records.conftest import Shop, shop

__all__ = ["sent", "shop", "web"]

_CHANCE = re.compile(r'name="(csrfmiddlewaretoken|id|phone_id|email_id)" value="[^"]*"')
_DRAWN = {"Set-Cookie", "Date"}
PASSWORD, UNKNOWN = "bánh cốm làng Vòng 1926", 4_611_686_018_427_387_904


def _same(known: Any, unknown: Any, *typed: tuple[str, str]) -> None:
    """Status, headers, cookies' names and every word."""
    assert known.status_code == unknown.status_code
    headers = [{k: v for k, v in one.headers.items() if k not in _DRAWN} for one in (known, unknown)]
    text, other = (_CHANCE.sub("", one.content.decode()) for one in (known, unknown))
    for here, there in typed:
        text, other = text.replace(here, "…"), other.replace(there, "…")
    if "Content-Length" in headers[0]:  # what was typed is repeated, and may be longer for one
        for one, body in zip(headers, (text, other), strict=True):
            one["Content-Length"] = str(len(body))
    assert headers[0] == headers[1]
    assert known.cookies.keys() == unknown.cookies.keys()
    assert text == other


@pytest.fixture
def member(web: Client, sent: Inbox) -> None:
    """An is a member, and signed in nowhere."""
    become_member(web, sent, AN)
    web.post("/sign-out")


@pytest.fixture
def order(shop: Shop) -> int:
    """Bình's order, placed without an account."""
    contact = Contact(BINH.name, BINH.phone, BINH.email, BINH.address)
    with transaction.atomic():
        binh = welcome_guest(contact, shop.now())
    return place_order(binh, Placing(Purchases((), "90000"), contact, "Đặt hàng"), shop.now())


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize(("known", "unknown"), [(AN.email, DUNG.email), (AN.phone, DUNG.phone)])
def test_signing_in_answers_alike_for_members_and_strangers(known: str, unknown: str) -> None:
    """The page that asks for the code, six wrong codes until it gives out, and a code that is none."""
    pages = [browser().post("/sign-in", {"identity": one}) for one in (known, unknown)]
    _same(*pages, (known, unknown))
    assert pages[0].status_code == 200
    for code in ("000000", "000001", "", "abc", "000002", "000003", "000004"):
        answers = [browser().post("/sign-in/code", {**hidden_in(page), "code": code}) for page in pages]
        _same(*answers, (known, unknown))


@pytest.mark.usefixtures("member")
def test_asking_too_often_is_answered_alike(shop: Shop) -> None:
    """The number that is too many is the same one for both."""
    for _ in range(7):
        pages = [browser().post("/sign-in", {"identity": one}) for one in (AN.email, DUNG.email)]
        for page in pages:
            page.headers.pop("Retry-After", None)  # counts down while we ask
        _same(*pages, (AN.email, DUNG.email))
    assert pages[0].status_code == 429


@pytest.mark.usefixtures("member")
def test_registering_answers_alike_for_members_and_strangers() -> None:
    """Up to the codes: only who has proven an address is told that it has an account."""
    pages = []
    for one in (AN, DUNG):
        same = {"name": "Phạm Quốc Dũng", "street": "3 Lê Duẩn", "place": "Phường Thuận Hóa, Thành phố Huế"}
        pages.append(browser().post("/register", filled(one, **same)))
    typed = ((AN.email, DUNG.email), (AN.phone, DUNG.phone))
    _same(*pages, *typed)
    assert "phone_code" in pages[0].content.decode()
    wrong = {"phone_code": "000000", "email_code": "000000"}
    _same(*(browser().post("/register/verify", {**hidden_in(one), **wrong}) for one in pages), *typed)


@pytest.mark.parametrize("by", ["phone", "email"])
@pytest.mark.usefixtures("web")
def test_a_guest_is_answered_alike_for_orders_that_are_and_are_not(order: int, by: str) -> None:
    """A number with a good check digit gets the code's page, whether there is such an order or not."""
    numbers = spoken_number(order), spoken_number(UNKNOWN)
    pages = [browser().post("/guest", {"order": one, "by": by}) for one in numbers]
    _same(*pages, numbers)
    for code in ("000000", "", "000001"):
        answers = [browser().post("/guest/code", {**hidden_in(page), "code": code}) for page in pages]
        _same(*answers, numbers)


@pytest.mark.usefixtures("web")
def test_a_password_is_answered_alike_for_logins_that_are_and_are_not() -> None:
    """Also for who left, and who was invited and has not come."""
    at = datetime.now(UTC)
    for name in ("ha", "left"):
        staff = add_staff(name, "care")
        staff_accounts.accept_invite(staff_accounts.invite(staff, name, at), PASSWORD, at)
    staff_accounts.leave(staff, at)
    staff_accounts.invite(add_staff("Khoa", "fulfilment"), "invited", at)
    pages = {
        one: browser().post("/console/sign-in", {"login": one, "password": "sai rồi sai rồi"})
        for one in ("ha", "left", "invited", "nobody")
    }
    assert pages["ha"].status_code == 422
    for one in ("left", "invited", "nobody"):
        _same(pages["ha"], pages[one], ('value="ha"', f'value="{one}"'))


@pytest.mark.usefixtures("web")
def test_an_invitation_that_was_used_is_over_or_never_was_is_answered_alike() -> None:
    """404 and the same sentence; for looking and for sending a password."""
    at = datetime.now(UTC)
    used = staff_accounts.invite(add_staff("Hà", "care"), "ha", at)
    staff_accounts.accept_invite(used, PASSWORD, at)
    over = staff_accounts.invite(add_staff("Khoa", "fulfilment"), "khoa", at - timedelta(days=3))
    asked: list[Callable[[str], Any]] = [
        lambda token: browser().get(f"/console/invite/{token}"),
        lambda token: browser().post(f"/console/invite/{token}", {"password": PASSWORD, "again": PASSWORD}),
    ]
    for ask in asked:
        never = ask("A" * len(used))
        assert never.status_code == 404
        for token in (used, over):
            _same(ask(token), never, (token, "A" * len(used)))


@pytest.mark.usefixtures("member")
def test_a_passkey_is_offered_to_nobody_in_particular(web: Client) -> None:
    """The browser is asked for any passkey of ours: no name is typed, so none can be tried."""
    options = browser().post("/sign-in/passkey/options", "{}", content_type="application/json").json()
    assert not options["options"].get("allowCredentials")


@pytest.mark.usefixtures("member")
def test_the_comparison_sees_a_word_a_header_and_a_status(web: Client) -> None:
    """Pages that do differ are told apart, else the tests above would show nothing."""
    one, other = (browser().post("/sign-in", {"identity": AN.email}) for _ in range(2))
    other.headers["X-Known"] = "yes"
    with pytest.raises(AssertionError):
        _same(one, other)
    with pytest.raises(AssertionError):
        _same(browser().get("/sign-in"), browser().get("/guest"))
