"""Consent is kept as a history, per purpose and channel, with the words that were shown."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from giuloi.core.consent.receipt import verify_receipt
from giuloi.core.consent.record import Method, NotPossible
from giuloi.core.signing import verified
from giuloi.core.terms import BadEvidence, Channel, ConsentState, NotATerm
from giuloi.records import consent_ends, consents
from giuloi.records.consents import ConsentNow, ConsentRecord
from giuloi.records.database import run
from giuloi.records.keyring import keyring
from giuloi.records.receipts import receipt_for, receipt_key
from giuloi.records.reveal import Refusal, Revealed
from tests.records.conftest import WORDING, Shop

PROMOTION = ("promotion", "email", "")


def test_history_is_only_ever_added_to(shop: Shop, binh: int) -> None:
    """Given, withdrawn, given again: three records, and the newest one holds."""
    asked = [shop.asked("promotion", Channel.EMAIL)]
    consents.ask(binh, asked, shop.now())
    consents.give(binh, asked, shop.now())
    consents.withdraw(binh, asked, shop.now())
    consents.give(binh, asked, shop.now())
    states = ConsentRecord.objects.filter(subject_id=binh).order_by("id").values_list("state", flat=True)
    assert list(states) == ["requested", "given", "withdrawn", "given"]
    assert consents.states_of(binh) == {PROMOTION: ConsentState.GIVEN}


def test_consent_to_one_channel_is_consent_to_that_channel_only(shop: Shop, binh: int) -> None:
    """E-mail is not SMS."""
    shop.give(binh, ("promotion", Channel.EMAIL))
    assert set(consents.states_of(binh)) == {PROMOTION}


def test_who_said_no_is_not_asked_again(shop: Shop, binh: int) -> None:
    """Decree 91/2020 art. 13.3: a refusal ends the asking; a yes that comes unasked is a yes."""
    asked = [shop.asked("promotion", Channel.EMAIL)]
    consents.refuse(binh, asked, shop.now())
    with pytest.raises(NotPossible):
        consents.ask(binh, asked, shop.now())
    consents.give(binh, asked, shop.now())
    assert consents.states_of(binh)[PROMOTION] is ConsentState.GIVEN


def test_a_no_to_what_was_given_takes_it_back_at_once(shop: Shop, an: int) -> None:
    """Refusing later is withdrawing, with the key store told first."""
    consents.refuse(an, [shop.asked("promotion", Channel.EMAIL)], shop.now())
    assert consents.states_of(an)[PROMOTION] is ConsentState.WITHDRAWN
    assert PROMOTION in keyring().withdrawals_of(an)


def test_giving_anew_lifts_the_withdrawal(shop: Shop, binh: int) -> None:
    """A fresh consent opens again what the old withdrawal had shut."""
    holding = shop.staff("marketing", "promotion", shop.campaign())
    for step, expected in ((shop.give, Revealed), (shop.withdraw, Refusal), (shop.give, Revealed)):
        step(binh, ("promotion", Channel.EMAIL))
        assert isinstance(shop.open(holding, ["email"], binh, channel=Channel.EMAIL)[0], expected)


def test_a_consent_ends_when_its_time_is_over(shop: Shop, binh: int) -> None:
    """The clock records the expiry, and nothing opens any more."""
    asked = replace(shop.asked("promotion", Channel.EMAIL), valid_until=shop.now() + timedelta(days=1))
    consents.give(binh, [asked], shop.now())
    assert consent_ends.expire_due(shop.now()) == 0
    shop.clock += timedelta(days=2)
    assert consent_ends.expire_due(shop.now()) == 1
    assert consent_ends.expire_due(shop.now()) == 0
    holding = shop.staff("marketing", "promotion", shop.campaign())
    assert isinstance(shop.open(holding, ["email"], binh, channel=Channel.EMAIL)[0], Refusal)


def test_a_purpose_nobody_published_cannot_be_consented_to(shop: Shop, binh: int) -> None:
    """A consent names a purpose of the policy, or is none; nothing of it is kept."""
    with pytest.raises(NotATerm):
        consents.give(binh, [shop.asked("resale", Channel.EMAIL)], shop.now())
    assert not ConsentRecord.objects.exists()


def test_a_receipt_carries_the_words_and_verifies(shop: Shop, binh: int) -> None:
    """What the customer gets: the exact wording, the policy version, and a signature over all of it."""
    [record] = consents.give(binh, [shop.asked("promotion", Channel.EMAIL)], shop.now())
    receipt = receipt_for(record)
    text = json.dumps(receipt, ensure_ascii=False)
    assert WORDING in text
    verify_receipt(receipt, verified, receipt_key())
    assert receipt == receipt_for(record)
    forged = json.loads(text.replace("promotion", "advertising"))
    with pytest.raises(BadEvidence):
        verify_receipt(forged, verified, receipt_key())


def test_the_projection_never_disagrees_with_the_history(shop: Shop, an: int, chi: int) -> None:
    """ConsentNow is the newest record of each consent."""
    for now in ConsentNow.objects.all():
        newest = ConsentRecord.objects.filter(
            subject_id=now.subject_id, purpose=now.purpose, channel=now.channel, recipient=now.recipient
        ).latest("id")
        assert (now.state, now.record_id) == (newest.state, newest.id)


def test_a_withdrawal_lost_by_the_data_is_written_again(shop: Shop, an: int) -> None:
    """Data from before a withdrawal is corrected from the key store, never the other way round."""
    shop.withdraw(an, ("supply", Channel.IN_HOUSE))
    run("UPDATE records_consentnow SET state = 'given' WHERE subject_id = %s", (an,))
    assert consent_ends.replay_withdrawals(shop.now()) == 1
    assert consent_ends.replay_withdrawals(shop.now()) == 0
    newest = ConsentRecord.objects.filter(subject_id=an, purpose="supply").latest("id")
    assert newest.state == ConsentState.WITHDRAWN
    assert consents.states_of(an)["supply", "in_house", ""] is ConsentState.WITHDRAWN


def test_a_consent_in_no_words_is_none() -> None:
    """Blank wording is refused before anything is written: nothing is in force without its receipt."""
    with pytest.raises(NotATerm, match="blank"):
        consents.Asked("supply", Channel.SMS, " \n", "vi", Method.WRITTEN)
