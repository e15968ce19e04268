"""The shop's own systems are told and must take it; whoever was given something is asked by a colleague."""

from __future__ import annotations

import json

import pytest

from giuloi.core.policy.clauses import Requirement
from giuloi.core.terms import SubjectState
from giuloi.promises.share.carriers import carriers_of
from giuloi.promises.share.erasing.recipients import Recipients, text_for
from giuloi.promises.share.erasing.webhook import Webhook
from giuloi.promises.share.subscriptions import subscribe, unsubscribe
from giuloi.records.credentials import add_staff, hold_as_staff_towards
from giuloi.records.disclosures import disclose_many
from giuloi.records.facts import Ask
from giuloi.records.freezing import set_states
from giuloi.records.happenings import Event
from giuloi.records.partners import NotErased, PartnerAsk
from giuloi.records.published import current
from giuloi.records.uses.sequencer import integrate
from tests.cast import BINH
from tests.promises.share.conftest import Listener, an, binh, chi, listener, shop
from tests.records.conftest import Shop

__all__ = ["an", "binh", "chi", "listener", "shop"]


def test_a_system_that_asked_is_told_the_opaque_ids_signed_under_one_id(
    shop: Shop, binh: int, listener: Listener
) -> None:
    """A 2xx is the receipt; anything else is asked again; the same id each time."""
    order, _ = shop.order(binh)
    subscribe(listener.url, [Event.SUBJECT_ERASED], shop.now())
    names = Webhook().references_of(binh, [order])
    ask = PartnerAsk("00aa", names, shop.now())
    listener.status = 500
    with pytest.raises(NotErased) as fault:
        Webhook().erase(ask)
    assert (fault.value.code, fault.value.again) == ("not_taken", True)
    listener.status = 204
    assert (Webhook().erase(ask).how, Webhook().erase(ask).read_back) == ("erased", False)
    assert {headers["webhook-id"] for headers, _ in listener.heard} == {"erased-00aa"}
    assert all(headers["webhook-signature"].startswith("v1,") for headers, _ in listener.heard)
    told = json.loads(listener.heard[-1][1])
    assert told["type"] == "subject.erased"
    assert told["data"] == {"subjects": str(binh), "orders": str(order)}


def test_nobody_is_told_who_did_not_ask_or_was_removed(shop: Shop, binh: int, listener: Listener) -> None:
    """No task where nobody listens; whoever was removed meanwhile keeps no certificate waiting."""
    subscribe(listener.url, [Event.ORDER_PLACED], shop.now())
    assert Webhook().references_of(binh, []) == ()
    number, _ = subscribe(listener.url, [Event.SUBJECT_ERASED], shop.now())
    names = Webhook().references_of(binh, [])
    unsubscribe(number, shop.now())
    assert Webhook().erase(PartnerAsk("1", names, shop.now()))
    assert listener.heard == []


@pytest.mark.parametrize("sequenced", [True, False])
def test_whoever_was_given_a_parcel_is_named_to_a_colleague_with_the_text_to_send(
    shop: Shop, binh: int, sequenced: bool
) -> None:
    """From the person's own entries, also once they are frozen; the text names the parcel and nobody."""
    order, case = shop.order(binh)
    assert Recipients().references_of(binh, [order]) == ()
    holding = hold_as_staff_towards(add_staff("Khoa", "fulfilment"), "supply", _carrier(), case)
    (decision,) = disclose_many(holding, ["delivery_address"], [Ask(binh, case, order)], shop.now())
    assert decision.allowed
    if sequenced:
        integrate()
    set_states(binh, SubjectState.FROZEN, shop.now())
    names = Recipients().references_of(binh, [order])
    assert names == ("carrier/2026-11-22", f"/order/{order}")
    text = text_for(names, "00aa", lambda number: f"No {number}")
    for words in (text.vi, text.en):
        assert f"No {order}" in words
        assert "- carrier: 2026-11-22" in words
        assert "00aa" in words
        assert not [one for one in (BINH.name, BINH.phone, BINH.address) if one in words]
    with pytest.raises(NotErased) as fault:
        Recipients().erase(PartnerAsk("1", names, shop.now()))
    assert not fault.value.again


def _carrier() -> Requirement:
    (carrier,) = carriers_of(current().policy, "supply")
    return carrier.rule
