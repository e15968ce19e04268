"""The one inbox at the desk: what was asked, by when, who has it; opened through the gate, ended with a result."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from giuloi.promises.answer import inbox
from giuloi.promises.answer.asking import Asking, ask
from giuloi.promises.collect.delivered import OrderState
from giuloi.promises.collect.overview import order_seen
from giuloi.records.request_kinds import RequestState
from giuloi.records.requests import CustomerRequest, receive
from tests.doors.console.conftest import Desk, now

WORDS = "Bánh cốm để được mấy ngày ạ?"


@pytest.fixture
def asked(desk: Desk, an: int) -> int:
    """An's question, just received."""
    return _asked(an)


def _asked(subject: int, kind: str = "question", **more: Any) -> int:
    return ask(subject, Asking(kind, WORDS, "portal", **more), now()).request


def _state(request: int) -> RequestState:
    whole = inbox.one(request)
    assert whole is not None
    return whole.row.state


def test_the_list_shows_the_time_left_and_opens_nothing(ha: Client, asked: int) -> None:
    """A countdown in words, the customer masked, no word of what was written."""
    page = ha.get("/console/inbox").content.decode()
    assert "còn 23 giờ" in page
    assert f"/console/inbox/{asked}" in page
    assert WORDS not in page


def test_what_is_overdue_says_so_and_by_how_much(ha: Client, asked: int) -> None:
    """Never the time that has gone, never a colour alone."""
    CustomerRequest.objects.update(due_at=now() - timedelta(hours=2))
    assert "quá hạn 2 giờ" in ha.get("/console/inbox?show=overdue").content.decode()


@pytest.mark.parametrize("show", ["open", "unassigned"])
def test_a_filter_shows_what_belongs_to_it(ha: Client, asked: int, show: str) -> None:
    """Also by kind; a word that is none of ours is no filter."""
    assert f"/console/inbox/{asked}" in ha.get(f"/console/inbox?show={show}&kind=question").content.decode()
    assert f"/console/inbox/{asked}" not in ha.get(f"/console/inbox?show={show}&kind=return").content.decode()
    assert ha.get("/console/inbox?show=<b>&kind=<b>&after=<b>").status_code == 200


def test_who_works_on_nobodys_request_does_not_see_them(lan: Client, asked: int) -> None:
    """Marketing reads by which clause."""
    answer = lan.get("/console/inbox")
    assert answer.status_code == 403
    assert str(asked) not in answer.content.decode()


def test_many_are_taken_at_once_but_not_from_a_colleague(ha: Client, desk: Desk, an: int, asked: int) -> None:
    """Of two who reach for one, the first has it."""
    khoa = desk.signed_in(desk.staff("Khoa", "fulfilment"))
    ha.post("/console/inbox/many", {"do": "take", "request": [asked]})
    khoa.post("/console/inbox/many", {"do": "take", "request": [asked, _asked(an)]})
    assert f"/console/inbox/{asked}" in ha.get("/console/inbox?show=mine").content.decode()
    assert f"/console/inbox/{asked}" not in khoa.get("/console/inbox?show=mine").content.decode()


def test_ending_many_asks_once_more_and_leaves_out_what_is_ended_alone(
    ha: Client, an: int, asked: int
) -> None:
    """A right over data is never ended by a tick in a list."""
    right = _asked(an, "erase")
    form = {"do": "done", "request": [asked, right]}
    ha.post("/console/inbox/many", form)
    assert _state(asked) is RequestState.RECEIVED
    ha.post("/console/inbox/many", {**form, "confirmed": "yes"})
    assert (_state(asked), _state(right)) == (RequestState.DONE, RequestState.RECEIVED)


def test_the_file_holds_ids_and_times_and_no_formula(ha: Client, asked: int) -> None:
    """What begins like a formula is made a text; ids keep all their digits."""
    answer = ha.get("/console/inbox/export.csv?show=open")
    head, row = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
    assert dict(zip(head, row, strict=True))["request"] == f"#{asked}"
    assert WORDS not in answer.content.decode()


def test_what_was_written_opens_for_care_and_stands_in_the_ledger(ha: Client, asked: int) -> None:
    """By the request's own case; the back button sees the masked page."""
    assert WORDS not in ha.get(f"/console/inbox/{asked}").content.decode()
    shown = ha.post(f"/console/inbox/{asked}/show")
    assert WORDS in shown.content.decode()
    assert ha.get(f"/console/inbox/{asked}/show").status_code == 302


def test_what_was_written_stays_shut_for_another_department(khoa: Client, asked: int) -> None:
    """Fulfilment sees that there is a question; the gate refuses what it says."""
    answer = khoa.post(f"/console/inbox/{asked}/show")
    assert answer.status_code == 403
    assert WORDS not in answer.content.decode()


def test_a_note_is_sealed_and_a_form_sent_twice_makes_one(ha: Client, asked: int) -> None:
    """It is masked like the rest until it is opened."""
    form = {"note": "Đã hỏi lò bánh", "once": "a" * 32}
    ha.post(f"/console/inbox/{asked}/note", form)
    ha.post(f"/console/inbox/{asked}/note", form)
    assert "Đã hỏi lò bánh" not in ha.get(f"/console/inbox/{asked}").content.decode()
    assert ha.post(f"/console/inbox/{asked}/show").content.decode().count("Đã hỏi lò bánh") == 1


def test_a_refusal_is_read_before_it_is_sent_and_names_its_ground(ha: Client, asked: int) -> None:
    """Without a ground the form comes back; with it the customer's very words stand there first."""
    path = f"/console/inbox/{asked}/finish"
    assert ha.post(path, {"outcome": "refused"}).status_code == 422
    read = ha.post(path, {"outcome": "refused", "ground": "out_of_stock"}).content.decode()
    assert "không thực hiện được vì: đã hết hàng" in read
    assert _state(asked) is RequestState.RECEIVED
    ha.post(path, {"outcome": "refused", "ground": "out_of_stock", "confirmed": "yes"})
    assert _state(asked) is RequestState.REFUSED


def test_an_open_order_is_not_ended_from_the_inbox(ha: Client, desk: Desk, an: int) -> None:
    """It is done when it is confirmed and handed over, on its own page."""
    order = desk.order(an)
    request = receive("order", now(), subject=an, source="portal", actor="customer", record=order).request
    ha.post(f"/console/inbox/{request}/finish", {"outcome": "done", "confirmed": "yes"})
    assert _state(request) is RequestState.RECEIVED


def test_a_view_of_ones_own_is_kept_and_nobody_elses(ha: Client, desk: Desk, asked: int) -> None:
    """A name for a filter; a colleague neither sees nor removes it."""
    ha.post("/console/inbox/views", {"show": "unassigned", "kind": "question", "name": "Câu hỏi mới"})
    assert "Câu hỏi mới" in ha.get("/console/inbox").content.decode()
    other = desk.signed_in(desk.staff("Khoa", "care"))
    assert "Câu hỏi mới" not in other.get("/console/inbox").content.decode()


def test_a_request_is_written_down_for_a_customer_who_called(ha: Client, an: int) -> None:
    """Found first; the same form sent twice is one request."""
    form = {"kind": "call_back", "source": "phone", "text": "Gọi sau 17 giờ", "once": "b" * 32}
    first = ha.post(f"/console/inbox/new?customer={an}", form)
    second = ha.post(f"/console/inbox/new?customer={an}", form)
    assert first["Location"] == second["Location"]
    assert CustomerRequest.objects.get(kind="call_back").source == "phone"


def test_somebody_new_becomes_a_guest_by_their_request(ha: Client) -> None:
    """With what they gave to be answered, which must read as a number or address."""
    form = {"kind": "question", "source": "counter", "text": WORDS, "once": "c" * 32}
    assert ha.post("/console/inbox/new", form).status_code == 422
    assert ha.post("/console/inbox/new", {**form, "phone": "không có"}).status_code == 422
    made = ha.post("/console/inbox/new", {**form, "phone": "0594 000 009"})
    assert made.status_code == 302
    assert CustomerRequest.objects.get().subject.standing == "guest"


def test_a_cancellation_that_is_done_cancels_the_order(ha: Client, desk: Desk, an: int) -> None:
    """The page says so before; a bare "done" over an open order would be a lie."""
    order = desk.order(an)
    request = _asked(an, "cancel", order=order)
    path, form = f"/console/inbox/{request}/finish", {"outcome": "done"}
    assert "Đơn hàng sẽ bị hủy." in ha.post(path, form).content.decode()
    ha.post(path, {**form, "confirmed": "yes"})
    seen = order_seen(order)
    assert seen is not None
    assert (seen.state, _state(request)) == (OrderState.CANCELLED, RequestState.DONE)
