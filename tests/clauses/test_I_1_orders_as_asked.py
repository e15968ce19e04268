"""I.1: information is collected first of all to supply goods and to carry out what the customer asks for.

The shop's people see only what an open order needs, and only while it is open.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.db.models import F

from giuloi.core.fields import FIELD
from giuloi.core.terms import CaseKind, RetentionClass, SubjectState
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.guests import welcome_guest
from giuloi.promises.collect.invoices import (
    Invoice,
    InvoiceData,
    NotInvoiced,
    ask_invoice,
    invoice_state,
    issue_invoice,
    read,
)
from giuloi.promises.collect.lifecycle import close_order, move_order, pay
from giuloi.promises.collect.order_asking import accept_return, ask_to_cancel, ask_to_return
from giuloi.promises.collect.orders import Placing, place_order
from giuloi.promises.collect.progress import Payment
from giuloi.promises.collect.progress import Progress as P
from giuloi.records.cases import Case
from giuloi.records.credentials import add_staff, hold_as_staff
from giuloi.records.freezing import set_states
from giuloi.records.reveal import Answer, Ask, Refusal, Revealed, reveal
from tests.cast import BINH, DUNG
from tests.fakes.installation import NOON, Installed, set_up

KHOA = "staff/fulfilment/9f2c01ab5d3e7a40"
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


def looked_at(subject: int, order: int) -> bool:
    """Whether fulfilment may look at it now, by the open case about it, or the last that was."""
    held = Case.objects.filter(record_id=order, kind=CaseKind.ORDER)
    case = held.order_by(F("closed_at").desc(nulls_first=True), "-opened_at").first()
    assert case is not None
    return isinstance(asked(subject, case.id), Revealed)


def test_from_placing_to_delivery_it_is_seen_and_closed_it_is_not(shop: Installed) -> None:
    """Every step of the way, and the last one."""
    subject, order, _ = order_of_binh()
    for step in (P.CONFIRMED, P.PACKED, P.HANDED_OVER, P.DELIVERED):
        move_order(order, step, NOON, KHOA)
        assert looked_at(subject, order), step
    move_order(order, P.CLOSED, NOON, KHOA)
    assert not looked_at(subject, order)


def test_what_the_customer_asks_is_carried_out_and_ends_its_case(shop: Installed) -> None:
    """Cancelling before it is packed, at once."""
    subject, order, _ = order_of_binh()
    answer = ask_to_cancel(subject, order, NOON, source="portal", actor="customer")
    assert answer.carried_out
    assert not looked_at(subject, order)


def test_a_return_is_seen_only_while_it_is_in_hand(shop: Installed) -> None:
    """Accepted it opens, with the goods back it stays open for the refund, and then it is shut."""
    subject, order, _ = order_of_binh()
    move_order(order, P.CLOSED, NOON, KHOA)
    pay(order, Payment.PAID, NOON, KHOA)
    back = ask_to_return(subject, order, NOON, source="portal", actor="customer")
    assert not looked_at(subject, order), "asked is not accepted"
    accept_return(back.request, NOON, KHOA)
    assert looked_at(subject, order)
    move_order(order, P.RETURNED, NOON, KHOA)
    assert looked_at(subject, order), "a refund is due"
    pay(order, Payment.REFUNDED, NOON, KHOA)
    assert not looked_at(subject, order)


def test_an_invoice_is_sealed_with_its_order_and_seen_for_it_alone(shop: Installed) -> None:
    """In the class that the law has us keep; nothing of it stands in clear."""
    subject, order, case = order_of_binh()
    data = InvoiceData("Công ty Hạt Sen Thử", "0101234565", "12 Hàng Bông, Hà Nội", "ketoan@example.vn")
    ask_invoice(order, data, NOON, "customer")
    seen = asked(subject, case, fields=("invoice",))
    assert isinstance(seen, Revealed)
    assert read(seen.records[order]["invoice"].open()) == data
    assert isinstance(asked(subject, case, role="marketing", fields=("invoice",)), Refusal)
    assert FIELD["invoice"].klass is RetentionClass.LEGAL
    row = Invoice.objects.values().get(order_id=order)
    assert not {"Hạt Sen", "0101234565"} & {word for value in row.values() for word in str(value).split()}


@pytest.mark.parametrize("code", ["0101234564", "123", "01012345651", "0101234565-01", "abc"])
def test_a_tax_code_that_cannot_be_one_is_told_at_once(shop: Installed, code: str) -> None:
    """One wrong digit is enough."""
    _, order, _ = order_of_binh()
    with pytest.raises(NotInvoiced) as refused:
        ask_invoice(order, InvoiceData("Công ty", code, "Hà Nội"), NOON, "customer")
    assert [one.field for one in refused.value.problems] == ["tax_code"]
    assert invoice_state(order) is None


def test_an_issued_invoice_stays_as_it_is(shop: Installed) -> None:
    """With its number and date; until then it is corrected."""
    _, order, _ = order_of_binh()
    data = InvoiceData("Công ty Hạt Sen Thử", "0101234565-001", "12 Hàng Bông, Hà Nội")
    ask_invoice(order, data, NOON, "customer")
    for number, day in (("", "2026-11-22"), ("1C26TGL-12", "22/11")):
        with pytest.raises(NotInvoiced):
            issue_invoice(order, dataclasses.replace(data, number=number, issued_on=day), NOON, KHOA)
    issue_invoice(order, dataclasses.replace(data, number="1C26TGL-12", issued_on="2026-11-22"), NOON, KHOA)
    with pytest.raises(NotInvoiced, match="issued"):
        ask_invoice(order, data, NOON, "customer")
