"""Guests: in with an order number and a code; accepting the policy makes them members with their orders."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from giuloi.core.terms import Standing
from giuloi.doors.portal.accepting import _PREFILLED
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.goods import Purchases
from giuloi.promises.collect.guests import welcome_guest
from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.collect.orders import Order, Placing, place_order
from giuloi.promises.collect.verification import verified
from giuloi.records.access.cookies import CUSTOMER_COOKIE
from giuloi.records.access.sessions import SessionRow
from giuloi.records.published import current
from giuloi.records.subjects import Subject, standing_of
from giuloi.records.uses import pending
from tests.cast import AN, BINH
from tests.doors.portal.conftest import Inbox, browser
from tests.doors.portal.filling import become_member, filled, hidden_in, typed_codes
from tests.records.conftest import Shop


@pytest.fixture
def order(shop: Shop) -> int:
    """Bình's order, placed without an account."""
    contact = Contact(BINH.name, BINH.phone, BINH.email, BINH.address)
    with transaction.atomic():
        binh = welcome_guest(contact, shop.now())
    return place_order(binh, Placing(Purchases((), "90000"), contact, "Đặt hàng"), shop.now())


def _come_in(web: Client, sent: Inbox, order: int, by: str = "phone") -> object:
    page = web.post("/guest", {"order": spoken_number(order), "by": by})
    to = {"phone": BINH.phone, "email": BINH.email}[by]
    return web.post("/guest/code", {**hidden_in(page), "code": sent.code(to)})


@pytest.mark.parametrize("by", ["phone", "email"])
def test_an_order_number_and_a_code_open_a_guests_own_pages(
    web: Client, sent: Inbox, order: int, by: str
) -> None:
    """The session is a guest's, for this order alone."""
    answer = _come_in(web, sent, order, by)
    assert answer["Location"] == "/me"  # type: ignore[index]
    session = SessionRow.objects.get()
    assert (session.kind, session.record) == ("guest", order)
    assert web.get("/me/sessions").status_code == 200
    assert web.get("/me/passkeys").status_code == 303


def test_sending_the_code_stands_in_the_ledger(web: Client, sent: Inbox, order: int) -> None:
    """The address was opened by our own code, for the account's purpose, by the channel it was sent on."""
    web.post("/guest", {"order": spoken_number(order), "by": "phone"})
    [use] = [one.use for one in pending.waiting(1000) if one.use.actor == "code/send_guest_code"]
    assert (use.purpose, use.channel, use.decision) == ("account", "sms", "allowed")


def test_an_unknown_order_gets_the_same_page(web: Client, sent: Inbox, order: int) -> None:
    """The same words, no message, and a code that nothing proves; the same commit was made."""
    known = web.post("/guest", {"order": spoken_number(order), "by": "phone"})
    before, lines = sent.count(), len(pending.waiting(1000))
    other = browser().post("/guest", {"order": spoken_number(order ^ 1), "by": "phone"})
    assert other.status_code == known.status_code == 200
    assert sent.count() == before
    assert len(pending.waiting(1000)) == lines + 1
    wrong = browser().post("/guest/code", {**hidden_in(other), "code": sent.code(BINH.phone)})
    assert wrong.status_code == 422


def test_a_slip_in_the_number_is_told_at_once(web: Client, sent: Inbox, order: int) -> None:
    """The check digit says so beside the field; nothing is looked up and nothing sent."""
    right = spoken_number(order)
    slip = f"{(int(right[0]) + 1) % 10}{right[1:]}"
    page = web.post("/guest", {"order": slip, "by": "phone"})
    assert page.status_code == 422
    assert slip in page.content.decode()
    assert sent.count() == 0


def test_a_code_for_one_order_opens_no_other(web: Client, sent: Inbox, order: int) -> None:
    """Another number put into the hidden field proves nothing."""
    page = web.post("/guest", {"order": spoken_number(order), "by": "phone"})
    said = {**hidden_in(page), "order": spoken_number(order ^ 1), "code": sent.code(BINH.phone)}
    answer = web.post("/guest/code", said)
    assert answer.status_code == 422
    assert CUSTOMER_COOKIE not in web.cookies


def test_a_guest_accepts_and_becomes_a_member_with_their_order(web: Client, sent: Inbox, order: int) -> None:
    """What we hold is in the form already; both codes make the same person a member."""
    _come_in(web, sent, order)
    binh = SessionRow.objects.get().who
    form = web.get("/accept").content.decode()
    street, _, place = BINH.address.partition(", ")
    for value in (BINH.name, BINH.phone, BINH.email, street, place):
        assert f'value="{value}"' in form
    page = web.post("/accept", filled(BINH))
    assert web.post("/accept/verify", typed_codes(page, sent)).status_code == 303
    found = standing_of(binh)
    assert found is not None
    assert found[0] is Standing.MEMBER
    assert set(verified(binh)) == {"phone", "email"}
    assert Order.objects.get().subject_id == binh
    assert [one.kind for one in SessionRow.objects.all()] == ["customer"]


def test_who_came_in_as_the_guest_before_is_out_once_the_guest_is_a_member(
    web: Client, sent: Inbox, order: int
) -> None:
    """Neither an open guest session nor a code under way reaches what the member said since."""
    other, late = browser(), browser()
    _come_in(other, sent, order)
    page = late.post("/guest", {"order": spoken_number(order), "by": "phone"})
    waiting = {**hidden_in(page), "code": sent.code(BINH.phone)}
    _come_in(web, sent, order)
    page = web.post("/accept", filled(BINH))
    assert web.post("/accept/verify", typed_codes(page, sent)).status_code == 303
    assert other.get("/me")["Location"] == "/sign-in"
    assert late.post("/guest/code", waiting).status_code == 422
    assert web.get("/me").status_code == 200


def test_a_registration_code_does_not_accept_for_a_guest(web: Client, sent: Inbox, order: int) -> None:
    """Each code is good for what it was asked for."""
    _come_in(web, sent, order)
    page = browser().post("/register", filled(BINH))
    assert web.post("/accept/verify", typed_codes(page, sent)).status_code == 422


def test_accepting_takes_a_guests_session(web: Client, sent: Inbox) -> None:
    """Strangers and members are led elsewhere."""
    assert web.get("/accept")["Location"] == "/sign-in"
    become_member(web, sent, AN)
    assert web.get("/accept")["Location"] == "/sign-in"


def test_the_form_for_accepting_has_the_four_fields_of_registration(shop: Shop) -> None:
    """Whatever the policy asks for is prefilled."""
    registration = current().policy.registration
    assert registration is not None
    assert set(_PREFILLED) == set(registration.fields)
    assert Subject.objects.count() == 0
