"""An order written down while somebody talks: found by their number, nothing opened, one order however often sent."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from giuloi.core.terms import Standing
from giuloi.promises.collect import catalogue
from giuloi.promises.collect.orders import Order
from giuloi.records.consents import ConsentRecord
from giuloi.records.database import rows
from giuloi.records.requests import CustomerRequest
from giuloi.records.subjects import standing_of
from tests.cast import AN, BINH
from tests.doors.console.conftest import Desk, now

WHERE = "/console/orders/new"
NEWCOMER = {
    "phone": "0594 000 009",
    "name": "Nguyễn Văn Ổn",
    "street": "12 Hàng Bè",
    "place": "Phường Hoàn Kiếm, Thành phố Hà Nội",
    "line1": "2 banh com 45k",
    "line2": "bánh phu thê x3 12.500",
    "note": "Gọi trước",
}


def _ticket(answer: Any) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', answer.content.decode())
    assert found is not None
    return found[1]


def _form(client: Client, typed: dict[str, Any]) -> dict[str, Any]:
    """What the second page carries, after the number was looked up."""
    answer = client.post(WHERE, {"phone": typed["phone"], "step": "look"})
    assert answer.status_code == 200
    return {
        "who": "new",
        "payment": "cod",
        "came_by": "phone",
        **typed,
        "ticket": _ticket(answer),
        "step": "place",
    }


def _problems(answer: Any) -> set[str]:
    return set(re.findall(r'id="([a-z_0-9]+)-problem"', answer.content.decode()))


def test_somebody_new_orders_by_telephone_and_is_a_guest_from_now_on(khoa: Client) -> None:
    """Goods as they were said, the sum, a request whose 24 hours run, and who wrote it down."""
    answer = khoa.post(WHERE, _form(khoa, NEWCOMER))
    assert answer.status_code == 302
    order = Order.objects.get()
    assert answer["Location"] == f"/console/orders/{order.id}"
    assert standing_of(order.subject_id)[0] is Standing.GUEST
    assert (order.method, order.progress) == ("cod", "placed")
    request = CustomerRequest.objects.get(record_id=order.id)
    assert (request.kind, request.source) == ("order", "phone")
    assert request.actor.startswith("staff/fulfilment/")
    shown = khoa.post(f"/console/orders/{order.id}/show").content.decode()
    for text in (
        "Nguyễn Văn Ổn",
        "12 Hàng Bè, Phường Hoàn Kiếm",
        "banh com",
        "90.000",
        "127.500",
        "Gọi trước",
    ):
        assert text in shown


def test_who_is_known_is_found_by_any_spelling_and_what_we_hold_is_used_unopened(
    khoa: Client, desk: Desk, binh: int
) -> None:
    """Masked, with what is held by name; one search in their ledger, no opening, and no new customer."""
    desk.known(BINH, binh)
    spelt = f"+84 (0) {BINH.phone[1:4]}.{BINH.phone[4:]}"
    answer = khoa.post(WHERE, {"phone": spelt, "step": "look"})
    page = answer.content.decode()
    assert f'value="{binh}" checked' in page
    assert "họ tên, điện thoại" in page
    assert not any(secret in page for secret in (BINH.name, BINH.address, BINH.email))
    form = {"phone": spelt, "who": str(binh), "line1": "1 xôi 20k", "payment": "transfer", "came_by": "zalo"}
    assert khoa.post(WHERE, {**form, "ticket": _ticket(answer), "step": "place"}).status_code == 302
    order = Order.objects.get()
    assert (order.subject_id, order.method) == (binh, "transfer")
    assert CustomerRequest.objects.get(record_id=order.id).source == "zalo"
    found = dict(rows("SELECT event, count(*) FROM records_pendinguse GROUP BY event"))
    assert (found.get("find"), found.get("reveal")) == (1, None)


def test_a_form_that_is_sent_twice_is_one_order(khoa: Client) -> None:
    """A second click, and the same page sent once more a minute later."""
    form = _form(khoa, NEWCOMER)
    first, second = khoa.post(WHERE, form), khoa.post(WHERE, form)
    assert first["Location"] == second["Location"]
    assert Order.objects.count() == 1
    assert rows("SELECT count(*) FROM records_subject") == [(1,)]


def test_everything_that_is_wrong_is_said_at_once_beside_its_field(khoa: Client) -> None:
    """Nothing is kept of it, and what was typed is still there."""
    typed = {"phone": "0594000009", "line1": "2", "line2": "bánh lạ", "to_phone": ""}
    answer = khoa.post(WHERE, _form(khoa, typed))
    assert answer.status_code == 422
    assert _problems(answer) == {"name", "street", "line1", "line2"}
    assert "bánh lạ" in answer.content.decode()
    assert Order.objects.count() == 0


@pytest.mark.parametrize("phone", ["", "abc", "12"])
def test_what_is_no_telephone_number_is_told_before_anything_is_asked(khoa: Client, phone: str) -> None:
    """The first page says so."""
    answer = khoa.post(WHERE, {"phone": phone})
    assert answer.status_code == 422
    assert _problems(answer) == {"phone"}


def test_enter_without_scripts_checks_and_places_nothing(khoa: Client) -> None:
    """The page's first button is what Enter presses: it shows how the lines were read."""
    answer = khoa.post(WHERE, {**_form(khoa, NEWCOMER), "step": "check"})
    assert answer.status_code == 200
    assert "90.000" in answer.content.decode()
    assert Order.objects.count() == 0


def test_an_article_of_the_list_needs_neither_marks_nor_price(khoa: Client) -> None:
    """The list's spelling, price and number."""
    catalogue.put([catalogue.Article("Bánh cốm", 45_000, "BC")], now())
    answer = khoa.post(WHERE, {**_form(khoa, NEWCOMER), "line1": "3 BANH COM", "line2": "", "step": "check"})
    assert "3 × Bánh cốm = 135.000" in answer.content.decode()


def test_a_members_order_is_a_consent_with_words_and_evidence(khoa: Client, desk: Desk, an: int) -> None:
    """Without a spoken yes and where its recording lies, nothing is taken; with them, both consents say how."""
    desk.known(AN, an)
    form = {**_form(khoa, {"phone": AN.phone, "line1": "1 xôi 20k"}), "who": str(an)}
    before = ConsentRecord.objects.count()
    answer = khoa.post(WHERE, form)
    assert (answer.status_code, _problems(answer)) == (422, {"agreed", "evidence"})
    assert "đồng ý để Tiệm Bánh Phố Cổ dùng thông tin" in answer.content.decode()
    told = {**form, "agreed": "yes", "evidence": "GHIAM-2026/014", "channel": ["phone"]}
    assert khoa.post(WHERE, told).status_code == 302
    records = ConsentRecord.objects.order_by("id")[before:]
    assert [(one.channel, one.method, one.evidence) for one in records] == [
        ("in_house", "recorded_call", "GHIAM-2026/014"),
        ("phone", "recorded_call", "GHIAM-2026/014"),
    ]


def test_a_ticket_of_somebody_else_or_for_another_number_is_none(khoa: Client, ha: Client) -> None:
    """It is looked up again, and nobody whom that number did not lead to can be ordered for."""
    form = _form(khoa, NEWCOMER)
    for client, changed in ((ha, {}), (khoa, {"phone": "0594000008"}), (khoa, {"ticket": "x"})):
        assert client.post(WHERE, {**form, **changed}).status_code == 200
    assert khoa.post(WHERE, {**form, "who": "12345"}).status_code == 422
    assert Order.objects.count() == 0


def test_who_does_not_work_on_orders_writes_none_down(lan: Client) -> None:
    """Marketing: 403, and nobody is looked up."""
    assert lan.get(WHERE).status_code == 403
    assert lan.post(WHERE, {"phone": BINH.phone}).status_code == 403


def test_data_that_does_not_belong_into_a_note_is_warned_of_once(khoa: Client) -> None:
    """A number of somebody's in the note: told, nothing placed; placed all the same when the clerk says so again."""
    form = {**_form(khoa, NEWCOMER), "note": "CCCD của khách: 001099000014"}
    answer = khoa.post(WHERE, form)
    assert answer.status_code == 200
    assert "told warning" in answer.content.decode()
    assert Order.objects.count() == 0
    assert khoa.post(WHERE, {**form, "warned": "yes"}).status_code == 302
