"""/me/orders/…: how far it is, cancelling it, and its invoice; nobody else's, and nothing twice."""

from __future__ import annotations

import re

import pytest

from giuloi.promises.collect.invoices import InvoiceData, issue_invoice
from giuloi.promises.collect.lifecycle import move_order
from giuloi.promises.collect.orders import Order
from giuloi.promises.collect.progress import Progress, Reason
from giuloi.records.requests import requests_of
from tests.doors.portal.own.conftest import Customer, now

KHOA = "staff/fulfilment/9f2c01ab5d3e7a40"
COMPANY = {
    "company": "Công ty Hạt Sen Thử",
    "tax_code": "0101234565",
    "address": "12 Hàng Bông, Hà Nội",
    "email": "ketoan@example.vn",
}


def test_the_page_says_what_happened_and_what_comes(an: Customer) -> None:
    """With times, the reason, and how the money stands."""
    order = an.orders[0]
    page = an.text(f"/me/orders/{order}")
    assert "to be paid on delivery" in page
    assert page.count("to come") == 4
    move_order(order, Progress.HANDED_OVER, now(), KHOA)
    assert "Handed over to the carrier" in an.text(f"/me/orders/{order}")
    move_order(order, Progress.CANCELLED, now(), KHOA, Reason.NOT_REACHED)
    page = an.text(f"/me/orders/{order}")
    assert "nobody could be reached" in page
    assert "to come" not in page


def once_of(page: str) -> str:
    """The form's own mark."""
    found = re.search(r'name="once" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def test_before_packing_it_is_cancelled_in_two_clicks(an: Customer) -> None:
    """The page that says what it means, and the button; sent twice it is one request."""
    order = an.orders[0]
    where = f"/me/orders/{order}/cancel"
    assert where in an.text(f"/me/orders/{order}")
    form = {"once": once_of(an.text(where))}
    for _ in range(2):
        assert an.post(where, form).status_code == 303
    assert Order.objects.get(id=order).progress == Progress.CANCELLED
    kinds = [one.kind for one in requests_of(an.subject) if one.record_id == order]
    assert sorted(kinds) == ["cancel", "order"]
    assert "The order is cancelled as you asked" in an.text("/me/orders")


def test_once_packed_the_page_leads_to_people(an: Customer) -> None:
    """To the request, with the order chosen; nothing is cancelled by itself."""
    order = an.orders[0]
    form = {"once": once_of(an.text(f"/me/orders/{order}/cancel"))}
    move_order(order, Progress.PACKED, now(), KHOA)
    answer = an.post(f"/me/orders/{order}/cancel", form)
    assert answer.headers["Location"] == f"/me/ask?kind=cancel&order={order}"
    assert Order.objects.get(id=order).progress == Progress.PACKED


@pytest.mark.parametrize("page", ["cancel", "invoice"])
def test_somebody_elses_order_is_not_found(an: Customer, binh: Customer, page: str) -> None:
    """Nor is the other order of a guest who came with one number."""
    assert an.get(f"/me/orders/{binh.orders[0]}/{page}").status_code == 404
    assert an.post(f"/me/orders/{binh.orders[0]}/{page}", COMPANY).status_code == 404
    assert binh.get(f"/me/orders/{binh.orders[1]}/{page}").status_code == 404


def test_an_invoice_is_asked_for_and_corrected_until_it_is_issued(an: Customer) -> None:
    """What was said stands in the form; issued, it stays."""
    where = f"/me/orders/{an.orders[0]}/invoice"
    assert an.post(where, COMPANY).status_code == 303
    assert COMPANY["address"] in an.text(where)
    an.post(where, {**COMPANY, "address": "14 Hàng Bông, Hà Nội"})
    assert "14 Hàng Bông" in an.text(f"/me/orders/{an.orders[0]}")
    data = InvoiceData(**COMPANY, number="1C26TGL-0000012", issued_on="2026-11-22")
    issue_invoice(an.orders[0], data, now(), KHOA)
    assert "1C26TGL-0000012" in an.text(where)
    assert an.post(where, COMPANY).status_code == 409


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("tax_code", "0101234567", "10 digits"),
        ("company", "  ", "Please fill this in"),
        ("email", "ketoan", "not an e-mail"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(an: Customer, field: str, typed: str, said: str) -> None:
    """And what was typed is kept."""
    answer = an.post(f"/me/orders/{an.orders[0]}/invoice", {**COMPANY, field: typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(rf'id="{field}-problem">[^<]*{said}', page)
    assert COMPANY["address"] in page


def test_a_cancelled_order_has_no_invoice(an: Customer) -> None:
    """There is nothing to put on it."""
    move_order(an.orders[0], Progress.CANCELLED, now(), KHOA)
    assert an.get(f"/me/orders/{an.orders[0]}/invoice").status_code == 404
