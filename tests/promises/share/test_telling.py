"""What happened is told to whoever asked for it, signed, once it is true, until it is taken; ids and nothing else."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from giuloi.core.terms import Channel, SubjectState
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.lifecycle import close_order
from giuloi.promises.collect.orders import NotPlaced, Placing, place_first_order, place_order
from giuloi.promises.share import telling
from giuloi.promises.share.destinations import NotADestination
from giuloi.promises.share.subscriptions import NotASubscription, subscribe, subscriptions, unsubscribe
from giuloi.records.freezing import set_states
from giuloi.records.happenings import Event, Happening
from giuloi_client.webhooks import NotSigned, verified
from tests.promises.share.conftest import Listener
from tests.records.conftest import Shop

_BOUGHT = Purchases((Line("Bánh cốm", "2", "90000"),), "90000")
_ORDER = Placing(_BOUGHT, Contact("Trần Văn Bình", "0594000002"), "Đặt hàng")


def test_an_order_and_its_end_are_told_by_their_ids(shop: Shop, listener: Listener) -> None:
    """Signed so that the receiver can check it; the customer's data is not in it."""
    _, secret = subscribe(listener.url, [Event.ORDER_PLACED, Event.ORDER_CLOSED], shop.now())
    subject, order = place_first_order(Contact("Trần Văn Bình", "0594000002"), _ORDER, shop.now())
    close_order(order, shop.now())
    assert telling.tell(shop.now()) == 2
    said = [verified(headers, body, secret, now=shop.clock) for headers, body in listener.heard]
    ids = {"order": str(order), "subject": str(subject)}
    assert [(one["type"], one["data"]) for one in said] == [("order.placed", ids), ("order.closed", ids)]
    assert b"0594000002" not in b"".join(body for _, body in listener.heard)
    assert telling.tell(shop.now()) == 0


def test_consents_are_told_when_they_begin_and_end(shop: Shop, listener: Listener, binh: int) -> None:
    """With the id of the record, whose receipt can be asked for."""
    subscribe(listener.url, [Event.CONSENT_GIVEN, Event.CONSENT_WITHDRAWN], shop.now())
    telling.hand_out(shop.now())
    shop.give(binh, ("promotion", Channel.EMAIL))
    shop.withdraw(binh, ("promotion", Channel.EMAIL))
    telling.tell(shop.now())
    said = [json.loads(body) for _, body in listener.heard]
    assert [one["type"] for one in said] == ["consent.given", "consent.withdrawn"]
    assert {one["data"]["subject"] for one in said} == {str(binh)}


def test_what_did_not_happen_is_not_told(shop: Shop, binh: int) -> None:
    """An order that is refused halfway leaves no happening."""
    Happening.objects.all().delete()
    set_states(binh, SubjectState.RESTRICTED, shop.now())
    with pytest.raises(NotPlaced):
        place_order(binh, _ORDER, shop.now())
    assert not Happening.objects.exists()


def test_nobody_is_told_what_they_did_not_ask_for(shop: Shop, listener: Listener) -> None:
    """And what nobody asked for is not kept."""
    subscribe(listener.url, [Event.POLICY_PUBLISHED], shop.now())
    telling.tell(shop.now())
    place_first_order(Contact("Trần Văn Bình"), _ORDER, shop.now())
    heard = len(listener.heard)
    telling.tell(shop.now())
    assert (len(listener.heard), Happening.objects.count()) == (heard, 0)


def test_what_is_not_taken_is_sent_again_with_growing_pauses_for_a_day(
    shop: Shop, listener: Listener
) -> None:
    """The same id at every attempt; after the last it has failed, and its log says so."""
    number, _ = subscribe(listener.url, [Event.ORDER_PLACED], shop.now())
    place_first_order(Contact("Trần Văn Bình"), _ORDER, shop.now())
    listener.status = 500
    at = shop.now()
    for pause in (*telling.PAUSES, 0):
        telling.tell(at)
        telling.tell(at + timedelta(seconds=max(pause - 1, 0)))
        at += timedelta(seconds=pause)
    telling.tell(at + timedelta(days=2))
    (told,) = telling.log_of(number)
    assert (told.state, told.statuses) == ("failed", (500,) * 11)
    assert len({headers["webhook-id"] for headers, _ in listener.heard}) == 1
    assert timedelta(hours=23) < timedelta(seconds=sum(telling.PAUSES)) < timedelta(hours=25)


def test_a_system_that_was_down_is_told_when_it_is_back(shop: Shop, listener: Listener) -> None:
    """Nothing is lost meanwhile."""
    number, _ = subscribe(listener.url, [Event.ORDER_PLACED], shop.now())
    place_first_order(Contact("Trần Văn Bình"), _ORDER, shop.now())
    listener.status = 503
    telling.tell(shop.now())
    listener.status = 200
    telling.tell(shop.now() + timedelta(minutes=1))
    (told,) = telling.log_of(number)
    assert (told.state, told.statuses) == ("taken", (503, 200))


def test_a_redirect_is_not_followed(shop: Shop, listener: Listener) -> None:
    """It would lead past every check."""
    number, _ = subscribe(listener.url, [Event.ORDER_PLACED], shop.now())
    place_first_order(Contact("Trần Văn Bình"), _ORDER, shop.now())
    listener.status = 302
    telling.tell(shop.now())
    assert len(listener.heard) == 1
    assert telling.log_of(number)[0].state == "waiting"


def test_outside_the_demo_this_machine_is_told_nothing(
    shop: Shop, listener: Listener, settings: object
) -> None:
    """Checked when it is added, and again whenever it is sent."""
    number, _ = subscribe(listener.url, [Event.ORDER_PLACED], shop.now())
    settings.GIULOI_DEMO = False  # type: ignore[attr-defined]
    place_first_order(Contact("Trần Văn Bình"), _ORDER, shop.now())
    telling.tell(shop.now())
    assert (listener.heard, telling.log_of(number)[0].statuses) == ([], (telling.NO_WAY,))
    with pytest.raises(NotADestination):
        subscribe(listener.url, [Event.ORDER_PLACED], shop.now())


def test_who_was_removed_is_told_nothing_more(shop: Shop, listener: Listener) -> None:
    """Not even what waited."""
    number, _ = subscribe(listener.url, [Event.ORDER_PLACED], shop.now())
    place_first_order(Contact("Trần Văn Bình"), _ORDER, shop.now())
    telling.hand_out(shop.now())
    assert unsubscribe(number, shop.now())
    assert not unsubscribe(number, shop.now())
    assert (telling.tell(shop.now()), listener.heard, subscriptions()) == (0, [], [])
    with pytest.raises(NotASubscription):
        subscribe(listener.url, [], shop.now())


def test_a_message_that_was_altered_or_is_old_is_not_believed(shop: Shop, listener: Listener) -> None:
    """What the client library says of each."""
    _, secret = subscribe(listener.url, [Event.ORDER_PLACED], shop.now())
    assert telling.test(subscriptions()[0], shop.now()) == 204
    ((headers, body),) = listener.heard
    assert verified(headers, body, secret, now=shop.clock)["type"] == "test"
    for said in (
        (headers, body + b" ", secret, shop.clock),
        ({**headers, "webhook-id": "1"}, body, secret, shop.clock),
        ({**headers, "webhook-signature": "v1,x"}, body, secret, shop.clock),
        ({}, body, secret, shop.clock),
        (headers, body, "whsec_" + "A" * 44, shop.clock),
        (headers, body, secret, shop.clock + timedelta(minutes=6)),
    ):
        with pytest.raises(NotSigned):
            verified(said[0], said[1], said[2], now=said[3])
