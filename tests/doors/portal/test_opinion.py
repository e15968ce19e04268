"""/opinion/…: asked under a consent of its own, sealed, once; the young are not asked, and opening records nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from giuloi.core.terms import Channel, SubjectState
from giuloi.promises.use.outreach import campaigns, opinions
from giuloi.promises.use.outreach.opinions import OpinionLink
from giuloi.records.credentials import add_staff
from giuloi.records.database import run
from giuloi.records.vault import VaultRow
from tests.promises.use.outreach.conftest import SURVEY
from tests.records.conftest import Shop

WAY = ("engagement", Channel.EMAIL)


@pytest.fixture
def link(shop: Shop, an: int) -> str:
    """An agreed to be asked, and was."""
    shop.give(an, WAY)
    campaign = campaigns.make(SURVEY, add_staff("Lan", "marketing"), datetime.now(UTC))
    return opinions.links(campaign, [an], datetime.now(UTC))[0]


def answered() -> int:
    """How many opinions are kept."""
    return int(OpinionLink.objects.exclude(answered_at=None).count())


def test_an_opinion_is_sealed_once_and_counted(client: Client, link: str, an: int) -> None:
    """The second answer changes nothing; the words stand nowhere in the clear."""
    assert client.get(link, secure=True).status_code == 200
    assert answered() == 0
    for text in ("Bánh rất ngon", "Thật ra dở"):
        client.post(link, {"rating": "5", "text": text}, secure=True)
    [row] = OpinionLink.objects.all()
    assert opinions.ratings(row.campaign_id) == {5: None}, "one answer is somebody's"
    [sealed] = VaultRow.objects.filter(subject_id=an, record_id=row.record_id)
    assert b"ngon" not in bytes(sealed.cells)


@pytest.mark.parametrize("typed", [{}, {"rating": "6"}, {"rating": "3", "text": "a" * 6000}])
def test_what_is_no_answer_is_said_so_and_keeps_what_was_typed(
    client: Client, link: str, typed: dict[str, str]
) -> None:
    """Nothing is kept."""
    assert client.post(link, typed, secure=True).status_code == 422
    assert answered() == 0


def test_nothing_is_taken_from_the_young_or_after_consent_was_taken_back(
    client: Client, link: str, shop: Shop, an: int
) -> None:
    """VII.1: even if consent was given."""
    run("UPDATE records_subject SET states = %s WHERE id = %s", (int(SubjectState.MINOR), an))
    client.post(link, {"rating": "5"}, secure=True)
    run("UPDATE records_subject SET states = 0 WHERE id = %s", (an,))
    shop.withdraw(an, WAY)
    client.post(link, {"rating": "5"}, secure=True)
    assert answered() == 0


def test_another_link_is_no_page(client: Client, shop: Shop) -> None:
    """Nobody guesses one."""
    assert client.get("/opinion/" + "0" * 64, secure=True).status_code == 404
