"""An order's page: masked until it is shown, shown to whom the policy names, while the order is open."""

from __future__ import annotations

from django.test import Client

from giuloi.promises.collect.lifecycle import close_order
from giuloi.promises.collect.orders import Order
from giuloi.records.database import rows
from tests.cast import AN
from tests.doors.console.conftest import Desk, now

SECRETS = (AN.name, AN.phone, AN.address, AN.email, "Bánh cốm", "Gọi trước")


def _says(answer: object, *texts: str) -> list[str]:
    body = answer.content.decode()  # type: ignore[attr-defined]
    return [text for text in texts if text in body]


def test_no_page_shows_anything_before_it_is_asked_for(khoa: Client, an_order: int, an: int) -> None:
    """List, order and customer: not one value, and no opening in the ledger."""
    for where in ("/console/orders", f"/console/orders/{an_order}", f"/console/customers/{an}"):
        answer = khoa.get(where)
        assert answer.status_code == 200
        assert _says(answer, *SECRETS) == []
    assert rows("SELECT count(*) FROM records_pendinguse WHERE event = 'reveal'") == [(0,)]


def test_fulfilment_is_shown_what_the_open_order_needs_and_told_why(khoa: Client, an_order: int) -> None:
    """Name, phone and address for the delivery and the goods; not the e-mail, which no delivery needs."""
    answer = khoa.post(f"/console/orders/{an_order}/show")
    assert answer.status_code == 200
    assert _says(answer, *SECRETS) == [AN.name, AN.phone, AN.address, "Bánh cốm", "Gọi trước"]
    assert "Đã ghi vào sổ" in answer.content.decode()
    assert "mục I.1" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert rows("SELECT event, clause, decision FROM records_pendinguse ORDER BY id DESC LIMIT 1") == [
        ("reveal", "I.1", "allowed")
    ]


def test_what_is_ticked_besides_is_opened_too_and_only_what_the_purpose_uses(
    khoa: Client, an_order: int
) -> None:
    """The e-mail when it is ticked; a field that supply has no use for is not even asked for."""
    answer = khoa.post(f"/console/orders/{an_order}/show", {"also": ["email", "birth_year", "nonsense"]})
    assert _says(answer, AN.email) == [AN.email]


def test_marketing_is_refused_with_the_clause_and_what_would_allow_it(lan: Client, an_order: int) -> None:
    """The refusal names the clause, repeats its words, says whose work it is, and is in the ledger."""
    answer = lan.post(f"/console/orders/{an_order}/show")
    assert answer.status_code == 403
    assert _says(answer, *SECRETS) == []
    assert _says(answer, "I.1", "bộ phận giao hàng", "đơn hàng đang mở cần đến") != []
    assert rows("SELECT event, decision FROM records_pendinguse ORDER BY id DESC LIMIT 1") == [
        ("refuse", "denied")
    ]


def test_once_an_order_is_closed_nobody_opens_it(khoa: Client, an_order: int) -> None:
    """The same colleague, the same button, one minute later."""
    assert khoa.post(f"/console/orders/{an_order}/show").status_code == 200
    close_order(an_order, now())
    answer = khoa.post(f"/console/orders/{an_order}/show")
    assert answer.status_code == 403
    assert _says(answer, *SECRETS) == []
    assert "việc đang mở" in answer.content.decode()


def test_an_order_is_closed_only_after_it_was_confirmed_and_only_once(khoa: Client, an_order: int) -> None:
    """The first page asks; a second click changes nothing; marketing may not."""
    where = f"/console/orders/{an_order}/close"
    assert khoa.get(where).status_code == 200
    khoa.post(where)  # nothing chosen
    khoa.post(where, {"end": "cancelled"})  # and no ground, which the customer is told
    assert Order.objects.get(id=an_order).state == "placed"
    assert khoa.post(where, {"end": "cancelled", "reason": "unpaid"}).status_code == 302
    khoa.post(where, {"end": "closed"})
    assert Order.objects.get(id=an_order).state == "cancelled"


def test_who_does_not_work_on_orders_closes_none(lan: Client, an_order: int) -> None:
    """Not by the page and not by posting to it."""
    assert lan.post(f"/console/orders/{an_order}/close", {"end": "closed"}).status_code == 403
    assert Order.objects.get(id=an_order).state == "placed"


def test_values_stand_in_no_message_cookie_or_address(khoa: Client, an_order: int) -> None:
    """What was shown is in the one answer: the cookies hold opaque texts, and reading the page again masks it."""
    answer = khoa.post(f"/console/orders/{an_order}/show")
    kept = " ".join(str(cookie.value) for cookie in khoa.cookies.values()) + str(answer.headers)
    assert not any(secret in kept for secret in SECRETS)
    assert _says(khoa.get(f"/console/orders/{an_order}"), *SECRETS) == []


def test_an_order_that_is_not_there_is_not_there(khoa: Client, desk: Desk) -> None:
    """404, also for showing and closing."""
    for where in ("", "/show", "/close"):
        assert khoa.get(f"/console/orders/12345{where}").status_code == 404
        assert khoa.post(f"/console/orders/12345{where}").status_code in ((405,) if not where else (404,))
