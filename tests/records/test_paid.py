"""A recipient who pays: a consent to them is good for one hand-over and no second one (Decree 356/2025 art. 7.3)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from giuloi.core import fields
from giuloi.core.gate.request import Reason
from giuloi.core.terms import CaseKind, Channel, ConsentState, Relation
from giuloi.records import cases, consent_ends, consents
from giuloi.records.backup import making, restoring
from giuloi.records.credentials import Holding, add_key, hold_with_key
from giuloi.records.disclosures import disclose_many
from giuloi.records.facts import Ask
from giuloi.records.reveal import reveal
from giuloi.records.uses.own import OwnUse
from giuloi.records.uses.sequencer import integrate
from tests.cast import AN
from tests.harness.agreements import bind
from tests.records.conftest import Shop

BUYER, FREE = "mua-du-lieu", "phuong-nam"
HERE = Channel.IN_HOUSE


@pytest.fixture(autouse=True)
def bound(shop: Shop) -> None:
    """A buyer with an agreement in force."""
    bind(BUYER, Relation.UNRELATED, shop.now(), paid=True)


def _way(shop: Shop, to: str) -> Holding:
    until = shop.now() + timedelta(days=9)
    case = cases.open_case(CaseKind.CAMPAIGN, shop.now(), role="partner")
    token = add_key("partner", ["advertising"], fields.FIELD, until, to, Relation.UNRELATED)
    return hold_with_key(token, "advertising", shop.now(), case)


def _agree(shop: Shop, subject: int, to: str) -> None:
    consents.give(subject, [shop.asked("advertising", HERE, to)], shop.now())


def _hand_over(shop: Shop, way: Holding, *subjects: int) -> list[Reason]:
    asks = [Ask(one) for one in subjects]
    return [one.reason for one in disclose_many(way, ["email"], asks, shop.now())]


def _state(subject: int, to: str) -> ConsentState:
    return consents.states_of(subject)["advertising", HERE.value, to]


def test_the_second_hand_over_needs_a_second_consent(shop: Shop, binh: int) -> None:
    """Used up by the first; given anew it is good for one more."""
    way = _way(shop, BUYER)
    _agree(shop, binh, BUYER)
    assert _hand_over(shop, way, binh) == [Reason.PERMITTED]
    assert _state(binh, BUYER) is ConsentState.EXPIRED
    assert _hand_over(shop, way, binh) == [Reason.PROHIBITED]
    _agree(shop, binh, BUYER)
    assert _hand_over(shop, way, binh) == [Reason.PERMITTED]


def test_what_is_opened_for_a_buyer_uses_the_consent_up_as_well(shop: Shop, binh: int) -> None:
    """The other way out; the first opening itself succeeds."""
    way = _way(shop, BUYER)
    _agree(shop, binh, BUYER)
    assert reveal(way, ["email"], Ask(binh), shop.now()).decision.allowed
    assert not reveal(way, ["email"], Ask(binh), shop.now()).decision.allowed


def test_a_consent_to_somebody_who_does_not_pay_stays(shop: Shop, binh: int) -> None:
    """Until it is withdrawn."""
    way = _way(shop, FREE)
    _agree(shop, binh, FREE)
    assert _hand_over(shop, way, binh) == _hand_over(shop, way, binh) == [Reason.PERMITTED]
    consents.withdraw(binh, [shop.asked("advertising", HERE, FREE)], shop.now())
    assert _hand_over(shop, way, binh) == [Reason.PROHIBITED]


def test_only_those_who_were_handed_over_have_used_theirs_up(shop: Shop, an: int, binh: int) -> None:
    """An, a member, lacks the consent to the purpose: hers to the buyer is as it was."""
    _agree(shop, binh, BUYER)
    _agree(shop, an, BUYER)
    assert _hand_over(shop, _way(shop, BUYER), an, binh) == [Reason.PROHIBITED, Reason.PERMITTED]
    assert (_state(an, BUYER), _state(binh, BUYER)) == (ConsentState.GIVEN, ConsentState.EXPIRED)


def test_a_paid_party_of_an_order_needs_the_customers_consent_too(shop: Shop, binh: int) -> None:
    """The policy's permit asks for none; money does."""
    bind("giao-tra-tien", Relation.NEEDED_FOR_ORDER, shop.now(), paid=True)
    _, case = shop.order(binh)
    until = shop.now() + timedelta(days=9)
    token = add_key("fulfilment", ["supply"], fields.FIELD, until, "giao-tra-tien", Relation.NEEDED_FOR_ORDER)
    way = hold_with_key(token, "supply", shop.now(), case)
    asks = [Ask(binh)]
    assert [one.reason for one in disclose_many(way, ["name"], asks, shop.now())] == [Reason.NO_CONSENT]
    consents.give(binh, [shop.asked("supply", HERE, "giao-tra-tien")], shop.now())
    assert [one.reason for one in disclose_many(way, ["name"], asks, shop.now())] == [Reason.PERMITTED]
    assert [one.reason for one in disclose_many(way, ["name"], asks, shop.now())] == [Reason.NO_CONSENT]


def test_two_hand_overs_at_once_share_no_consent(shop: Shop, binh: int) -> None:
    """One of them gets it, whoever is first."""
    way = _way(shop, BUYER)
    _agree(shop, binh, BUYER)
    moments = [shop.now(), shop.now()]

    def go(number: int) -> bool:
        try:
            return disclose_many(way, ["email"], [Ask(binh)], moments[number])[0].allowed
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as two:
        assert sorted(two.map(go, (0, 1))) == [False, True]


def test_a_consent_that_was_used_up_after_the_backup_stays_used_up(
    shop: Shop, binh: int, tmp_path: Path, settings: Any
) -> None:
    """An's was used, Bình's was not: the restored data takes both for given, and the ledger knows better."""
    settings.GIULOI_BACKUP_DIR, settings.GIULOI_BACKUP_DAYS = tmp_path / "shelf", 10
    settings.GIULOI_BACKUP_KEYS_DIR = None
    an, way = shop.person(AN), _way(shop, BUYER)
    _agree(shop, an, BUYER)
    _agree(shop, binh, BUYER)
    integrate()
    backup = making.back_up_data(tmp_path / "shelf", shop.now())
    assert _hand_over(shop, way, an) == [Reason.PERMITTED]
    done = restoring.restore(backup, shop.now())
    assert done.replayed.expiries == 1
    assert (_state(an, BUYER), _state(binh, BUYER)) == (ConsentState.EXPIRED, ConsentState.GIVEN)
    restoring.confirm(shop.now())
    way = _way(shop, BUYER)
    assert _hand_over(shop, way, an, binh) == [Reason.PROHIBITED, Reason.PERMITTED]


def test_used_up_and_given_anew_since_the_backup_it_is_good_for_one(
    shop: Shop, binh: int, tmp_path: Path, settings: Any
) -> None:
    """What the person said last counts."""
    settings.GIULOI_BACKUP_DIR, settings.GIULOI_BACKUP_DAYS = tmp_path / "shelf", 10
    settings.GIULOI_BACKUP_KEYS_DIR = None
    way = _way(shop, BUYER)
    _agree(shop, binh, BUYER)
    integrate()
    backup = making.back_up_data(tmp_path / "shelf", shop.now())
    assert _hand_over(shop, way, binh) == [Reason.PERMITTED]
    _agree(shop, binh, BUYER)
    assert restoring.restore(backup, shop.now()).replayed.expiries == 0
    restoring.confirm(shop.now())
    way = _way(shop, BUYER)
    assert _hand_over(shop, way, binh) == [Reason.PERMITTED]
    assert _hand_over(shop, way, binh) == [Reason.PROHIBITED]


def test_a_trail_that_cannot_be_read_ends_the_consent(
    shop: Shop, binh: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody is asked once too often, never once too little."""
    _agree(shop, binh, BUYER)
    integrate()
    assert consent_ends.replay_expiries(shop.now()) == 0

    def torn(_: int) -> list[OwnUse]:
        raise KeyError("no such code")

    monkeypatch.setattr(consent_ends, "every_use", torn)
    assert consent_ends.replay_expiries(shop.now()) == 1
    assert _state(binh, BUYER) is ConsentState.EXPIRED
