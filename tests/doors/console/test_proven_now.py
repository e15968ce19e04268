"""What cannot be undone, or lets others in, takes a second factor shown just now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from giuloi.records.access import second_factors, sessions
from giuloi.records.access.cookies import STAFF_COOKIE
from giuloi.records.access.sessions import Visitor
from giuloi.records.access.totp import shown_by_app
from giuloi.records.credentials import Staff
from tests.doors.console.owner import Browser, staff
from tests.records.conftest import Shop

GUARDED = ("/console/keys/add", "/console/keys/revoke", "/console/staff/{}/leave", "/console/staff/{}/second")
ELSEWHERE = (
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "/me",
    "/console/../me",
    "/console/x?y=1",
    "",
)


@pytest.fixture
def yesterday(shop: Shop) -> tuple[Client, int]:
    """An administrator whose proof is twenty minutes old, and their id."""
    someone = staff("Hà", "care", administrator=True)
    client = Browser(headers={"accept-language": "en"})
    proven = datetime.now(UTC) - timedelta(minutes=20)
    client.cookies[STAFF_COOKIE] = sessions.begin(Visitor.STAFF, someone, proven)
    return client, someone


@pytest.mark.parametrize("path", GUARDED)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_old_proof_is_asked_for_anew(yesterday: tuple[Client, int], path: str, method: str) -> None:
    """Before the form is shown, and again when it was left open for long; nothing has changed then."""
    client, someone = yesterday
    asked = path.format(someone)
    answer = getattr(client, method)(asked)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/console/sign-in/second?after=%2Fconsole%2F")
    assert Staff.objects.get(id=someone).left_at is None


def test_after_the_proof_one_goes_on_where_one_was(yesterday: tuple[Client, int]) -> None:
    """The code of the app, then the page that was asked for."""
    client, someone = yesterday
    now = datetime.now(UTC)
    secret, _ = second_factors.new_totp(someone)
    second_factors.confirm_totp(someone, shown_by_app(secret, now - timedelta(seconds=30)), now)
    asked = client.get(client.get("/console/keys/add")["Location"])
    assert 'name="after" value="/console/keys/add"' in asked.content.decode()
    code = {"code": shown_by_app(secret, datetime.now(UTC)), "after": "/console/keys/add"}
    proven = client.post("/console/sign-in/second", code)
    assert proven["Location"] == "/console/keys/add"
    assert client.get("/console/keys/add").status_code == 200


@pytest.mark.parametrize("after", ELSEWHERE)
def test_the_proof_leads_nowhere_else(yesterday: tuple[Client, int], after: str) -> None:
    """An address in the link that is no page of the console is dropped."""
    client, _ = yesterday
    page = client.get("/console/sign-in/second", {"after": after}).content.decode()
    assert 'name="after"' not in page
