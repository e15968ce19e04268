"""The overview says what waits for somebody: each thing that has an hour is there when its hour nears or is missed."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime, timedelta

from django.test import Client

from giuloi.doors.console import attention
from giuloi.promises.report.incidents.kinds import IncidentKind
from giuloi.promises.report.incidents.opening import open_incident
from giuloi.promises.share.stopping.rows import StopNotice
from tests.records.conftest import Shop


def test_every_kind_of_thing_is_looked_at() -> None:
    """Whoever writes another one here finds that the overview asks it: none is written and left out."""
    written = {
        name for name, one in vars(attention).items() if name.startswith("_") and inspect.isfunction(one)
    }
    asked = inspect.getsource(attention.attention)
    assert {name for name in written if f"*{name}(" not in asked} == set()


def test_an_incident_is_there_with_what_is_owed(owner: Client, shop: Shop) -> None:
    """From the moment when an alarm opened its file; red once a report missed its hour."""
    assert "/console/incidents" not in _articles(owner)
    at = datetime.now(UTC)
    open_incident(IncidentKind.HONEY, at, at, "code/detection", {})
    assert "incident reports are owed" in _articles(owner)
    before = at - timedelta(days=4)
    open_incident(IncidentKind.OTHER, at, before, "operator", {}, another=True)
    assert "incident reports missed their hour" in _articles(owner)


def test_a_recipient_that_was_not_told_in_time_is_there(owner: Client, shop: Shop, binh: int) -> None:
    """A day after somebody took a consent back."""
    at = datetime.now(UTC) - timedelta(days=2)
    values = {"recipient": "x", "purpose": "advertising", "channel": "in_house", "refused_at": at}
    row = StopNotice.objects.create(id=1, subject_id=binh, refusal=1, due_at=at + timedelta(days=3), **values)
    assert "were not told" not in _articles(owner)
    row.due_at = at + timedelta(days=1)
    row.save()
    assert "1 recipients were not told" in _articles(owner)


def _articles(client: Client) -> str:
    return client.get("/console/").content.decode().partition("<main")[2]
