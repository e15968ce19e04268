"""What is being erased, as whoever answers for it sees it: how far, what stays, and which partner has not answered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from giuloi.promises.keep.erasure.beginning import COOLING, Erasure, begin, cancel
from giuloi.promises.keep.erasure.plan import outlook
from giuloi.promises.keep.erasure.rows import PartnerTask
from giuloi.promises.keep.erasure.sweeping import erase_due
from giuloi.records import partners as known_partners
from tests.cast import AN
from tests.promises.keep.conftest import Stall

HERE = "/console/erasures"


def _asked(subject: int) -> Erasure:
    at = datetime.now(UTC)
    return begin(4711, subject, at, "customer", outlook(subject, at))


@pytest.fixture
def stall(monkeypatch: pytest.MonkeyPatch) -> Stall:
    """A partner that refuses for good."""
    found = Stall(for_good=True)
    monkeypatch.setattr(known_partners, "_PARTNERS", {found.name: found})
    return found


def test_the_board_follows_an_erasure_from_waiting_to_done(
    owner: Client, an: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits with its countdown and a link to the request; taken back, it stands among those that are over."""
    monkeypatch.setattr(known_partners, "_PARTNERS", {})
    assert "No erasure is waiting." in owner.get(HERE).content.decode()
    made = _asked(an)
    page = owner.get(HERE).content.decode()
    assert "the customer may still change their mind" in page
    assert "min left" in page
    assert "/console/inbox/4711" in page
    cancel(made.id, datetime.now(UTC), "customer")
    page = owner.get(HERE).content.decode()
    assert "taken back by the customer" in page
    assert "No erasure is waiting." in page


def test_nobody_is_named_on_the_board(owner: Client, an: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither before nor while they are erased: no name, no number of a customer."""
    monkeypatch.setattr(known_partners, "_PARTNERS", {})
    made = _asked(an)
    pages = [owner.get(HERE).content.decode()]
    erase_due(made.asked_at + COOLING)
    pages.append(owner.get(HERE).content.decode())
    assert "waits until no backup opens" in pages[1]
    for page in pages:
        for secret in (AN.name, AN.phone, AN.email, str(an)):
            assert secret not in page


def test_a_partner_stays_open_until_somebody_notes_its_answer(owner: Client, binh: int, stall: Stall) -> None:
    """The text to send holds the partner's own references; without a number of the answer it is not closed."""
    made = _asked(binh)
    erase_due(made.asked_at + COOLING)
    task = PartnerTask.objects.get(erasure_id=made.id)
    assert stall.asked
    assert "refused: erase it there by hand" in owner.get(HERE).content.decode()
    where = f"{HERE}/partners/{task.id}"
    assert f"kh-{binh}" in owner.get(where).content.decode()
    assert owner.post(where, {"receipt": " "}).status_code == 400
    assert PartnerTask.objects.get(id=task.id).state == "open"
    assert owner.post(where, {"receipt": "CV-77/2026"}).status_code == 302
    assert PartnerTask.objects.get(id=task.id).state == "closed"
    assert owner.get(where).status_code == 404
