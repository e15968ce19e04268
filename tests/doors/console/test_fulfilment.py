"""From confirmed to handed over: opened per order, while it is open, to whom it is; and told to the customer."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from giuloi.core.consent.record import Method
from giuloi.core.fields import mask_of
from giuloi.core.terms import Channel
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.lifecycle import close_order
from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.collect.orders import Contact, Order, Placing, place_order
from giuloi.records import consents
from giuloi.records.consents import Asked
from giuloi.records.database import rows
from tests.cast import AN, BINH
from tests.doors.console.conftest import Desk, now

BOARD = "/console/fulfilment"
SECRETS = (AN.name, AN.phone, AN.address, BINH.name, BINH.phone, BINH.address, "Bánh cốm", "Gọi trước")


@pytest.fixture
def of_binh(desk: Desk, binh: int) -> int:
    """Bình's order: nothing of it says whom or whither, so it is what we hold of him."""
    goods = Purchases(
        (Line("Bánh cốm", "3", "135000"), Line("Chè kho", "1", "20000")), "155000", payment="cod"
    )
    return place_order(binh, Placing(goods, Contact(), ""), now())


def _text(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [document[at].get_textpage().get_text_range().replace("\r\n", "\n") for at in range(len(document))]


def _uses(event: str) -> list[tuple[Any, ...]]:
    return rows(
        "SELECT purpose, clause, decision, recipient, fields FROM records_pendinguse WHERE event = %s ORDER BY id",
        (event,),
    )


def test_the_board_shows_what_waits_and_opens_nothing(khoa: Client, an_order: int, of_binh: int) -> None:
    """Both orders with their 24 hours; not one value."""
    page = khoa.get(BOARD).content.decode()
    assert f"/console/orders/{an_order}" in page
    assert f"/console/orders/{of_binh}" in page
    assert len(re.findall(r"còn 2[34] giờ", page)) == 2
    assert not any(secret in page for secret in SECRETS)
    assert _uses("reveal") == []


def test_many_are_confirmed_packed_and_handed_over_at_once(khoa: Client, an_order: int, of_binh: int) -> None:
    """Each step moves both; a second click moves nothing; the hand-over names carrier, fields and clause III.3."""
    both = {"order": [an_order, of_binh]}
    for step in ("confirmed", "packed", "handed_over", "handed_over"):
        assert khoa.post(BOARD, {**both, "step": step}).status_code == 302
    assert {one.progress for one in Order.objects.all()} == {"handed_over"}
    said, held = (
        mask_of(["delivery_name", "delivery_phone", "delivery_address"]),
        mask_of(["name", "phone", "address"]),
    )
    assert _uses("disclose") == [
        ("supply", "III.3", "allowed", "carrier", said),
        ("supply", "III.3", "allowed", "carrier", held),
    ]


def test_what_its_customer_took_back_is_not_handed_over(khoa: Client, an: int, an_order: int) -> None:
    """Withdrawn after packing: refused with the clause, in the ledger, and the parcel stays."""
    khoa.post(BOARD, {"order": an_order, "step": "packed"})
    asked = Asked("supply", Channel.IN_HOUSE, "x", "vi", Method.WEB)
    consents.withdraw(an, [asked], now())
    answer = khoa.post(BOARD, {"order": an_order, "step": "handed_over"}, follow=True)
    assert Order.objects.get(id=an_order).progress == "packed"
    assert "IV.4" in answer.content.decode()
    assert [use[2] for use in _uses("refuse")] == ["denied"]


def test_a_taken_order_is_open_to_one_colleague_only(desk: Desk, khoa: Client, an_order: int) -> None:
    """Hà could open it; once Khoa has taken it she is refused; given back, she may again; she may also take it over."""
    ha = desk.signed_in(desk.staff("Hà", "care"))
    show, step = f"/console/orders/{an_order}/show", f"/console/orders/{an_order}/step"
    assert ha.post(show).status_code == 200
    khoa.post(step, {"step": "take"})
    assert (ha.post(show).status_code, khoa.post(show).status_code) == (403, 200)
    assert "Khoa" in ha.get(f"/console/orders/{an_order}").content.decode()
    khoa.post(step, {"step": "give_back"})
    assert ha.post(show).status_code == 200
    ha.post(BOARD, {"order": an_order, "step": "take"})
    assert (ha.post(show).status_code, khoa.post(show).status_code) == (200, 403)


def test_a_pick_list_tells_goods_and_no_people(khoa: Client, an_order: int, of_binh: int) -> None:
    """All together in one walk, then order by order; one use for each customer, of the goods and the note alone."""
    answer = khoa.post(f"{BOARD}/pick", {"order": [an_order, of_binh]})
    page = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert re.search(r"Bánh cốm</th>\s*<td>5</td>", page)
    assert "Gọi trước" in page
    assert not any(secret in page for secret in SECRETS[:6])
    assert {use[4] for use in _uses("reveal")} == {
        mask_of(["purchases", "order_note"]),
        mask_of(["purchases"]),
    }
    assert khoa.get(f"{BOARD}/pick").status_code == 302


def test_labels_tell_the_carrier_whom_and_whither_and_nothing_else(
    khoa: Client, an_order: int, of_binh: int
) -> None:
    """A page for each, every letter right; recorded as printed, towards the carrier; no goods, no price, no e-mail."""
    answer = khoa.post(f"{BOARD}/labels.pdf", {"order": [an_order, of_binh]})
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
    pages = _text(answer.content)
    for page, who, order in zip(pages, (AN, BINH), (an_order, of_binh), strict=True):
        flat = " ".join(page.split())
        assert all(text in flat for text in (who.name, who.phone, who.address, spoken_number(order)))
        assert not any(text in flat for text in ("Bánh cốm", "Gọi trước", "90.000", who.email))
    assert [use[:4] for use in _uses("print")] == [("supply", "III.3", "allowed", "carrier")] * 2
    assert _uses("reveal") == []


def test_a_packing_note_tells_goods_and_sum(khoa: Client, an_order: int) -> None:
    """For the parcel's inside: no address, no telephone; recorded as printed inside the house."""
    pages = _text(khoa.post(f"{BOARD}/notes.pdf", {"order": an_order}).content)
    assert all(text in pages[0] for text in ("Bánh cốm", "90.000 ₫", AN.name, "Gọi trước"))
    assert AN.phone not in pages[0]
    assert [use[:4] for use in _uses("print")] == [("supply", "I.1", "allowed", "")]


def test_a_sheet_of_labels_names_those_that_stayed_shut(khoa: Client, an_order: int, of_binh: int) -> None:
    """One is closed meanwhile: its label is not printed, the last page says which and why; alone, there is no PDF."""
    close_order(of_binh, now())
    pages = _text(khoa.post(f"{BOARD}/labels.pdf", {"order": [an_order, of_binh]}).content)
    assert len(pages) == 2
    assert all(text in pages[1] for text in ("KHÔNG IN ĐƯỢC", spoken_number(of_binh)))
    assert BINH.name not in "".join(pages)
    alone = khoa.post(f"{BOARD}/labels.pdf", {"order": of_binh})
    assert (alone.status_code, alone["Content-Type"].partition(";")[0]) == (403, "text/html")


def test_packed_goes_on_to_the_next_order_that_is_free(
    desk: Desk, khoa: Client, an: int, an_order: int, of_binh: int
) -> None:
    """Not to one that a colleague has in hand; to the board when there is none."""
    for order in (an_order, of_binh):
        khoa.post(BOARD, {"order": order, "step": "confirmed"})
    done = {"step": "packed", "then": "next"}
    assert khoa.post(f"/console/orders/{an_order}/step", done)["Location"] == f"/console/orders/{of_binh}"
    assert khoa.get(f"{BOARD}/next/confirmed")["Location"] == f"/console/orders/{of_binh}"
    assert khoa.post(f"/console/orders/{of_binh}/step", done)["Location"] == BOARD


def test_what_a_customer_asks_by_telephone_is_a_request_and_is_answered(khoa: Client, an_order: int) -> None:
    """Cancelling a packed order waits for people: refused with a ground, or carried out."""
    where = f"/console/orders/{an_order}"
    khoa.post(BOARD, {"order": an_order, "step": "packed"})
    assert khoa.post(f"{where}/ask", {"wish": "return"}).status_code == 200  # nothing was delivered yet
    assert khoa.post(f"{where}/ask", {"wish": "cancel"}).status_code == 302
    [(request,)] = rows("SELECT id FROM records_request WHERE kind = 'cancel'")
    khoa.post(f"{where}/answer", {"request": request, "answer": "refuse", "ground": ""})
    assert rows("SELECT state FROM records_request WHERE kind = 'cancel'") == [("received",)]
    khoa.post(f"{where}/answer", {"request": request, "answer": "cancel"})
    assert Order.objects.get(id=an_order).progress == "cancelled"
    assert rows("SELECT state FROM records_request WHERE kind = 'cancel'") == [("done",)]


def test_money_is_noted_and_owed_money_keeps_the_order_open(khoa: Client, an_order: int) -> None:
    """Paid, then cancelled: a refund is due; refunded, it is over."""
    where = f"/console/orders/{an_order}"
    khoa.post(f"{where}/pay", {"to": "paid"})
    khoa.post(f"{where}/close", {"end": "cancelled", "reason": "out_of_stock"})
    order = Order.objects.get(id=an_order)
    assert (order.payment, order.state) == ("refund_due", "placed")
    khoa.post(f"{where}/pay", {"to": "refunded"})
    assert Order.objects.get(id=an_order).state == "cancelled"
    timeline = khoa.get(where).content.decode()
    assert all(
        text in timeline for text in ("Đã hoàn tiền", "Đã hủy", "tiệm đã hết hàng", "bộ phận giao hàng")
    )


def test_who_does_not_work_on_orders_moves_and_prints_none(lan: Client, an_order: int) -> None:
    """Marketing: 403 everywhere, nothing opened, nothing moved."""
    for where in (BOARD, f"{BOARD}/pick", f"{BOARD}/labels.pdf", f"{BOARD}/notes.pdf", "/console/goods"):
        assert lan.post(where, {"order": an_order, "step": "confirmed"}).status_code == 403
    for what in ("step", "pay", "ask", "answer"):
        assert lan.post(f"/console/orders/{an_order}/{what}", {"step": "take"}).status_code == 403
    assert Order.objects.get(id=an_order).progress == "placed"
    assert rows("SELECT count(*) FROM records_pendinguse WHERE event IN ('reveal', 'print')") == [(0,)]


@pytest.mark.parametrize("said", ["x", "0", "-1", "9" * 30, "12345"])
def test_what_is_no_order_is_left_out(khoa: Client, said: str) -> None:
    """Nothing is done, and the page says to choose one."""
    answer = khoa.post(BOARD, {"order": said, "step": "confirmed"}, follow=True)
    assert "Hãy chọn ít nhất một đơn" in answer.content.decode()
