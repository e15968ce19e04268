"""One's own way in: what changes a factor asks for a fresh proof, and the last factor stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from giuloi.records.access import passkeys, second_factors, sessions, staff_accounts
from giuloi.records.access.account_rows import StaffAccount
from giuloi.records.access.sessions import FRESH, SessionRow, Visitor
from tests.doors.console.conftest import PASSWORD, Desk, now

NEW = "một câu khác hẳn, dễ nhớ"


@pytest.fixture
def khoa_id(desk: Desk) -> int:
    """Khoa with an app."""
    staff = desk.staff("Khoa", "fulfilment")
    second_factors.new_totp(staff)
    StaffAccount.objects.filter(staff=staff).update(totp=StaffAccount.objects.get(staff=staff).totp_next)
    return staff


@pytest.fixture
def client(desk: Desk, khoa_id: int) -> Client:
    """Khoa, signed in just now."""
    return desk.signed_in(khoa_id)


@pytest.mark.parametrize(
    ("where", "data"), [("totp", {}), ("passkey/options", {}), ("recovery", {}), ("passkeys/1/remove", {})]
)
def test_what_changes_a_factor_asks_for_one_shown_just_now(
    client: Client, khoa_id: int, where: str, data: dict[str, str]
) -> None:
    """A browser left open for the afternoon is led to the second factor; nothing has changed."""
    SessionRow.objects.filter(who=khoa_id).update(proved_at=now() - FRESH - timedelta(seconds=1))
    answer = client.post(f"/console/security/{where}", data)
    assert (answer.status_code, answer["Location"]) == (302, "/console/sign-in/second")
    assert staff_accounts.recovery_codes_left(khoa_id) == 0


def test_new_paper_codes_end_the_old_ones(client: Client, khoa_id: int) -> None:
    """Ten are shown; one of the former ten lets nobody in."""
    old = staff_accounts.new_recovery_codes(khoa_id)[0]
    page = client.post("/console/security/recovery").content.decode()
    assert page.count("<li>") >= 10
    with pytest.raises(staff_accounts.WrongFactor):
        staff_accounts.use_recovery_code(khoa_id, old, now())


def test_the_last_factor_cannot_be_taken_away(
    client: Client, khoa_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A passkey goes while there is an app; without one it stays."""
    removed: list[int] = []

    def remove(kind: Any, who: int, passkey: int) -> bool:
        removed.append(passkey)
        return True

    monkeypatch.setattr(
        passkeys, "passkeys_of", lambda kind, who: [passkeys.Passkey(7, "Chrome", now(), None)]
    )
    monkeypatch.setattr(passkeys, "remove", remove)
    client.post("/console/security/passkeys/7/remove")
    assert removed == [7]
    StaffAccount.objects.filter(staff=khoa_id).update(totp=None)
    client.post("/console/security/passkeys/7/remove")
    assert removed == [7]


def test_a_new_password_needs_the_old_one_and_ends_the_other_sessions(
    client: Client, desk: Desk, khoa_id: int
) -> None:
    """The session it is changed in goes on."""
    other = desk.signed_in(khoa_id)
    where = "/console/security/password"
    assert client.post(where, {"old": "sai", "password": NEW, "again": NEW}).status_code == 422
    assert client.post(where, {"old": PASSWORD, "password": NEW, "again": "khác"}).status_code == 422
    assert client.post(where, {"old": PASSWORD, "password": "ngắn", "again": "ngắn"}).status_code == 422
    assert other.get("/console/orders").status_code == 200
    assert client.post(where, {"old": PASSWORD, "password": NEW, "again": NEW}).status_code == 302
    assert other.get("/console/orders").status_code == 302
    assert client.get("/console/orders").status_code == 200
    assert staff_accounts.check_password("khoa", NEW, now()) == khoa_id


def test_ones_own_sessions_are_listed_and_ended_and_nobody_elses(
    client: Client, desk: Desk, khoa_id: int
) -> None:
    """By device and time; a colleague's session is not reached by its number."""
    other = desk.signed_in(khoa_id)
    colleague = desk.staff("Lan", "marketing")
    theirs = desk.signed_in(colleague)
    assert client.get("/console/security").content.decode().count("Firefox · Linux") == 2
    for session in sessions.sessions_of(Visitor.STAFF, khoa_id, now()) + sessions.sessions_of(
        Visitor.STAFF, colleague, now()
    ):
        client.post(f"/console/security/sessions/{session.id}/end")
    assert other.get("/console/orders").status_code == 302
    assert theirs.get("/console/orders").status_code == 200
    assert client.get("/console/orders").status_code == 200  # one's own is ended by signing out


def test_a_passkey_that_was_not_made_here_is_refused_kindly(client: Client, khoa_id: int) -> None:
    """Any JSON, any challenge: back to the page with a sentence, and nothing was added."""
    answer = client.post("/console/security/passkey", {"response": "{}", "challenge": "1"}, follow=True)
    assert "Không nhận ra khóa truy cập" in answer.content.decode()
    assert passkeys.passkeys_of(Visitor.STAFF, khoa_id) == []
    assert client.post("/console/sign-in/passkey", {"response": "[", "challenge": "x"}).status_code == 422
