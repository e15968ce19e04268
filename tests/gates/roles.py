"""Everybody who may stand before a door: one browser or machine for each role, with a session opened anew each time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from giuloi.core.terms import Standing
from giuloi.records.access import sessions
from giuloi.records.access.cookies import CUSTOMER_COOKIE
from giuloi.records.access.sessions import Visitor
from tests.cast import CHI
from tests.doors.api.conftest import machine
from tests.doors.console.conftest import Desk, OverTls, now

Enter = Callable[[], Client]
POLICY_ROLES = ("fulfilment", "care", "marketing", "legal")


def customer(kind: Visitor, who: int, **more: Any) -> Client:
    """A browser with a new session of a customer or guest."""
    client = OverTls()
    client.cookies[CUSTOMER_COOKIE] = sessions.begin(kind, who, now(), **more)
    return client


def everybody(desk: Desk, an: int, binh: int, order_of_binh: int) -> dict[str, Enter]:
    """Role → how one comes in: An owns what the ids name, Chi is somebody else, Bình came with another order."""
    chi = desk.shop.person(CHI, Standing.MEMBER)
    colleagues = {role: desk.staff(role, role) for role in POLICY_ROLES}
    owner = desk.staff("chu", "care", administrator=True)
    key = machine("care", "supply", "care", "rights").token
    return {
        "nobody": OverTls,
        "own": lambda: customer(Visitor.CUSTOMER, an),
        "foreign": lambda: customer(Visitor.CUSTOMER, chi),
        "guest": lambda: customer(Visitor.GUEST, binh, record=order_of_binh),
        **{role: _works(desk, one) for role, one in colleagues.items()},
        "administrator": _works(desk, owner),
        "half": lambda: desk.signed_in(owner, passed=False),
        "key": lambda: OverTls(headers={"Authorization": f"Bearer {key}"}),
    }


def _works(desk: Desk, staff: int) -> Enter:
    return lambda: desk.signed_in(staff)


def every_role() -> tuple[str, ...]:
    """The roles' names."""
    return ("nobody", "own", "foreign", "guest", *POLICY_ROLES, "administrator", "half", "key")
