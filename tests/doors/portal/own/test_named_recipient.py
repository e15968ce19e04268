"""Consent to one named recipient, as a customer meets it: the whole question, never ticked, taken back in one click."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from giuloi.core import fields
from giuloi.core.terms import CaseKind, Channel, ConsentState, Relation
from giuloi.records import cases, consents, recipients
from giuloi.records.credentials import add_key, hold_with_key
from giuloi.records.disclosures import disclose_many
from giuloi.records.facts import Ask
from tests.doors.portal.own.conftest import Customer
from tests.harness.agreements import bind
from tests.records.conftest import Shop

BUYER, HERE = "mua-du-lieu", "/me/choices"
KEY = {"purpose": "advertising", "channel": "in_house", "recipient": BUYER}


@pytest.fixture(autouse=True)
def buyer(shop: Shop) -> None:
    """A buyer who could receive something today."""
    bind(BUYER, Relation.UNRELATED, shop.now(), paid=True)


def _state(subject: int) -> ConsentState | None:
    return consents.states_of(subject).get(("advertising", Channel.IN_HOUSE.value, BUYER))


def _fingerprint(page: str) -> str:
    form = next(one for one in page.split("<form") if f'value="{BUYER}"' in one and 'name="give"' in one)
    found = re.search(r'name="said" value="([0-9a-f]+)"', form)
    assert found
    return found[1]


def test_the_question_names_recipient_data_purpose_and_money(binh: Customer) -> None:
    """And what is recorded is those words; nothing is ticked before."""
    page = binh.text(HERE)
    for words in (BUYER, "unrelated third party", "country: VN", "third parties", "good for one hand-over"):
        assert words in page
    assert "checked" not in page
    assert _state(binh.subject) is None
    binh.post(HERE, {**KEY, "give": "1", "said": _fingerprint(page)})
    assert _state(binh.subject) is ConsentState.GIVEN
    record = consents.ConsentRecord.objects.select_related("wording").get(
        subject=binh.subject, recipient=BUYER
    )
    assert "“mua-du-lieu” (country: VN)" in record.wording.text
    binh.post(HERE, {**KEY, "withdraw": "1"})
    assert _state(binh.subject) is ConsentState.WITHDRAWN


def test_words_that_changed_since_record_nothing(binh: Customer) -> None:
    """Somebody agrees to what they read."""
    binh.post(HERE, {**KEY, "give": "1", "said": "0" * 32})
    assert _state(binh.subject) is None


def test_nobody_is_asked_about_who_could_receive_nothing(binh: Customer, shop: Shop) -> None:
    """Switched off: the question is gone."""
    recipients.disable(BUYER, shop.now())
    assert BUYER not in binh.text(HERE)


def test_after_a_paid_hand_over_the_page_asks_anew(binh: Customer, shop: Shop) -> None:
    """The consent was used up: it stands as ended, and can be given again."""
    consents.give(binh.subject, [shop.asked("advertising", Channel.IN_HOUSE, BUYER)], shop.now())
    case = cases.open_case(CaseKind.CAMPAIGN, shop.now(), role="partner")
    until = datetime.now(UTC) + timedelta(days=9)
    token = add_key("partner", ["advertising"], fields.FIELD, until, BUYER, Relation.UNRELATED)
    way = hold_with_key(token, "advertising", shop.now(), case)
    assert disclose_many(way, ["email"], [Ask(binh.subject)], shop.now())[0].allowed
    assert _fingerprint(binh.text(HERE))
