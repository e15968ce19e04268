"""An administrator at the console, and a colleague who is none: signed in, both factors shown."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from giuloi.records.access import sessions
from giuloi.records.access.account_rows import StaffAccount
from giuloi.records.access.cookies import STAFF_COOKIE
from giuloi.records.access.sessions import Visitor
from giuloi.records.credentials import add_staff


class Browser(Client):
    """A client that speaks HTTPS, as every browser does."""

    def generic(self, *args: Any, **more: Any) -> Any:
        """Whatever the method."""
        return super().generic(*args, **{**more, "secure": True})


def staff(name: str, role: str, *, administrator: bool = False) -> int:
    """Somebody with an account and a second factor."""
    someone = add_staff(name, role)
    able = {"password_hash": "x", "totp": b"x"}
    StaffAccount.objects.create(staff=someone, login=name.casefold(), administrator=administrator, **able)
    return someone


def token_of(someone: int) -> str:
    """A session of theirs that has passed its second factor."""
    return sessions.begin(Visitor.STAFF, someone, datetime.now(UTC))


def client_of(someone: int, language: str = "en") -> Client:
    """A browser in which they are signed in."""
    client = Browser(headers={"accept-language": language, "accept": "text/html"})
    client.cookies[STAFF_COOKIE] = token_of(someone)
    return client
