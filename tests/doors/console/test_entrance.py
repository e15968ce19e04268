"""Coming in at the console: two factors, in this order, and nothing to see before."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest
from django.test import Client

from giuloi.records import credentials
from giuloi.records.access import sessions, staff_accounts, totp
from giuloi.records.access.cookies import CUSTOMER_COOKIE, STAFF_COOKIE
from giuloi.records.access.sessions import Visitor
from tests.doors.console.conftest import PASSWORD, Desk, OverTls, now

INSIDE = ("/console/orders", "/console/customers", "/console/security", "/console/security/password")
SECOND, SET_UP = "/console/sign-in/second", "/console/security/totp"


@pytest.fixture
def outside() -> Client:
    """A browser that nobody signed in with."""
    return OverTls()


def _sign_in(client: Client, login: str, password: str = PASSWORD) -> Any:
    return client.post("/console/sign-in", {"login": login, "password": password})


def _with_app(client: Client) -> bytes:
    """Set up an authenticator app; returns its secret."""
    page = client.post(SET_UP).content.decode()
    spelled = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert spelled
    secret = base64.b32decode(spelled[1].replace(" ", ""))
    answer = client.post(SET_UP, {"code": _code(secret)})
    assert answer.status_code == 200
    return secret


def _code(secret: bytes, later: int = 0) -> str:
    return totp.code_at(secret, int(now().timestamp()) // totp.STEP + later)


def test_nobody_sees_anything_from_outside(outside: Client) -> None:
    """Every page leads to the sign-in."""
    for where in INSIDE:
        answer = outside.get(where)
        assert (answer.status_code, answer["Location"]) == (302, "/console/sign-in")


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(outside: Client, desk: Desk) -> None:
    """The same status and the same page, but for what was typed."""
    desk.staff("Khoa", "fulfilment")
    wrong, unknown = _sign_in(outside, "khoa", "không phải"), _sign_in(outside, "nobody", "không phải")
    assert wrong.status_code == unknown.status_code == 422

    def plain(answer: Any, login: str) -> str:
        text = answer.content.decode().replace(f'value="{login}"', "")
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)

    assert plain(wrong, "khoa") == plain(unknown, "nobody")
    assert STAFF_COOKIE not in outside.cookies


def test_who_has_no_second_factor_sets_one_up_before_anything_else_opens(outside: Client, desk: Desk) -> None:
    """The password alone leads to the set-up, and every other page leads back to it."""
    desk.staff("Khoa", "fulfilment")
    assert _sign_in(outside, "khoa")["Location"] == SET_UP
    for where in INSIDE:
        assert outside.get(where)["Location"] == SET_UP
    _with_app(outside)
    assert outside.get("/console/orders").status_code == 200


def test_ten_paper_codes_are_shown_once(outside: Client, desk: Desk) -> None:
    """In the answer that confirms the app; then only how many are left."""
    staff = desk.staff("Khoa", "fulfilment")
    _sign_in(outside, "khoa")
    page = outside.post(SET_UP).content.decode()
    assert "<svg" in page
    assert "style=" not in page  # the page's policy would drop it
    _with_app(outside)
    assert staff_accounts.recovery_codes_left(staff) == 10
    again = outside.get("/console/security").content.decode()
    assert re.findall(r"[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}", again) == []


def test_a_session_that_has_not_passed_opens_nothing(outside: Client, desk: Desk) -> None:
    """Somebody with the password, and without the telephone, gets to the second step and no further."""
    desk.staff("Khoa", "fulfilment")
    _sign_in(outside, "khoa")
    secret = _with_app(outside)
    thief = OverTls()
    assert _sign_in(thief, "khoa")["Location"] == SECOND
    for where in (*INSIDE, SET_UP):
        assert thief.get(where)["Location"] == SECOND
    assert thief.post(SECOND, {"code": "000000"}).status_code == 422
    assert thief.post(SECOND, {"code": _code(secret, 1)})["Location"] == "/console/"
    assert thief.get("/console/orders").status_code == 200


def test_a_code_is_good_once(outside: Client, desk: Desk) -> None:
    """What somebody read over a shoulder opens nothing a second time."""
    desk.staff("Khoa", "fulfilment")
    _sign_in(outside, "khoa")
    code = _code(_with_app(outside), 1)
    one, other = OverTls(), OverTls()
    _sign_in(one, "khoa")
    _sign_in(other, "khoa")
    assert one.post(SECOND, {"code": code}).status_code == 302
    assert other.post(SECOND, {"code": code}).status_code == 422


def test_a_lost_telephone_is_replaced_by_a_paper_code_once(outside: Client, desk: Desk) -> None:
    """It lets in, is gone, and the page says how many are left."""
    staff = desk.staff("Khoa", "fulfilment")
    _sign_in(outside, "khoa")
    _with_app(outside)
    code = staff_accounts.new_recovery_codes(staff)[0]
    for status in (302, 422):
        client = OverTls()
        _sign_in(client, "khoa")
        assert client.post(SECOND, {"recovery": code.upper()}).status_code == status
    assert staff_accounts.recovery_codes_left(staff) == 9


def test_the_token_changes_with_each_proof_and_an_ended_session_stops(outside: Client, desk: Desk) -> None:
    """A copy of the token from before the second factor is worth nothing; nor is any after signing out."""
    desk.staff("Khoa", "fulfilment")
    _sign_in(outside, "khoa")
    before = outside.cookies[STAFF_COOKIE].value
    _with_app(outside)
    after = outside.cookies[STAFF_COOKIE].value
    assert desk.with_token(before).get("/console/orders").status_code == 302
    assert desk.with_token(after).get("/console/orders").status_code == 200  # a token is all a session is
    assert outside.post("/console/sign-out").status_code == 302
    assert desk.with_token(after).get("/console/orders")["Location"] == "/console/sign-in"


def test_who_left_the_shop_is_out_from_the_next_request_on(desk: Desk) -> None:
    """The session is still there; its owner works here no more."""
    staff = desk.staff("Khoa", "fulfilment")
    client = desk.signed_in(staff)
    assert client.get("/console/orders").status_code == 200
    credentials.let_go(staff, now())
    assert client.get("/console/orders")["Location"] == "/console/sign-in"


def test_a_customers_token_is_no_way_into_the_console(desk: Desk, an: int) -> None:
    """Not under the staff's cookie, and not under their own."""
    token = sessions.begin(Visitor.CUSTOMER, an, now())
    client = desk.with_token(token)
    client.cookies[CUSTOMER_COOKIE] = token
    assert client.get("/console/orders")["Location"] == "/console/sign-in"


def test_a_form_from_another_site_is_refused(desk: Desk) -> None:
    """Without our token nothing is posted, also by somebody who is signed in."""
    client = desk.signed_in(desk.staff("Khoa", "fulfilment"))
    client.handler.enforce_csrf_checks = True
    for where in (
        "/console/customers",
        "/console/sign-out",
        "/console/security/password",
        "/console/sign-in",
    ):
        assert client.post(where, {"term": "0594000001"}).status_code == 403


def test_an_invitation_sets_a_password_once(outside: Client, desk: Desk) -> None:
    """A short or differently repeated password is said beside its field; the link works once."""
    staff = credentials.add_staff("Hà", "care")
    where = f"/console/invite/{staff_accounts.invite(staff, 'ha', now())}"
    assert "ha" in outside.get(where).content.decode()
    assert outside.post(where, {"password": PASSWORD, "again": "khác"}).status_code == 422
    assert outside.post(where, {"password": "ngắn", "again": "ngắn"}).status_code == 422
    assert outside.post(where, {"password": PASSWORD, "again": PASSWORD})["Location"] == SET_UP
    assert OverTls().get(where).status_code == 404


def test_tried_too_often_is_said_kindly_and_the_login_stays_typed(
    outside: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten wrong tries, then 429 with when to try again; the clock stands still, so that no quarter of an hour ends."""
    desk.staff("Khoa", "fulfilment")
    at = now()
    monkeypatch.setattr("giuloi.doors.console.entrance.now", lambda: at)
    answers = [_sign_in(outside, "khoa", "sai") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert 'value="khoa"' in answers[-1].content.decode()
