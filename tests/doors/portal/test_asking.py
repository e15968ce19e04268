"""A customer asks, follows with the shop's own clock, writes more, takes back; nobody sees what is not theirs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from giuloi.core.terms import Channel, ConsentState, Standing
from giuloi.promises.answer import afterwards, ending
from giuloi.records import consents
from giuloi.records.access.sessions import Visitor
from giuloi.records.request_kinds import RequestState
from giuloi.records.requests import CustomerRequest
from tests.cast import CHI
from tests.doors.console.conftest import Desk, now
from tests.gates.roles import customer
from tests.records.conftest import Shop, an, binh, shop

__all__ = ["an", "binh", "shop"]  # fixtures: found here by the tests of this file
WORDS = "Bánh cốm để được mấy ngày ạ?"


@pytest.fixture
def web(an: int) -> Client:
    """An, signed in."""
    return customer(Visitor.CUSTOMER, an)


def _ask(web: Client, **more: Any) -> Any:
    return web.post("/me/ask", {"kind": "question", "text": WORDS, "once": "a" * 32, **more})


def _text(answer: Any) -> str:
    return answer.content.decode()


def test_a_question_is_received_with_its_deadline(web: Client) -> None:
    """The page says by when, who answers for it, and what was written."""
    page = _text(web.get(_ask(web)["Location"]))
    assert "Chúng tôi đã nhận yêu cầu" in page
    assert "còn 23 giờ" in page
    assert "Bộ phận chăm sóc khách hàng" in page
    assert WORDS in page


def test_a_form_sent_twice_is_one_request(web: Client) -> None:
    """The second answer leads to the first request, and says so."""
    first, second = _ask(web), _ask(web)
    assert first["Location"].split("?")[0] == second["Location"].split("?")[0]
    assert CustomerRequest.objects.count() == 1


def test_what_is_asked_again_in_flight_is_the_same_request(web: Client) -> None:
    """New words stand beside it; its clock runs on."""
    call = {"kind": "call_back", "text": "Sau 17 giờ"}
    web.post("/me/ask", {**call, "once": "a" * 32})
    again = web.post("/me/ask", {**call, "text": "Sáng mai cũng được", "once": "b" * 32}, follow=True)
    assert "lời mới được ghi thêm" in _text(again)
    assert CustomerRequest.objects.count() == 1


@pytest.mark.parametrize("kind", ["question", "support", "complain"])
def test_without_a_word_there_is_nothing_to_answer(web: Client, kind: str) -> None:
    """The form comes back and says so beside the field."""
    answer = web.post("/me/ask", {"kind": kind, "once": "a" * 32})
    assert answer.status_code == 422
    assert 'id="text-problem"' in _text(answer)


def test_a_bank_card_number_is_warned_of_before_it_is_sent(web: Client) -> None:
    """Nothing was sent yet; who means it sends it as it stands."""
    card = "Thẻ của tôi 4111 1111 1111 1111 bị trừ hai lần"
    warned = _ask(web, text=card)
    assert warned.status_code == 422
    assert "số thẻ ngân hàng" in _text(warned)
    assert not CustomerRequest.objects.exists()
    assert _ask(web, text=card, anyway="yes").status_code == 303


def test_a_return_needs_an_order_of_ones_own(web: Client, shop: Shop, binh: int, an: int) -> None:
    """Somebody else's is not offered, and not taken when it is sent by hand."""
    foreign, own = Desk(shop).order(binh), Desk(shop).order(an, 702)
    assert str(foreign) not in _text(web.get("/me/ask?kind=return"))
    assert web.post("/me/ask", {"kind": "return", "about": foreign, "once": "a" * 32}).status_code == 422
    sent = web.post("/me/ask", {"kind": "return", "about": own, "once": "b" * 32})
    assert sent.status_code == 303
    assert CustomerRequest.objects.get(kind="return").record_id == own


def test_somebody_elses_request_is_not_there(web: Client, shop: Shop) -> None:
    """Not to look at, not to write to, not to take back."""
    where = _ask(web)["Location"].split("?")[0]
    other = customer(Visitor.CUSTOMER, shop.person(CHI, Standing.MEMBER))
    assert other.get(where).status_code == 404
    assert other.post(f"{where}/add", {"text": "Xin chào"}).status_code == 404
    assert other.post(f"{where}/take-back").status_code == 404
    assert where not in _text(other.get("/me/requests"))


def test_a_guest_asks_about_the_order_they_came_with(shop: Shop, binh: int) -> None:
    """And follows it on the same pages."""
    order = Desk(shop).order(binh)
    web = customer(Visitor.GUEST, binh, record=order)
    where = _ask(web, about=order)["Location"]
    assert WORDS in _text(web.get(where))
    assert where.split("?")[0] in _text(web.get("/me/requests"))


def test_a_refusal_is_read_with_its_ground_clause_and_where_to_complain(web: Client) -> None:
    """VIII.2 stands beside it."""
    where = _ask(web)["Location"].split("?")[0]
    request = CustomerRequest.objects.get().id
    ending.end(request, RequestState.REFUSED, now(), "code/test", "out_of_stock")
    page = _text(web.get(where))
    assert "không thực hiện được vì: đã hết hàng" in page
    assert "#IV.3" in page
    assert "mục VIII.2" in page


def test_a_promise_that_was_missed_says_so(web: Client) -> None:
    """On the customer's own page, in the shop's own words."""
    where = _ask(web)["Location"].split("?")[0]
    CustomerRequest.objects.update(due_at=now().replace(year=2025))
    assert "Chúng tôi đã lỡ hẹn" in _text(web.get(where))


def test_more_is_written_once_and_a_request_is_taken_back(web: Client) -> None:
    """After that it has ended, and nothing more is added to it."""
    where = _ask(web)["Location"].split("?")[0]
    more = {"text": "Hộp còn nguyên.", "once": "c" * 32}
    web.post(f"{where}/add", more)
    web.post(f"{where}/add", more)
    assert _text(web.get(where)).count("Hộp còn nguyên.") == 1
    assert "Rút lại yêu cầu này?" in _text(web.get(f"{where}/take-back"))
    web.post(f"{where}/take-back")
    assert "Quý khách đã rút lại yêu cầu này." in _text(web.get(where))
    assert web.post(f"{where}/add", {"text": "Thêm", "once": "d" * 32}).status_code == 422


def test_a_colleagues_note_is_not_on_the_customers_page(web: Client) -> None:
    """What is about them they can ask to see; the conversation is what was said to each other."""
    where = _ask(web)["Location"].split("?")[0]
    afterwards.note(CustomerRequest.objects.get().id, "Chờ lò bánh", now(), "code/test")
    assert "Chờ lò bánh" not in _text(web.get(where))


def test_cancelling_what_nobody_packed_leads_to_doing_it_at_once(web: Client, shop: Shop, an: int) -> None:
    """Without waiting for anybody, from a link as from the form."""
    order = Desk(shop).order(an)
    path = f"/me/orders/{order}/cancel"
    assert web.get(f"/me/ask?kind=cancel&order={order}")["Location"] == path
    assert web.post("/me/ask", {"kind": "cancel", "about": order, "once": "a" * 32})["Location"] == path


def test_a_consent_is_taken_back_by_naming_it(web: Client, shop: Shop, an: int) -> None:
    """Its form shows what was agreed to; what is ticked stops at once, the rest stays."""
    shop.give(an, ("promotion", Channel.EMAIL), ("promotion", Channel.SMS))
    page = _text(web.get("/me/ask?kind=withdraw"))
    assert 'value="promotion|email"' in page
    nothing = web.post("/me/ask", {"kind": "withdraw", "once": "a" * 32})
    assert nothing.status_code == 422
    assert 'id="uses-problem"' in _text(nothing)
    said = {"kind": "withdraw", "uses": ["promotion|email", "promotion|zalo"], "once": "b" * 32}
    assert web.post("/me/ask", said).status_code == 303
    states = consents.states_of(an)
    assert states["promotion", "email", ""] is ConsentState.WITHDRAWN
    assert states["promotion", "sms", ""] is ConsentState.GIVEN


@pytest.mark.parametrize("kind", ["copy", "erase", "restrict", "withdraw", "object"])
def test_a_right_over_all_that_is_held_asks_for_no_order_and_no_papers(web: Client, kind: str) -> None:
    """Nothing is asked for that is not needed."""
    answer = web.get(f"/me/ask?kind={kind}")
    page = _text(answer)
    assert answer.status_code == 200
    assert 'name="files"' not in page
    assert 'name="about"' not in page
