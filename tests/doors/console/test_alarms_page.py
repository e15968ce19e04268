"""Alarms at the desk: what, who, when, which file, what to do; budgets and honey records for administrators alone."""

from __future__ import annotations

from datetime import UTC, datetime

from django.test import Client

from giuloi.promises.report.detection import watching
from giuloi.records.keyring import Allowance, keyring
from tests.doors.console.owner import client_of, staff
from tests.records.conftest import Shop

PAGE, SETTINGS = "/console/alarms", "/console/alarms/settings"


def owner() -> Client:
    """An administrator whose factor was shown just now."""
    return client_of(staff("Mai", "legal", administrator=True))


def test_an_empty_page_says_that_every_key_is_counted(shop: Shop) -> None:
    """To whoever looks after the law as well; others are shown nothing."""
    page = client_of(staff("Lan", "legal")).get(PAGE).content.decode()
    assert "No alarm so far" in page
    assert SETTINGS not in page
    assert client_of(staff("Hà", "care")).get(PAGE).status_code == 403


def test_an_alarm_is_shown_with_its_file_and_what_to_do(shop: Shop) -> None:
    """Before the clock came it waits; afterwards it leads to its file."""
    keyring().alarm("honey", datetime.now(UTC), actor="key/care/00000000000000aa", said={"what": "api_key"})
    keyring().alarm("read_rate", datetime.now(UTC), said={"people": 3, "hourly": 2, "daily": 2})
    mai = owner()
    page = mai.get(PAGE).content.decode()
    assert "waits for the clock" in page
    assert "used a honey API key" in page
    assert "Words(" not in page
    assert "key/care/00000000000000aa" in page
    assert "list every customer they opened" in page
    watching.open_waiting(datetime.now(UTC))
    page = mai.get(PAGE).content.decode()
    assert "waits for the clock" not in page
    assert f"/console/incidents/{keyring().alarms()[0].incident}" in page


def test_an_administrator_sets_a_budget_and_takes_it_back(shop: Shop) -> None:
    """What is wrong stands beside its field with what was typed; nothing is set then."""
    mai = owner()
    form = {"do": "budget", "role": "care", "purpose": "", "hourly": "50", "daily": "10"}
    answer = mai.post(SETTINGS, form)
    assert answer.status_code == 422
    assert 'id="daily-problem"' in answer.content.decode()
    assert keyring().allowances() == {}
    assert mai.post(SETTINGS, {**form, "daily": "200"}).status_code == 302
    assert keyring().allowances() == {("care", ""): Allowance(50, 200)}
    assert mai.post(SETTINGS, {"do": "default", "role": "care", "purpose": ""}).status_code == 302
    assert keyring().allowances() == {}


def test_honey_records_are_added_once_and_taken_away(shop: Shop) -> None:
    """The form that is sent twice adds none twice."""
    mai = owner()
    form = {"do": "add", "customers": "2", "once": "a" * 32}
    mai.post(SETTINGS, form)
    mai.post(SETTINGS, form)
    [first, second] = sorted(keyring().traps())
    page = mai.get(SETTINGS).content.decode()
    assert str(first) in page
    mai.post(SETTINGS, {"do": "remove", "which": str(first)})
    assert keyring().traps() == {second}
