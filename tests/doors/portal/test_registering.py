"""Registering (IV.4, IV.5, VII.1): what is asked, what is kept and when, and what becomes of bad input."""

from __future__ import annotations

import pytest
from django.test import Client

from giuloi.core.terms import Channel, ConsentState, Standing, SubjectState
from giuloi.promises.collect.questions import question
from giuloi.promises.collect.verification import verified
from giuloi.records import consents
from giuloi.records.consents import ConsentRecord
from giuloi.records.published import current
from giuloi.records.subjects import Subject, standing_of
from tests.cast import AN, CHI
from tests.doors.portal.conftest import Inbox, browser
from tests.doors.portal.filling import (
    AN_EMAIL,
    AN_PHONE,
    become_member,
    chosen_in,
    filled,
    hidden_in,
    typed_codes,
)


def _only() -> int:
    """The one customer there is."""
    return int(Subject.objects.values_list("id", flat=True).get())


def test_nothing_is_ticked_for_anybody(web: Client) -> None:
    """No answer, box or age stands there before somebody gave it (IV.4); the country is no consent."""
    assert chosen_in(web.get("/register")) == []


def test_each_field_says_its_purpose_and_its_clause(web: Client) -> None:
    """In both languages, with the clause to read."""
    vi = web.get("/register").content.decode()
    assert vi.count("Dùng cho: cung cấp hàng hóa") == vi.count('href="/trust/policy#I.1"') == 2
    en = web.get("/register", headers={"Accept-Language": "en"}).content.decode()
    assert en.count("Used for: account") == 2


def test_nothing_is_kept_before_both_codes_come_back(web: Client, sent: Inbox) -> None:
    """What was typed travels in the page; no person, no consent and no session is there until then."""
    page = web.post("/register", filled(AN))
    assert hidden_in(page)["name"] == AN.name
    assert not Subject.objects.exists()
    assert web.post("/register/verify", typed_codes(page, sent, email_code="000000")).status_code == 422
    assert not Subject.objects.exists()
    assert [name for name in web.cookies if "csrf" not in name] == []


def test_both_codes_open_the_account_and_sign_in(web: Client, sent: Inbox) -> None:
    """The member's own pages come next, and phone and e-mail are noted as verified."""
    answer = become_member(web, sent, AN)
    assert (answer.status_code, answer["Location"]) == (303, "/me")
    found = standing_of(_only())
    assert found is not None
    assert found[0] is Standing.MEMBER
    assert set(verified(_only())) == {"phone", "email"}
    assert web.get("/me/sessions").status_code == 200


def test_what_is_recorded_is_what_stood_there(web: Client, sent: Inbox) -> None:
    """A yes, a no and silence: two records, each with the words of the page; silence is none."""
    page = web.get("/register").content.decode()
    asked = question(current().policy, "promotion", Channel.EMAIL)
    assert asked.lead.vi in page
    assert asked.row.vi in page
    become_member(
        web, sent, AN, **{"choice.promotion.email": "yes", "choice.services.sms": "no", "choice.x.y": "yes"}
    )
    records = {one.purpose: one for one in ConsentRecord.objects.select_related("wording")}
    assert set(records) == {"promotion", "services"}
    assert records["promotion"].wording.text == asked.wording("vi")
    assert (records["promotion"].state, records["services"].state) == ("given", "refused")


def test_refusing_everything_refuses_nothing(web: Client, sent: Inbox) -> None:
    """The account opens all the same."""
    noes = {
        name: "no" for name in ("choice.promotion.email", "choice.care.in_house", "choice.supply.in_house")
    }
    assert become_member(web, sent, AN, **noes).status_code == 303
    assert set(consents.states_of(_only()).values()) == {ConsentState.REFUSED}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("phone", "12"),
        ("email", "an@"),
        ("country", "ZZ"),
        ("age", ""),
        ("declared.truthful", ""),
        ("accepted", ""),
        ("accepted", "an older version"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(
    web: Client, sent: Inbox, field: str, value: str
) -> None:
    """One problem in its place; every other value still stands there, and no code goes out."""
    page = web.post("/register", filled(AN, **{field: value}))
    assert page.status_code == 422
    shown = page.content.decode()
    assert shown.count('class="problem" id=') == 1
    for name in {"name", "phone", "email"} - {field}:
        assert f'value="{filled(AN)[name]}"' in shown
    assert sent.count() == 0


def test_everything_wrong_is_said_at_once(web: Client) -> None:
    """An empty form: the four texts, the age, the declaration and the policy."""
    shown = web.post("/register", {}).content.decode()
    assert shown.count('class="problem" id=') == 7


def test_a_minor_is_sent_to_a_parent(web: Client, sent: Inbox) -> None:
    """Who says they are too young is told who registers for them; no code goes out (VII.1)."""
    page = web.post("/register", filled(AN, age="young"))
    assert "cha mẹ hoặc người giám hộ" in page.content.decode()
    assert sent.count() == 0


def test_a_parent_registers_and_is_asked_nothing_of_promotions(web: Client, sent: Inbox) -> None:
    """The child is a member under age; a yes to promotions that was sent along is not taken (VII.1)."""
    become_member(
        web, sent, AN, age="guardian", **{"choice.promotion.email": "yes", "choice.supply.in_house": "yes"}
    )
    found = standing_of(_only())
    assert found is not None
    assert found[1] & SubjectState.MINOR
    records = ConsentRecord.objects.all()
    assert [(one.purpose, one.said_by) for one in records] == [("supply", "representative")]


def test_a_mistyped_code_does_not_use_up_the_other(web: Client, sent: Inbox) -> None:
    """The telephone stays proven on the next page, and only for this telephone."""
    page = web.post("/register", filled(AN))
    right = typed_codes(page, sent)
    again = web.post("/register/verify", {**right, "email_code": "000000"})
    carried = hidden_in(again)
    assert "phone_mark" in carried
    assert "còn 4 lần" in again.content.decode()
    stolen = web.post("/register/verify", {**carried, "phone": CHI.phone, "email_code": "000000"})
    assert "phone_mark" not in hidden_in(stolen)
    assert web.post("/register/verify", {**carried, "email_code": right["email_code"]}).status_code == 303


def test_a_code_is_good_for_the_address_it_was_sent_to_alone(web: Client, sent: Inbox) -> None:
    """Another phone put into the hidden field afterwards proves nothing."""
    page = web.post("/register", filled(AN))
    assert web.post("/register/verify", typed_codes(page, sent) | {"phone": CHI.phone}).status_code == 422
    assert not Subject.objects.exists()


def test_a_code_that_is_guessed_gives_out(web: Client, sent: Inbox) -> None:
    """After five wrong tries the right code is worth nothing; a new one can be asked for, and nothing is lost."""
    right = typed_codes(web.post("/register", filled(AN)), sent)
    for _ in range(5):
        page = web.post("/register/verify", {**right, "phone_code": "999999", "email_code": "999999"})
    assert web.post("/register/verify", right).status_code == 422
    fresh = web.post("/register/verify", {**hidden_in(page), "step": "again"})
    assert web.post("/register/verify", typed_codes(fresh, sent)).status_code == 303


def test_a_second_click_makes_nobody_twice(web: Client, sent: Inbox) -> None:
    """The same codes again: one member, one kind sentence with the way to sign in."""
    right = typed_codes(web.post("/register", filled(AN)), sent)
    web.post("/register/verify", right)
    again = web.post("/register/verify", right)
    assert again.status_code == 422
    assert "đã dùng" in again.content.decode()
    assert Subject.objects.count() == 1


def test_whether_somebody_is_a_member_is_told_after_the_proof_alone(web: Client, sent: Inbox) -> None:
    """The first page is the same for a member's phone; with both codes it says: sign in. Nothing is made."""
    become_member(web, sent, AN)
    stranger = browser()
    known = stranger.post("/register", filled(AN))
    unknown = browser().post("/register", filled(CHI))
    assert known.status_code == unknown.status_code == 200
    assert known.content.decode().count("<input") == unknown.content.decode().count("<input")
    told = stranger.post("/register/verify", typed_codes(known, sent))
    assert told.status_code == 409
    assert 'href="/sign-in"' in told.content.decode()
    assert Subject.objects.count() == 1


def test_too_many_tries_lose_nothing(web: Client, sent: Inbox) -> None:
    """The sixth code for one phone within a quarter of an hour: 429, when to come back, and the form as typed."""
    for _ in range(5):
        web.post("/register", filled(AN))
    before = sent.count()
    page = web.post("/register", filled(AN))
    assert page.status_code == 429
    assert int(page["Retry-After"]) > 0
    assert f'value="{AN.name}"' in page.content.decode()
    assert sent.count() == before


def test_going_back_to_change_something_keeps_the_rest(web: Client, sent: Inbox) -> None:
    """No code is spent on it and none is sent."""
    page = web.post("/register", filled(AN, **{"choice.promotion.email": "no"}))
    before = sent.count()
    form = web.post("/register", {**hidden_in(page), "step": "change"})
    assert form.status_code == 200
    assert "choice.promotion.email" in chosen_in(form)
    assert sent.count() == before


def test_where_messages_cannot_be_sent_it_says_so(web: Client, settings: object) -> None:
    """Outside the demo no text message goes out yet: nobody waits for a code that never comes."""
    settings.GIULOI_DEMO = False  # type: ignore[attr-defined]
    page = web.post("/register", filled(AN))
    assert page.status_code == 503
    assert f'value="{AN.name}"' in page.content.decode()


def test_codes_go_to_the_normal_form_of_any_spelling(web: Client, sent: Inbox) -> None:
    """ "+84 594 000 001" and "AN@Example.VN" reach An."""
    web.post("/register", filled(AN, phone="+84 594.000.001", email=" AN@Example.VN "))
    assert len(sent.codes(AN_PHONE)) == len(sent.codes(AN_EMAIL)) == 1
