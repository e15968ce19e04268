"""I.1: a shop whose clock is wrong is heard like any other, today and later."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from giuloi.promises.collect.delivered import OrderState
from giuloi.promises.collect.from_source import Outcome
from giuloi.promises.collect.orders import Order
from tests.cast import AN
from tests.fakes.installation import NOON
from tests.fakes.opening import CONTACT
from tests.promises.collect.wire import Wire


@pytest.mark.parametrize("ahead", [timedelta(days=2), timedelta(days=350_000)])
def test_news_from_the_future_are_of_today(wire: Wire, ahead: timedelta) -> None:
    """A shop's clock gone wrong must not make all that it says later old news for ever."""
    wire.shop.now = NOON + ahead
    wire.take(wire.shop.customer_created(AN))
    order = json.loads(wire.shop.order_placed(AN, number=701).body)
    wire.take(wire.shop.send("order.created", order | {"date_created_gmt": order["date_modified_gmt"]}))
    wire.shop.now = wire.now = NOON + timedelta(hours=1)
    assert wire.take(wire.shop.customer_updated(AN, phone="0594000009")) is Outcome.DONE
    contact = wire.opened(CONTACT)
    assert isinstance(contact, dict)
    assert contact["phone"] == "0594000009"
    assert wire.take(wire.shop.order_updated(AN, 701, "completed")) is Outcome.DONE
    assert Order.objects.get().state == OrderState.CLOSED


def test_an_erasure_in_the_future_is_of_today(wire: Wire) -> None:
    """Who comes back later is a new guest, and not stale until the year 3000."""
    wire.take(wire.shop.customer_created(AN))
    wire.shop.now = NOON + timedelta(days=350_000)
    wire.take(wire.shop.customer_erased(AN))
    wire.shop.now = wire.now = NOON + timedelta(hours=1)
    assert wire.take(wire.shop.customer_updated(AN)) is Outcome.DONE


def test_a_clock_a_little_ahead_is_believed(wire: Wire) -> None:
    """Within a day the shop's own order of its news counts, whatever comes first."""
    wire.shop.now = NOON + timedelta(hours=20)
    early = wire.shop.customer_updated(AN, phone="0594000009")
    wire.take(wire.shop.customer_updated(AN))
    assert wire.take(early) is Outcome.STALE
