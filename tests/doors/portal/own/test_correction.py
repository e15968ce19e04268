"""/me/correct/<field>: putting right what we hold; a telephone or e-mail with a code to the new one (VI.1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from giuloi.core.identifiers import norm_v1
from giuloi.core.terms import SubjectState
from giuloi.promises.collect.verification import verified
from giuloi.records.access import sessions
from giuloi.records.access.sessions import Visitor
from giuloi.records.keyring import keyring
from giuloi.records.own_data import own_data
from giuloi.records.subjects import standing_of
from giuloi.records.uses import pending
from tests.cast import AN, CHI, Person
from tests.doors.portal.own.conftest import Customer, at_browser, now

NEW_PHONE, NEW_EMAIL = "0594 000 077", "an.moi@example.vn"


def held(customer: Customer, name: str) -> str | None:
    """What stands in the vault."""
    value = own_data(customer.subject, now()).records[0].get(name)
    return None if value is None else value.open()


def ticket(answer: Any) -> str:
    """The code's id, as the second form carries it."""
    found = re.search(r'name="ticket" value="(\d+)"', answer.content.decode())
    assert found, answer.content.decode()
    return found[1]


def code(mail: Any) -> str:
    """The newest code that came, wherever it came to."""
    return next(found[0] for one in mail.messages() if (found := re.search(r"\b\d{6}\b", one.text.vi)))


def change(customer: Customer, mail: Any, field: str, value: str) -> Any:
    """Both steps."""
    first = customer.post(f"/me/correct/{field}", {"value": value})
    sent = {"value": value, "ticket": ticket(first), "code": code(mail)}
    return customer.post(f"/me/correct/{field}", sent)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "Nguyễn Thị Ân"), ("address", "1 Tràng Tiền, Hà Nội"), ("birth_year", "1991")],
)
def test_name_address_and_year_are_put_right_at_once(an: Customer, field: str, value: str) -> None:
    """One form; the page then shows it."""
    answer = an.post(f"/me/correct/{field}", {"value": value})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/me")
    assert value in an.text("/me")


def test_the_ledger_says_which_field_and_never_what(an: Customer) -> None:
    """Event, clause and field."""
    an.post("/me/correct/name", {"value": "Nguyễn Thị Ân"})
    use = next(one.use for one in pending.waiting(1000) if one.use.event == "rectify")
    assert (use.actor, use.purpose, use.clause, use.fields) == ("customer", "account", "VI.1", 1)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "please fill this in"),
        ("name", "123", "at least one letter"),
        ("phone", "12", "no such phone number"),
        ("email", "an.example.vn", "looks like name@domain.vn"),
        ("address", "a\x00b", "characters that cannot be read"),
        ("address", "x" * 3000, "please shorten it"),
        ("birth_year", "19", "four digits"),
        ("birth_year", "١٩٩٠", "four digits"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_stays_typed(
    an: Customer, field: str, value: str, said: str
) -> None:
    """Nothing is changed."""
    before = held(an, field)
    answer = an.post(f"/me/correct/{field}", {"value": value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said.lower() in page.lower()
    assert 'aria-invalid="true"' in page
    assert value in page
    assert held(an, field) == before


@pytest.mark.parametrize(("field", "value"), [("phone", NEW_PHONE), ("email", NEW_EMAIL)])
def test_a_new_phone_or_email_takes_a_code_sent_there_and_the_old_one_is_told(
    an: Customer, mail: Any, field: str, value: str
) -> None:
    """It is verified then, leads to them, and the former one leads nowhere."""
    old = held(an, field)
    assert change(an, mail, field, value).status_code == 303
    assert held(an, field) == value
    assert keyring().find(field, norm_v1(field, value), claimed=True) == [an.subject]  # type: ignore[arg-type]
    assert keyring().find(field, norm_v1(field, old or "")) == []  # type: ignore[arg-type]
    assert field in verified(an.subject)
    told, asked = mail.messages()[:2]
    assert (told.to, asked.to) == (old, norm_v1(field, value))  # type: ignore[arg-type]
    assert value not in told.text.vi


def test_nothing_changes_before_the_code(an: Customer, mail: Any) -> None:
    """Neither by the first step, nor by a wrong code, nor by a code for another number."""
    first = an.post("/me/correct/phone", {"value": NEW_PHONE})
    assert held(an, "phone") == AN.phone
    wrong = f"{(int(code(mail)) + 1) % 10**6:06d}"
    answer = an.post("/me/correct/phone", {"value": NEW_PHONE, "ticket": ticket(first), "code": wrong})
    assert answer.status_code == 422
    assert b"not the code" in answer.content
    other = {"value": "0594000078", "ticket": ticket(first), "code": code(mail)}
    assert an.post("/me/correct/phone", other).status_code == 422
    assert held(an, "phone") == AN.phone


def test_a_code_of_somebody_else_proves_nothing(
    an: Customer, mail: Any, member: Callable[[Person], Customer]
) -> None:
    """Even for the same number."""
    first = an.post("/me/correct/phone", {"value": NEW_PHONE})
    chi = member(CHI)
    sent = {"value": NEW_PHONE, "ticket": ticket(first), "code": code(mail)}
    assert chi.post("/me/correct/phone", sent).status_code == 404
    assert held(chi, "phone") == CHI.phone


def test_whether_a_number_is_taken_is_told_only_to_whom_it_reaches(
    an: Customer, mail: Any, member: Callable[[Person], Customer]
) -> None:
    """The first step answers for a member's number just as for a free one."""
    member(CHI)
    pages = [an.post("/me/correct/phone", {"value": value}) for value in (CHI.phone, "0594000079")]
    plain = [re.sub(r'0594\d{6}|value="[^"]*"', "", one.content.decode()) for one in pages]
    assert plain[0] == plain[1]
    answer = change(an, mail, "phone", CHI.phone)
    assert answer.status_code == 422
    assert b"a member has this already" in answer.content.lower()
    assert held(an, "phone") == AN.phone


def test_a_session_from_long_ago_proves_itself_again_first(an: Customer, mail: Any) -> None:
    """For the way into the account; a name does not need it."""
    an.browser = at_browser(Visitor.CUSTOMER, an.subject, ago=timedelta(minutes=20))
    assert b"Please show that it is you" in an.post("/me/correct/phone", {"value": NEW_PHONE}).content
    assert not mail.messages()
    assert an.post("/me/correct/name", {"value": "Nguyễn Thị Ân"}).status_code == 303


def test_other_devices_are_signed_out_when_the_way_in_changes(an: Customer, mail: Any) -> None:
    """Whoever sat at one of them may have been the reason."""
    at_browser(Visitor.CUSTOMER, an.subject)
    change(an, mail, "email", NEW_EMAIL)
    assert len(sessions.sessions_of(Visitor.CUSTOMER, an.subject, now())) == 1


def test_a_guest_corrects_too(binh: Customer, mail: Any) -> None:
    """What we hold of them is theirs to put right."""
    assert change(binh, mail, "phone", NEW_PHONE).status_code == 303
    assert held(binh, "phone") == NEW_PHONE


def test_where_nothing_can_be_sent_it_is_said_and_nothing_changes(an: Customer) -> None:
    """No provider: every number gets the same answer."""
    answer = an.post("/me/correct/phone", {"value": NEW_PHONE})
    assert answer.status_code == 503
    assert NEW_PHONE in answer.content.decode()
    assert held(an, "phone") == AN.phone


def test_a_year_that_makes_somebody_young_protects_them_at_once(an: Customer) -> None:
    """And the way back goes through customer care, with a parent (VII.1)."""
    an.post("/me/correct/birth_year", {"value": str(now().year - 12)})
    found = standing_of(an.subject)
    assert found is not None
    assert found[1] & SubjectState.MINOR
    assert an.post("/me/correct/birth_year", {"value": "1990"}).status_code == 422


def test_a_year_can_be_taken_out(an: Customer) -> None:
    """It was never a must."""
    an.post("/me/correct/birth_year", {"value": ""})
    assert held(an, "birth_year") is None


def test_what_cannot_be_corrected_here_is_not_found(an: Customer) -> None:
    """The declaration stays what was declared."""
    assert an.get("/me/correct/declaration").status_code == 404
    assert an.post("/me/correct/no_such", {"value": "x"}).status_code == 404
