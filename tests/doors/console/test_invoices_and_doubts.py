"""Invoice data at the desk, and the file of a member who said something untrue: masked, sealed, step by step."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client

from giuloi.core.fields import FIELD
from giuloi.promises.collect import untrue
from giuloi.promises.collect.invoices import invoice_state
from giuloi.promises.collect.lifecycle import close_order
from giuloi.records.database import rows
from tests.cast import AN
from tests.doors.console.conftest import Desk, now

DATA = {
    "company": "Công ty Bánh Kẹo Sóng Xanh",
    "tax_code": "0100109106",
    "address": "1 Hàng Bài, Hà Nội",
    "email": "hoadon@example.vn",
}


def test_invoice_data_are_sealed_and_opened_only_to_issue_it(khoa: Client, an_order: int) -> None:
    """Written down; masked on every page; shown through the gate, issued with number and date, and then left alone."""
    where = f"/console/orders/{an_order}/invoice"
    assert khoa.post(where, {**DATA, "step": "ask"}).status_code == 302
    assert not any(text in khoa.get(where).content.decode() for text in DATA.values())
    shown = khoa.post(where, {"step": "show"}).content.decode()
    assert all(text in shown for text in DATA.values())
    [(fields, clause)] = rows("SELECT fields, clause FROM records_pendinguse WHERE event = 'reveal'")
    assert (fields, clause) == (FIELD["invoice"].mask, "I.1")
    issued = {**DATA, "step": "issue", "number": "1C26TGL-000014", "issued_on": "2026-11-22"}
    assert khoa.post(where, issued).status_code == 302
    assert invoice_state(an_order).issued_at is not None
    assert khoa.post(where, {**DATA, "step": "ask"}).status_code == 422


def test_what_is_wrong_with_an_invoice_is_said_beside_its_field(khoa: Client, an_order: int) -> None:
    """Nothing is sealed; what was typed stays."""
    typed = {**DATA, "tax_code": "123", "company": "", "step": "ask"}
    answer = khoa.post(f"/console/orders/{an_order}/invoice", typed)
    assert answer.status_code == 422
    found = set(re.findall(r'id="(\w+)-problem"', answer.content.decode()))
    assert found == {"company", "tax_code"}
    assert DATA["address"] in answer.content.decode()
    assert invoice_state(an_order) is None


def test_once_the_order_is_closed_nobody_opens_its_invoice(khoa: Client, an_order: int) -> None:
    """The same button, refused with its clause."""
    where = f"/console/orders/{an_order}/invoice"
    khoa.post(where, {**DATA, "step": "ask"})
    close_order(an_order, now())
    answer = khoa.post(where, {"step": "show"})
    assert answer.status_code == 403
    assert DATA["company"] not in answer.content.decode()


def test_a_doubt_goes_one_step_at_a_time_and_its_evidence_is_sealed(ha: Client, desk: Desk, an: int) -> None:
    """Opened with evidence, asked to correct, not suspended before its time; lifted when it was right."""
    where = f"/console/customers/{an}/doubt"
    assert ha.post(where, {"fields": ["address"]}).status_code == 422
    told = "Bên vận chuyển báo không có số nhà này"
    answer = ha.post(where, {"fields": ["address"], "evidence": told})
    assert answer.status_code == 302
    [file] = untrue.doubts_of(an)
    page = f"/console/doubts/{file.id}"
    assert told not in ha.get(page).content.decode()
    assert told in ha.post(page, {"step": "show"}).content.decode()
    for step, state in (("suspend", "open"), ("ask", "asked_to_correct"), ("suspend", "asked_to_correct")):
        ha.post(page, {"step": step})
        assert untrue.doubts_of(an)[0].state == state
    untrue.suspend(file.id, now() + timedelta(days=8), "staff/care/x")
    assert "tạm dừng mua bằng tài khoản" in ha.get("/console/doubts").content.decode()
    ha.post(page, {"step": "lift"})
    assert untrue.doubts_of(an)[0].state == "lifted"


def test_a_suspended_members_order_is_refused_at_the_desk_with_the_reason(
    ha: Client, desk: Desk, an: int
) -> None:
    """The clerk is told, and that they can order as somebody new."""
    desk.known(AN, an)
    doubt = untrue.open_doubt(an, ["address"], "Không có số nhà này", now(), "staff/care/x")
    untrue.ask_to_correct(doubt, now(), "staff/care/x")
    untrue.suspend(doubt, now() + timedelta(days=8), "staff/care/x")
    looked = ha.post("/console/orders/new", {"phone": AN.phone, "step": "look"}).content.decode()
    ticket = re.search(r'name="ticket" value="([^"]+)"', looked)
    form = {"phone": AN.phone, "who": str(an), "line1": "1 xôi 20k", "agreed": "yes", "evidence": "GHIAM-1"}
    answer = ha.post("/console/orders/new", {**form, "ticket": ticket[1], "step": "place"})
    assert answer.status_code == 422
    assert "đang tạm dừng" in answer.content.decode()


def test_files_are_for_those_who_work_on_requests(khoa: Client, ha: Client, an: int, binh: int) -> None:
    """Fulfilment: 403. A guest answers for nothing: 404."""
    assert khoa.get("/console/doubts").status_code == 403
    assert khoa.post(f"/console/customers/{an}/doubt", {}).status_code == 403
    assert ha.get(f"/console/customers/{binh}/doubt").status_code == 404
    assert ha.get("/console/doubts/12345").status_code == 404
