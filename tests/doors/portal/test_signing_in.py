"""Signing in by a code: nobody learns who is a member, and a code opens one door once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from giuloi.records.access.cookies import CUSTOMER_COOKIE
from giuloi.records.access.sessions import SessionRow
from tests.cast import AN, DUNG
from tests.doors.portal.conftest import Inbox, browser
from tests.doors.portal.filling import AN_EMAIL, AN_PHONE, become_member, hidden_in


@pytest.fixture
def member(web: Client, sent: Inbox) -> None:
    """An is a member, and signed in nowhere."""
    become_member(web, sent, AN)
    web.post("/sign-out")


def _plain(page: object, *typed: str) -> str:
    """A page without what differs by chance: the token, the code's number, what was typed."""
    text = page.content.decode()  # type: ignore[attr-defined]
    for one in typed:
        text = text.replace(one, "…")
    return re.sub(r'name="(csrfmiddlewaretoken|id)" value="[^"]*"', "", text)


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize(
    "typed", ["0594 000 001", "+84594000001", "594.000.001", "an@example.vn", "AN@EXAMPLE.VN"]
)
def test_any_spelling_of_phone_or_e_mail_signs_in(web: Client, sent: Inbox, typed: str) -> None:
    """The code comes to the same member."""
    page = web.post("/sign-in", {"identity": typed})
    code = sent.code(AN_EMAIL if "@" in typed else AN_PHONE)
    answer = web.post("/sign-in/code", {**hidden_in(page), "code": code})
    assert (answer.status_code, answer["Location"]) == (303, "/me")
    assert web.get("/me/sessions").status_code == 200


@pytest.mark.usefixtures("member")
def test_a_known_and_an_unknown_address_get_the_same_page(web: Client, sent: Inbox) -> None:
    """Status, headers and every word; a message goes to the known one alone."""
    before = sent.count()
    known = browser().post("/sign-in", {"identity": AN.email})
    unknown = browser().post("/sign-in", {"identity": DUNG.email})
    assert known.status_code == unknown.status_code == 200
    assert _plain(known, AN.email) == _plain(unknown, DUNG.email)
    assert set(known.headers) == set(unknown.headers)
    assert sent.count() == before + 1
    wrong = [
        browser().post("/sign-in/code", {**hidden_in(page), "code": "000000"}) for page in (known, unknown)
    ]
    assert _plain(wrong[0], AN.email) == _plain(wrong[1], DUNG.email)


@pytest.mark.usefixtures("member")
def test_who_is_signing_in_stands_in_no_address_cookie_or_session(web: Client) -> None:
    """Between the two pages only the page itself knows."""
    page = web.post("/sign-in", {"identity": AN.email})
    assert page["Cache-Control"] == "no-store"
    assert "Location" not in page.headers
    assert not SessionRow.objects.exists()
    said = [cookie.value for cookie in page.cookies.values()]
    assert not [value for value in said if "an@" in value]


@pytest.mark.usefixtures("member")
def test_a_code_opens_once(web: Client, sent: Inbox) -> None:
    """Reused in another browser: a kind sentence, no session."""
    page = web.post("/sign-in", {"identity": AN.email})
    said = {**hidden_in(page), "code": sent.code(AN_EMAIL)}
    assert web.post("/sign-in/code", said).status_code == 303
    other = browser()
    assert other.post("/sign-in/code", said).status_code == 422
    assert CUSTOMER_COOKIE not in other.cookies


@pytest.mark.usefixtures("member")
def test_a_code_of_one_page_opens_no_other(web: Client, sent: Inbox) -> None:
    """Drawn for registering, it does not sign in."""
    page = web.post("/register", {})
    assert page.status_code == 422
    asked = web.post("/sign-in", {"identity": AN.email})
    code = sent.code(AN_EMAIL)
    swapped = {**hidden_in(asked), "identity": AN.phone, "code": code}
    assert web.post("/sign-in/code", swapped).status_code == 422


@pytest.mark.usefixtures("member")
def test_signing_in_again_begins_a_new_session_and_ends_the_old(web: Client, sent: Inbox) -> None:
    """A token that somebody planted or copied before is worth nothing afterwards."""
    tokens = []
    for _ in range(2):
        page = web.post("/sign-in", {"identity": AN.email})
        web.post("/sign-in/code", {**hidden_in(page), "code": sent.code(AN_EMAIL)})
        tokens.append(web.cookies[CUSTOMER_COOKIE].value)
    assert tokens[0] != tokens[1]
    assert SessionRow.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "abc", "12", "@", "an@", "x" * 5000, "0594\x00000001"])
def test_what_is_no_address_is_said_beside_the_field(web: Client, typed: str) -> None:
    """What was typed is still there."""
    page = web.post("/sign-in", {"identity": typed})
    assert page.status_code == 422
    assert 'id="identity-problem"' in page.content.decode()


def test_asking_too_often_loses_nothing(web: Client) -> None:
    """Known or unknown: 429 with what was typed."""
    for _ in range(5):
        web.post("/sign-in", {"identity": DUNG.email})
    page = web.post("/sign-in", {"identity": DUNG.email})
    assert page.status_code == 429
    assert DUNG.email in page.content.decode()


@pytest.mark.usefixtures("member")
def test_signing_out_ends_the_session_at_once(web: Client, sent: Inbox) -> None:
    """The cookie of before opens nothing, and the browser is told to drop its pages."""
    page = web.post("/sign-in", {"identity": AN.email})
    web.post("/sign-in/code", {**hidden_in(page), "code": sent.code(AN_EMAIL)})
    token = web.cookies[CUSTOMER_COOKIE].value
    out = web.post("/sign-out")
    assert out["Clear-Site-Data"] == '"cache"'
    web.cookies[CUSTOMER_COOKIE] = token
    assert web.get("/me/sessions")["Location"] == "/sign-in"


@pytest.mark.usefixtures("member")
def test_a_member_sees_and_ends_their_sessions_and_nobody_elses(web: Client, sent: Inbox) -> None:
    """One by one, or all others at once."""
    browsers = [web, browser(), browser()]
    for one in browsers:
        page = one.post("/sign-in", {"identity": AN.email})
        one.post("/sign-in/code", {**hidden_in(page), "code": sent.code(AN_EMAIL)})
    shown = web.get("/me/sessions").content.decode()
    assert shown.count("Chrome · Android") >= 3
    theirs = re.findall(r"/me/sessions/(\d+)/end", shown)
    assert len(theirs) == 2
    assert web.post(f"/me/sessions/{theirs[0]}/end").status_code == 303
    assert web.post(f"/me/sessions/{theirs[0]}/end").status_code == 404
    web.post("/me/sessions/end-others")
    assert [one.get("/me/sessions").status_code for one in browsers] == [200, 303, 303]
