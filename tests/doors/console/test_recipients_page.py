"""The register of recipients at the console: who may receive anything, and everything that keeps them off."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from giuloi.core.deadline import VIETNAM
from giuloi.records import recipients
from tests.doors.console.owner import client_of, staff
from tests.harness.agreements import ALL_TERMS, DOCUMENT
from tests.records.conftest import Shop

HERE, NEW = "/console/recipients", "quang-cao-moi"
ADDED = {
    "name": NEW, "relation": "unrelated", "country": "vn", "purposes": ["advertising"], "fields": ["email"],
}  # fmt: skip


@pytest.fixture
def chu(shop: Shop) -> Client:
    """Chu, who runs the shop, signed in with both factors just now."""
    return client_of(staff("Chu", "care", administrator=True))


def _today() -> date:
    return datetime.now(VIETNAM).date()


def _agreement(last: date, **more: Any) -> dict[str, Any]:
    return {
        **ALL_TERMS, "valid_from": "2020-01-01", "valid_until": last.isoformat(),
        "document": SimpleUploadedFile("thoa-thuan.pdf", DOCUMENT), **more,
    }  # fmt: skip


def _bound(chu: Client, last: date) -> None:
    assert chu.post(f"{HERE}/add", ADDED).status_code == 302
    assert chu.post(f"{HERE}/{NEW}/agreement", _agreement(last)).status_code == 302


def _receives(shop: Shop) -> bool:
    found = recipients.find(NEW, datetime.now(VIETNAM))
    return found is not None and found.receives


def test_from_nobody_to_a_recipient_that_is_on_and_off_again(chu: Client, shop: Shop) -> None:
    """Each step in its order; the document's hash is shown and its history names who did what."""
    _bound(chu, _today() + timedelta(days=9))
    assert not _receives(shop)
    assert b"Switch on" in chu.get(f"{HERE}/{NEW}/switch/on").content
    assert not _receives(shop)  # asked, not done
    chu.post(f"{HERE}/{NEW}/switch/on")
    assert _receives(shop)
    page = chu.get(f"{HERE}/{NEW}").content.decode()
    assert hashlib.sha256(DOCUMENT).hexdigest() in page
    chu.post(f"{HERE}/{NEW}/switch/off")
    assert not _receives(shop)
    page = chu.get(f"{HERE}/{NEW}").content.decode()
    assert page.index("disabled") < page.index("enabled") < page.index("agreement recorded")
    assert page.count("Chu</small>") >= 4
    assert chu.post(f"{HERE}/{NEW}/document").content == DOCUMENT


def test_an_agreement_that_ended_yesterday_is_said_and_nothing_goes_there(chu: Client, shop: Shop) -> None:
    """Though nobody switched it off."""
    _bound(chu, _today() + timedelta(days=9))
    chu.post(f"{HERE}/{NEW}/switch/on")
    chu.post(f"{HERE}/{NEW}/agreement", _agreement(_today() - timedelta(days=1)))
    assert not _receives(shop)
    for page in (HERE, f"{HERE}/{NEW}"):
        assert "agreement ended yesterday" in chu.get(page).content.decode()
    chu.post(f"{HERE}/{NEW}/switch/off")
    assert "It cannot be switched on" in chu.get(f"{HERE}/{NEW}/switch/on").content.decode()
    chu.post(f"{HERE}/{NEW}/switch/on")
    assert not _receives(shop)


@pytest.mark.parametrize("term", recipients.TERMS)
def test_each_of_the_seven_is_asked_for_beside_its_field(chu: Client, term: str) -> None:
    """What was typed stays; nothing is recorded."""
    chu.post(f"{HERE}/add", ADDED)
    answer = chu.post(f"{HERE}/{NEW}/agreement", _agreement(_today(), **{term: " "}))
    assert answer.status_code == 422
    assert f'id="{term}-problem"' in answer.content.decode()
    assert answer.content.decode().count("như hợp đồng</textarea>") == 6
    assert recipients.agreements(NEW) == []


@pytest.mark.parametrize("content", [None, b""])
def test_without_the_signed_document_nothing_is_recorded(chu: Client, content: bytes | None) -> None:
    """None, or an empty file."""
    chu.post(f"{HERE}/add", ADDED)
    said = _agreement(_today())
    del said["document"]
    if content is not None:
        said["document"] = SimpleUploadedFile("trong.pdf", content)
    answer = chu.post(f"{HERE}/{NEW}/agreement", said)
    assert answer.status_code == 422
    assert 'id="document-problem"' in answer.content.decode()
    assert recipients.agreements(NEW) == []


@pytest.mark.parametrize(("field", "said"), [
    ("name", NEW), ("name", "0594123456"), ("name", "a/b"), ("country", "Vietnam"), ("country", "1"),
    ("relation", "authority"), ("purposes", []), ("fields", ["nothing"]),
])  # fmt: skip
def test_a_careless_entry_is_said_beside_its_field(chu: Client, field: str, said: Any) -> None:
    """Twice the same, a telephone number for a name, no country, an authority, no purpose, no field."""
    if said == NEW:
        chu.post(f"{HERE}/add", ADDED)
    before = {one.name for one in recipients.registered(datetime.now(VIETNAM))}
    answer = chu.post(f"{HERE}/add", {**ADDED, field: said})
    assert answer.status_code == 422
    assert f'id="{field}-problem"' in answer.content.decode()
    assert {one.name for one in recipients.registered(datetime.now(VIETNAM))} == before


def test_only_administrators_and_legal_work_see_the_register(shop: Shop, chu: Client) -> None:
    """Legal reads and changes nothing; care and marketing get nothing at all."""
    chu.post(f"{HERE}/add", ADDED)
    legal = client_of(staff("Phap", "legal"))
    assert legal.get(f"{HERE}/{NEW}").status_code == 200
    assert "/switch/" not in legal.get(f"{HERE}/{NEW}").content.decode()
    assert legal.post(f"{HERE}/{NEW}/switch/off").status_code == 403
    for role in ("care", "marketing", "fulfilment"):
        assert client_of(staff(role.title(), role)).get(HERE).status_code == 403
