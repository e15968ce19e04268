"""I.1: information is collected first of all to supply goods and to carry out what the customer asks for.

The shop's people see only what an open order needs, and only while it is open.
"""

from __future__ import annotations

from typing import Any

import pytest

from giuloi.core.terms import SubjectState
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.guests import welcome_guest
from giuloi.promises.collect.lifecycle import close_order
from giuloi.promises.collect.orders import Placing, place_order
from giuloi.records.cases import Case
from giuloi.records.credentials import add_staff, hold_as_staff
from giuloi.records.freezing import set_states
from giuloi.records.reveal import Answer, Ask, Refusal, Revealed, reveal
from tests.cast import BINH, DUNG
from tests.fakes.installation import NOON, Installed, set_up

CAKES = Purchases((Line("Bánh cốm", "2", "170000.00"),), "170000.00")
NEEDED = ("delivery_name", "delivery_phone", "delivery_address", "purchases")


@pytest.fixture
def shop(house: Any, db: None) -> Installed:
    return set_up()


def order_of_binh() -> tuple[int, int, int]:
    """(subject, order, case) of a guest's order."""
    guest = welcome_guest(Contact(BINH.name, BINH.phone, BINH.email, BINH.address), NOON)
    delivery = Contact(BINH.name, BINH.phone, "", BINH.address)
    order = place_order(guest, Placing(CAKES, delivery, "Đặt hàng"), NOON)
    return guest, order, Case.objects.get(record_id=order).id


def asked(
    subject: int,
    case: int | None,
    *,
    role: str = "fulfilment",
    purpose: str = "supply",
    fields: tuple[str, ...] = NEEDED,
) -> Answer:
    """Somebody of the shop opens what an order is about."""
    return reveal(hold_as_staff(add_staff("Khoa", role), purpose, case), fields, Ask(subject), NOON)


def test_fulfilment_sees_what_an_open_order_needs(shop: Installed) -> None:
    """Who, where, what: each of them, as the customer gave it."""
    subject, _, case = order_of_binh()
    seen = asked(subject, case)
    assert isinstance(seen, Revealed)
    assert {name: seen.fields[name].open() for name in NEEDED[:3]} == {
        "delivery_name": BINH.name,
        "delivery_phone": BINH.phone,
        "delivery_address": BINH.address,
    }
    assert seen.decision.clause == "I.1"


ONE_THING_MISSING: dict[str, dict[str, Any]] = {
    "no case": {"case": None},
    "a role that does not work on orders": {"role": "marketing"},
    "a purpose that the order is not for": {"purpose": "promotion", "role": "marketing"},
    "a field that no order needs": {"fields": (*NEEDED, "birth_year")},
}


@pytest.mark.parametrize("missing", ONE_THING_MISSING.values(), ids=ONE_THING_MISSING)
def test_with_one_thing_missing_nothing_is_seen(shop: Installed, missing: dict[str, Any]) -> None:
    """The same path, refused, with the clause that says so."""
    subject, _, case = order_of_binh()
    answer = asked(subject, **{"case": case, **missing})
    assert isinstance(answer, Refusal)
    assert answer.decision.clause


def test_anothers_case_opens_nothing(shop: Installed) -> None:
    """A case covers its own person."""
    subject, _, _ = order_of_binh()
    other = welcome_guest(Contact(DUNG.name, DUNG.phone), NOON)
    order = place_order(other, Placing(CAKES, Contact(DUNG.name), "Đặt hàng"), NOON)
    assert isinstance(asked(subject, Case.objects.get(record_id=order).id), Refusal)


def test_once_an_order_is_closed_nobody_sees_it(shop: Installed) -> None:
    """The very case that opened it a moment ago."""
    subject, order, case = order_of_binh()
    close_order(order, NOON)
    assert isinstance(asked(subject, case), Refusal)


def test_a_frozen_customers_open_order_is_shut(shop: Installed) -> None:
    """Whoever waits for erasure is not worked on."""
    subject, _, case = order_of_binh()
    set_states(subject, SubjectState.FROZEN, NOON)
    assert isinstance(asked(subject, case), Refusal)
