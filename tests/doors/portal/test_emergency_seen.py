"""A customer whose data was opened in an emergency reads so beside who used it (IV.7, VI.9)."""

from __future__ import annotations

from datetime import UTC, datetime

from django.test import Client

from giuloi.promises.report.break_glass import access
from giuloi.promises.report.incidents.kinds import IncidentKind
from giuloi.promises.report.incidents.opening import open_incident
from giuloi.records.access import sessions
from giuloi.records.access.cookies import CUSTOMER_COOKIE
from giuloi.records.access.sessions import Visitor
from tests.doors.console.owner import Browser, staff
from tests.records.conftest import Shop, an, binh, shop

__all__ = ["an", "binh", "shop"]


def _visitor(subject: int) -> Client:
    client = Browser(headers={"accept-language": "en", "accept": "text/html"})
    client.cookies[CUSTOMER_COOKIE] = sessions.begin(Visitor.CUSTOMER, subject, datetime.now(UTC))
    return client


def test_only_they_read_it_and_whether_it_was_reviewed(shop: Shop, an: int, binh: int) -> None:
    """Which fields, from when until when; nobody else's page has it."""
    at = datetime.now(UTC)
    incident = open_incident(IncidentKind.STOLEN, at, at, "code/test", {})
    ha, nga = staff("Hà", "care"), staff("Nga", "legal", administrator=True)
    tam = staff("Tâm", "care", administrator=True)
    glass = access.ask_for(incident, ha, [binh], ["phone"], "Gọi báo", at)
    found = access.glass_of(glass)
    assert found is not None
    for who in (nga, tam):
        access.approve(glass, who, found.scope, at)
    page = _visitor(binh).get("/me/uses").content.decode()
    assert "Emergency access" in page
    assert "It waits for its review." in page
    assert "Emergency access" not in _visitor(an).get("/me/uses").content.decode()
    access.review(glass, nga, "Đúng việc", datetime.now(UTC))
    assert "It was reviewed since." in _visitor(binh).get("/me/uses").content.decode()
