"""A case at the desk: masked, shown through the gate, answered without seeing the address, shut when it closes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from giuloi.core.terms import Channel
from giuloi.promises.answer import replying
from giuloi.promises.answer.asking import Asking, ask
from giuloi.promises.answer.conversation import conversation
from giuloi.promises.use import cases, contact, sending
from giuloi.promises.use.contact import outgoing
from giuloi.records.cases import find_case
from giuloi.records.requests import request_of
from tests.cast import BINH
from tests.doors.console.conftest import Desk
from tests.harness.smtp import Mailbox
from tests.promises.use.care.conftest import mailbox, post

__all__ = ["mailbox", "post"]  # fixtures: found here by the tests of this file

ASKED = "Bánh cốm để được mấy ngày?"
ANSWER = "Dạ hai ngày ạ."
PICTURE = b"\x89PNG\r\n\x1a\n" + b"anh" * 30
CARD = "4111 1111 1111 1111"


@pytest.fixture
def asked(desk: Desk, binh: int) -> Any:
    """Bình asked something; the request and its case."""
    return ask(binh, Asking("question", ASKED, "portal"), datetime.now(UTC))


def page(client: Client, case: int, what: str = "") -> str:
    """The page of a case."""
    return client.get(f"/console/cases/{case}{what}").content.decode()


def once(client: Client, case: int) -> str:
    """The number of a fresh form."""
    return page(client, case).split('name="once" value="')[1].split('"')[0]


def reply(client: Client, case: int, text: str = ANSWER, channel: str = "email", **more: str) -> Any:
    """Hà answers."""
    sent = {"reply": text, "channel": channel, "once": once(client, case), **more}
    return client.post(f"/console/cases/{case}/reply", sent)


def test_a_case_is_masked_until_it_is_shown_and_then_says_so(ha: Client, asked: Any) -> None:
    """The words are in the answer to "show" and nowhere else; GET shows the masked page again."""
    assert ASKED not in page(ha, asked.case)
    shown = ha.post(f"/console/cases/{asked.case}/show", {"name": "yes"})
    text = shown.content.decode()
    assert (shown.status_code, ASKED in text, BINH.name in text) == (200, True, True)
    assert "no-store" in shown["Cache-Control"]
    assert ha.get(f"/console/cases/{asked.case}/show").status_code == 302


@pytest.mark.parametrize("way", ["show", "reply", "note", "call"])
def test_another_department_gets_nothing(khoa: Client, asked: Any, way: str) -> None:
    """Khoa packs: the masked page says whose work it is, and every form is refused."""
    assert "bộ phận khác" in page(khoa, asked.case)
    assert khoa.post(f"/console/cases/{asked.case}/{way}").status_code == 403


def test_an_answer_is_sealed_sent_and_counted_as_the_answer(
    ha: Client, asked: Any, post: int, mailbox: Mailbox, binh: int
) -> None:
    """The clerk never sees the address; the request is answered; the page says how far it is."""
    assert reply(ha, asked.case).status_code == 302
    assert BINH.email not in page(ha, asked.case)
    assert sending.send_due(datetime.now(UTC)) == 2  # the acknowledgement was first
    assert mailbox.letters[1][0] == BINH.email
    assert ANSWER in mailbox.letters[1][1].get_content()
    row = request_of(asked.request)
    assert row is not None
    assert row.answered_at is not None
    assert "đã gửi" in page(ha, asked.case)


def test_the_same_form_sent_twice_is_one_answer(ha: Client, asked: Any, post: int) -> None:
    """A double click."""
    sent = {"reply": ANSWER, "channel": "email", "once": once(ha, asked.case)}
    for _ in range(2):
        assert ha.post(f"/console/cases/{asked.case}/reply", sent).status_code == 302
    assert len(contact.of_case(asked.case)) == 1


def test_a_form_that_was_cut_off_is_not_used_up(
    ha: Client, asked: Any, post: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its one-time number and the sealed answer stand or fall together: sent again, the customer is answered."""
    sent = {"reply": ANSWER, "channel": "email", "once": once(ha, asked.case)}

    def cut(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as off:
        off.setattr(replying, "_answered", cut)
        with pytest.raises(SystemExit):
            ha.post(f"/console/cases/{asked.case}/reply", sent)
    assert not contact.of_case(asked.case)
    ha.post(f"/console/cases/{asked.case}/reply", sent)
    assert len(contact.of_case(asked.case)) == 1


def test_advertising_is_refused_beside_the_sentence_with_the_way_out(
    ha: Client, asked: Any, post: int
) -> None:
    """What was typed is still there; nothing is kept."""
    answer = reply(ha, asked.case, "Dạ hai ngày ạ. Đang có khuyến mãi, mời quý khách ghé xem!")
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "Dạ hai ngày ạ." in text
    assert "một đợt giới thiệu" in text
    assert len(conversation(asked.case)) == 1


def test_a_channel_without_consent_or_address_is_told_with_its_remedy(
    ha: Client, asked: Any, post: int
) -> None:
    """Bình never wrote on Zalo: shown so, and refused when it is tried all the same."""
    assert "qua Zalo" in page(ha, asked.case)
    answer = reply(ha, asked.case, channel="zalo")
    assert (answer.status_code, "chưa từng nhắn" in answer.content.decode()) == (400, True)


def test_personal_data_in_a_reply_warns_and_may_go_on(ha: Client, asked: Any, post: int) -> None:
    """A telephone number: what and where; confirmed, it goes out as it is."""
    text = "Quý khách gọi bưu tá số 0594000777 ạ."
    warned = reply(ha, asked.case, text)
    assert (warned.status_code, "giống số điện thoại" in warned.content.decode()) == (200, True)
    assert len(conversation(asked.case)) == 1
    assert reply(ha, asked.case, text, confirmed="yes").status_code == 302


def test_a_card_number_is_never_kept(ha: Client, asked: Any) -> None:
    """Struck out in the form that comes back, and in what is kept once that is confirmed."""
    sent = {"note": f"Khách đọc số thẻ {CARD}", "once": once(ha, asked.case)}
    warned = ha.post(f"/console/cases/{asked.case}/note", sent).content.decode()
    assert CARD not in warned
    assert "•••• •••• •••• 1111" in warned
    sent |= {"confirmed": "yes", "once": once(ha, asked.case)}
    assert ha.post(f"/console/cases/{asked.case}/note", sent).status_code == 302
    assert "•••• •••• •••• 1111" in ha.post(f"/console/cases/{asked.case}/show").content.decode()


def test_a_call_shows_the_number_once_and_is_noted_after(ha: Client, asked: Any) -> None:
    """The number is on this one page; the note says whether anybody answered."""
    calling = ha.post(f"/console/cases/{asked.case}/call").content.decode()
    assert BINH.phone in calling
    assert BINH.phone not in page(ha, asked.case)
    sent = {"note": "Khách hẹn chiều gọi lại.", "call": "reached", "once": once(ha, asked.case)}
    assert ha.post(f"/console/cases/{asked.case}/note", sent).status_code == 302
    assert conversation(asked.case)[-1].way == Channel.PHONE
    row = request_of(asked.request)
    assert row is not None
    assert row.answered_at is not None


def test_a_file_is_sealed_and_handed_out_to_be_saved(ha: Client, khoa: Client, asked: Any) -> None:
    """As an attachment under its own name, nosniff; by care alone, and not after the case is closed."""
    sent = {"note": "Ảnh khách gửi", "once": once(ha, asked.case)}
    sent["files"] = SimpleUploadedFile("hộp bánh.png", PICTURE, "text/html")  # type: ignore[assignment]
    assert ha.post(f"/console/cases/{asked.case}/note", sent).status_code == 302
    [file] = conversation(asked.case)[-1].files
    where = f"/console/cases/{asked.case}/files/{file.id}"
    assert khoa.post(where).status_code == 403
    saved = ha.post(where)
    assert (saved.content, saved["Content-Type"], saved["X-Content-Type-Options"]) == (
        PICTURE,
        "image/png",
        "nosniff",
    )
    assert saved["Content-Disposition"].startswith("attachment; filename*=utf-8''h%E1%BB%99p")
    cases.close(asked.case, datetime.now(UTC))
    assert ha.post(where).status_code == 403


def test_a_file_that_may_do_harm_is_told_beside_its_field(ha: Client, asked: Any) -> None:
    """What was typed stays; nothing is kept."""
    sent = {"note": "Ảnh khách gửi", "once": once(ha, asked.case)}
    sent["files"] = SimpleUploadedFile("anh.png", b"<script>alert(1)</script>", "image/png")  # type: ignore[assignment]
    answer = ha.post(f"/console/cases/{asked.case}/note", sent)
    assert (answer.status_code, "Chỉ nhận ảnh" in answer.content.decode()) == (400, True)
    assert len(conversation(asked.case)) == 1


def test_closing_ends_the_request_and_shuts_everything(ha: Client, asked: Any) -> None:
    """A refusal needs its ground; afterwards nothing is shown and nothing can be written."""
    where = f"/console/cases/{asked.case}/close"
    assert "không ai của tiệm mở được" in page(ha, asked.case, "/close")
    assert ha.post(where, {"sure": "yes", "outcome": "refused"}).status_code == 400
    assert ha.post(where, {"sure": "yes", "outcome": "done"}).status_code == 302
    row, held = request_of(asked.request), find_case(asked.case)
    assert row is not None
    assert (row.state, held is not None and ASKED in page(ha, asked.case)) == ("done", False)
    assert ha.post(f"/console/cases/{asked.case}/show").status_code == 403
    assert ha.post(f"/console/cases/{asked.case}/reply", {"reply": "x"}).status_code == 404


def test_a_person_decides_about_a_reply_that_perhaps_arrived(
    ha: Client, asked: Any, post: int, mailbox: Mailbox
) -> None:
    """The page offers both; "arrived" settles it."""
    sending.send_due(datetime.now(UTC))
    mailbox.replies = ["hang up"]
    reply(ha, asked.case)
    sending.send_due(datetime.now(UTC))
    assert "không tự gửi lại" in page(ha, asked.case)
    [row] = contact.of_case(asked.case).values()
    where = f"/console/cases/{asked.case}/outgoing/{row.id}"
    assert ha.post(where, {"wish": "arrived"}).status_code == 302
    held = outgoing.outgoing(row.id)
    assert held is not None
    assert held.state == "sent"


def test_what_is_no_case_of_care_is_not_there(ha: Client, desk: Desk, an: int) -> None:
    """An order's case, and a number nobody drew."""
    _, of_order = desk.shop.order(an)
    assert ha.get("/console/cases/12345").status_code == 404
    assert ha.get(f"/console/cases/{of_order}").status_code == 404


def test_the_customers_page_tells_every_contact_and_no_word_of_it(
    ha: Client, asked: Any, post: int, binh: int
) -> None:
    """The acknowledgement and the reply: when, by which way, how far; a link to the case."""
    reply(ha, asked.case)
    sending.send_due(datetime.now(UTC))
    seen = ha.get(f"/console/customers/{binh}").content.decode()
    assert "Tiệm đã nhận yêu cầu của quý khách" in seen
    assert seen.count("đã gửi") == 2
    assert f"/console/cases/{asked.case}" in seen
    assert not [word for word in (ANSWER, ASKED, BINH.email) if word in seen]
