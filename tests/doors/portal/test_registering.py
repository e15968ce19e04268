"""Registering (IV.4, IV.5, VII.1): what is asked, what is kept and when, and what becomes of bad input."""

from __future__ import annotations

from django.test import Client

from tests.cast import AN
from tests.doors.portal.conftest import Inbox
from tests.doors.portal.filling import become_member, filled


def test_x(web: Client, sent: Inbox) -> None:
    a = web.get("/register")
    assert a.status_code == 200
    open("/tmp/x.html", "wb").write(a.content)
    p = web.post("/register", filled(AN))
    open("/tmp/y.html", "wb").write(p.content)
    assert p.status_code == 200, p.content.decode()
    assert become_member(web, sent, AN).status_code == 303
