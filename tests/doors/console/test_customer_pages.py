"""Finding a customer in any spelling, masked; and what the desk sees of one before anything is opened."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from giuloi.core.terms import CaseKind
from giuloi.promises.collect.finding import order_number
from giuloi.records import cases
from giuloi.records.consents import ConsentRecord
from giuloi.records.database import rows
from tests.cast import AN, BINH
from tests.doors.console.conftest import Desk, now

_NEWEST = "SELECT event, purpose, clause, decision, actor FROM records_pendinguse ORDER BY id DESC LIMIT 1"


def _find(client: Client, term: str) -> Any:
    return client.post("/console/customers", {"term": term})


@pytest.mark.parametrize(
    "term",
    [
        *("0594000001", "0594 000 001", "+84 594.000.001", "84594000001", "tel:0594-000-001"),
        *("an@example.vn", " AN@Example.VN "),
        *("701", "#701", "đơn 701", "Đơn hàng: 701", "ĐH-701", "order no. 701"),
    ],
)
def test_a_customer_is_found_in_any_spelling(ha: Client, an_order: int, an: int, term: str) -> None:
    """By phone, e-mail and the platform's order number; the list shows ids and states, no value."""
    answer = _find(ha, term)
    page = answer.content.decode()
    assert f'/console/customers/{an}"' in page
    assert not any(value in page.replace(f'value="{term.strip()}"', "") for value in (AN.name, AN.address))


def test_our_own_order_id_leads_to_its_customer(ha: Client, an_order: int, an: int) -> None:
    """The long number that the order's page shows."""
    assert f'/console/customers/{an}"' in _find(ha, str(an_order)).content.decode()


def test_every_search_that_finds_somebody_is_in_their_ledger(ha: Client, an_order: int, an: int) -> None:
    """Who looked, for what and under which clause; a search for nobody touches nobody."""
    _find(ha, AN.phone)
    event, purpose, clause, decision, actor = rows(_NEWEST)[0]
    assert (event, purpose, clause, decision) == ("find", "supply", "I.1", "allowed")
    assert actor.startswith("staff/care/")
    before = rows("SELECT count(*) FROM records_pendinguse")
    assert "Không có khách nào như vậy" in _find(ha, "0594999999").content.decode()
    assert rows("SELECT count(*) FROM records_pendinguse") == before


def test_a_role_that_works_on_nobodys_own_case_looks_nobody_up(lan: Client, an_order: int, an: int) -> None:
    """The same refusal for a customer and a stranger; the try about the customer is in the ledger."""
    known, stranger = _find(lan, AN.phone), _find(lan, "0594999999")
    assert known.status_code == stranger.status_code == 403
    assert str(an) not in known.content.decode()
    assert rows(_NEWEST)[0][:4] == ("refuse", "", "II.1", "gap")
    for where in (f"/console/customers/{an}", f"/console/customers/{an}/receipt/1"):
        assert lan.get(where).status_code == 403
    assert lan.get(f"/console/customers/{an}/consent").status_code == 404


def test_the_term_stands_in_no_address_and_no_log(
    ha: Client, an_order: int, capfd: pytest.CaptureFixture[str]
) -> None:
    """A search by GET finds nothing; the log has the route only."""
    answer = ha.get("/console/customers", {"term": AN.phone})
    assert AN.phone not in answer.content.decode()
    _find(ha, AN.phone)
    assert AN.phone not in capfd.readouterr().err


def test_several_people_of_one_phone_are_all_shown_with_a_warning(
    ha: Client, desk: Desk, an_order: int, an: int, binh: int
) -> None:
    """A family shares a phone: nobody is picked for the clerk."""
    desk.known(AN, binh)
    page = _find(ha, AN.phone).content.decode()
    assert all(f"/console/customers/{one}" in page for one in (an, binh))
    assert "hỏi thêm số đơn" in page


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("701", 701),
        ("đơn hàng số 701", 701),
        ("701a", None),
        ("", None),
        ("an@example.vn", None),
        ("٧٠١", None),
    ],
)
def test_an_order_number_is_read_as_people_write_it(text: str, number: int | None) -> None:
    """Words and signs in front, digits of ours behind, and nothing after them."""
    assert order_number(text) == number


def test_the_page_says_what_could_be_opened_by_which_case_and_by_whom(
    ha: Client, khoa: Client, an_order: int, an: int
) -> None:
    """A care case is care's: fulfilment reads whose it is."""
    cases.open_case(CaseKind.CARE, now(), subject=an)
    where = f"/console/customers/{an}"
    assert ha.get(where).content.decode().count("mở được</span>") == 2
    fulfilment = khoa.get(where).content.decode()
    assert fulfilment.count("mở được</span>") == 1
    assert "không mở</span>" in fulfilment


def test_the_timeline_has_orders_cases_and_consents_in_their_words(
    ha: Client, an_order: int, an: int
) -> None:
    """With dates, states and the very words of each consent."""
    page = ha.get(f"/console/customers/{an}").content.decode()
    assert "được đặt" in page
    assert "Tôi đồng ý để tiệm dùng thông tin này" in page
    assert BINH.name not in page


def test_a_receipt_is_handed_out_for_the_customers_own_records_only(
    ha: Client, an_order: int, an: int, binh: int
) -> None:
    """Signed, as a file; another customer's number is no receipt of this one."""
    record = ConsentRecord.objects.filter(subject=an).latest("id").id
    answer = ha.get(f"/console/customers/{an}/receipt/{record}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="receipt-{record}.json"'
    assert AN.phone not in answer.content.decode()
    assert ha.get(f"/console/customers/{binh}/receipt/{record}").status_code == 404


def test_nobody_is_behind_an_id_that_is_nobodys(ha: Client, desk: Desk) -> None:
    """404."""
    assert ha.get("/console/customers/12345").status_code == 404
