"""VI.7: a withdrawal of `supply` in the middle of an order is found however it came, and settled once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from giuloi.core.consent.record import Method
from giuloi.core.terms import Channel
from giuloi.promises.collect.lifecycle import move_order
from giuloi.promises.collect.orders import place_order
from giuloi.promises.collect.progress import Progress
from giuloi.promises.collect.withdrawn import settle_withdrawn, stopped_orders, sweep_withdrawn
from giuloi.records.consents import Asked, give, withdraw
from giuloi.records.notices import NoticeKind, notices_about
from giuloi.records.requests import OPEN, RequestState, finish_about, open_requests_about, requests_of
from tests.cast import AN
from tests.fakes.installation import NOON, Installed
from tests.fakes.opening import PACKING, opened_for
from tests.promises.collect.test_lifecycle import KHOA, ordered
from tests.promises.collect.test_orders import member, placing

SUPPLY = [Asked("supply", Channel.IN_HOUSE, "Về đơn này.", "vi", Method.WEB)]
LATER = NOON + timedelta(hours=3)


def test_the_order_goes_to_care_and_its_clock_runs_from_the_withdrawal(shop: Installed) -> None:
    """Found three hours later, it has twenty-one left."""
    subject = member(shop)
    order = place_order(subject, placing(AN), NOON)
    withdraw(subject, SUPPLY, NOON + timedelta(minutes=1))
    assert stopped_orders(subject) == [order]
    assert sweep_withdrawn(LATER) == 1
    [request] = open_requests_about(order, ["withdraw"])
    assert request.received_at == NOON + timedelta(minutes=1)
    assert request.due_at == NOON + timedelta(hours=24, minutes=1)
    assert request.case_id is not None
    assert NoticeKind.ORDER_STOPPED in [kind for kind, _, _ in notices_about(order)]


def test_found_twice_it_is_one_request(shop: Installed) -> None:
    """Directly, by the clock, and by the clock again."""
    subject = member(shop)
    order = place_order(subject, placing(AN), NOON)
    withdraw(subject, SUPPLY, NOON)
    assert settle_withdrawn(subject, NOON) == 1
    assert sweep_withdrawn(LATER) == 0
    assert settle_withdrawn(subject, LATER) == 0
    asked = [one for one in requests_of(subject) if one.kind == "withdraw"]
    assert [one.record_id for one in asked if one.state in OPEN] == [order]
    assert [one.record_id for one in asked if one.state not in OPEN] == [None], (
        "the withdrawal itself, done at once"
    )


@pytest.mark.parametrize("end", [Progress.CANCELLED, Progress.CLOSED])
def test_it_ends_with_the_order(shop: Installed, end: Progress) -> None:
    """Cancelled, or otherwise over: the request is done."""
    subject = member(shop)
    order = place_order(subject, placing(AN), NOON)
    withdraw(subject, SUPPLY, NOON)
    settle_withdrawn(subject, NOON)
    move_order(order, end, LATER, KHOA)
    assert not open_requests_about(order)
    assert sweep_withdrawn(LATER) == 0


def test_it_ends_with_consent_given_anew(shop: Installed) -> None:
    """Whoever asks for it: the order goes on, and the clock finds that it is settled."""
    subject = member(shop)
    order = place_order(subject, placing(AN), NOON)
    withdraw(subject, SUPPLY, NOON)
    settle_withdrawn(subject, NOON)
    give(subject, SUPPLY, LATER)
    assert sweep_withdrawn(LATER) == 1
    assert not open_requests_about(order, ["withdraw"])
    assert isinstance(opened_for(order, PACKING, LATER), dict)
    withdraw(subject, SUPPLY, LATER)
    assert settle_withdrawn(subject, LATER) == 1, "a second withdrawal is a second request"


def test_what_the_shop_left_unsettled_is_not_begun_anew(shop: Installed) -> None:
    """Ended by somebody while the order stays open: the same withdrawal makes no new clock."""
    subject = member(shop)
    order = place_order(subject, placing(AN), NOON)
    withdraw(subject, SUPPLY, NOON)
    settle_withdrawn(subject, NOON)
    assert finish_about(order, "withdraw", RequestState.DONE, LATER, KHOA) == 1
    assert sweep_withdrawn(LATER) == 0


def test_a_withdrawn_channel_stops_no_delivery(shop: Installed) -> None:
    """Not to be telephoned is not to leave the parcel where it is."""
    subject = member(shop)
    place_order(subject, placing(AN, contact_by=[Channel.PHONE]), NOON)
    withdraw(subject, [Asked("supply", Channel.PHONE, "Về đơn này.", "vi", Method.WEB)], NOON)
    assert sweep_withdrawn(NOON) == 0


def test_a_guests_order_rests_on_no_consent(shop: Installed) -> None:
    """There is nothing to withdraw: they cancel."""
    ordered()
    assert sweep_withdrawn(NOON) == 0
