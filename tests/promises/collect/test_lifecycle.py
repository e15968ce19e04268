"""I.1, IV.3: an order goes on step by step; each is noted once, ends what it carries out, and tells whom it must."""

from __future__ import annotations

import pytest

from giuloi.promises.collect.closing import RESTS, close_delivered
from giuloi.promises.collect.delivered import Contact, OrderState
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.guests import welcome_guest
from giuloi.promises.collect.lifecycle import NoSuchOrder, NotMoved, move_order, pay
from giuloi.promises.collect.order_moves import moves_of
from giuloi.promises.collect.orders import Order, Placing, place_order
from giuloi.promises.collect.progress import Payment, Progress, Reason
from giuloi.records import happenings
from giuloi.records.cases import Case
from giuloi.records.notices import NoticeKind, notices_about, take_notices
from giuloi.records.requests import RequestState, requests_of
from tests.cast import BINH
from tests.fakes.installation import NOON, Installed
from tests.fakes.opening import PACKING, opened_for
from tests.promises.collect.wire import Wire

KHOA = "staff/fulfilment/9f2c01ab5d3e7a40"
P = Progress


def ordered(payment: str = "cod", *, paid: bool = False) -> tuple[int, int]:
    """(subject, order) of Bình, a guest."""
    goods = Purchases((Line("Bánh cốm", "2", "170000"),), "170000", payment=payment, paid=paid)
    guest = welcome_guest(Contact(BINH.name, BINH.phone), NOON)
    return guest, place_order(guest, Placing(goods, Contact(BINH.name, BINH.phone), ""), NOON)


def asked(subject: int) -> list[tuple[str, str, str]]:
    """(kind, state, ground) of their requests."""
    return [(one.kind, one.state, one.ground) for one in requests_of(subject)]


def test_placing_is_a_request_and_confirming_carries_it_out(shop: Installed) -> None:
    """Its row is written with the order; it has its clock and its source."""
    subject, order = ordered()
    [request] = requests_of(subject)
    assert (request.kind, request.record_id, request.source) == ("order", order, "portal")
    assert request.due_at is not None
    moved = move_order(order, P.CONFIRMED, NOON, KHOA)
    assert (moved.was, moved.progress, moved.done) == (P.PLACED, P.CONFIRMED, True)
    [request] = requests_of(subject)
    assert (request.state, request.finished_by) == (RequestState.DONE, KHOA)


def test_the_timeline_says_who_took_which_step(shop: Installed) -> None:
    """From placed to closed, in order; cash is paid on delivery."""
    _, order = ordered()
    steps = (P.CONFIRMED, P.PACKED, P.HANDED_OVER, P.DELIVERED, P.CLOSED)
    for step in steps:
        move_order(order, step, NOON, KHOA)
    timeline = moves_of(order)
    assert [one.became for one in timeline] == [P.PLACED, *steps]
    assert [one.actor for one in timeline] == ["customer", *[KHOA] * 5]
    assert [one.payment for one in timeline][-3:] == [Payment.UNPAID, Payment.PAID, Payment.PAID]


def test_a_step_told_twice_happens_once(shop: Installed) -> None:
    """And late news of a step that was passed changes nothing."""
    _, order = ordered()
    assert move_order(order, P.HANDED_OVER, NOON, KHOA).done
    assert not move_order(order, P.HANDED_OVER, NOON, KHOA).done
    late = move_order(order, P.PACKED, NOON, KHOA)
    assert (late.done, late.progress) == (False, P.HANDED_OVER)
    assert [one.became for one in moves_of(order)] == [P.PLACED, P.HANDED_OVER]


def test_what_contradicts_how_it_stands_is_refused_with_a_sentence(shop: Installed) -> None:
    """A delivered order is not cancelled, a cancelled one not delivered; nothing of it stays."""
    _, order = ordered()
    move_order(order, P.DELIVERED, NOON, KHOA)
    with pytest.raises(NotMoved) as refused:
        move_order(order, P.CANCELLED, NOON, KHOA)
    assert "đã giao tới nơi" in refused.value.words.vi
    assert len(moves_of(order)) == 2
    with pytest.raises(NoSuchOrder):
        move_order(1, P.CONFIRMED, NOON, KHOA)


def test_cancelling_shuts_it_and_ends_the_request_with_the_reason(shop: Installed) -> None:
    """Out of stock: the customer is told why, and nobody opens it from then on."""
    subject, order = ordered()
    moved = move_order(order, P.CANCELLED, NOON, KHOA, Reason.OUT_OF_STOCK)
    assert moved.state is OrderState.CANCELLED
    assert opened_for(order, PACKING, NOON) == "no open case"
    assert asked(subject) == [("order", "refused", "out_of_stock")]
    [notice] = take_notices(10, NOON)
    assert (notice.kind, notice.record, notice.reason) == (
        NoticeKind.ORDER_CANCELLED,
        order,
        "out_of_stock",
    )


def test_money_that_is_owed_keeps_a_cancelled_order_open_until_it_is_back(shop: Installed) -> None:
    """Giving it back is part of what was asked (I.1); then it ends by itself."""
    _, order = ordered("transfer", paid=True)
    moved = move_order(order, P.CANCELLED, NOON, KHOA)
    assert (moved.payment, moved.state) == (Payment.REFUND_DUE, OrderState.PLACED)
    assert isinstance(opened_for(order, PACKING, NOON), dict)
    back = pay(order, Payment.REFUNDED, NOON, KHOA)
    assert (back.payment, back.state) == (Payment.REFUNDED, OrderState.CANCELLED)
    assert opened_for(order, PACKING, NOON) == "no open case"
    with pytest.raises(NotMoved):
        pay(order, Payment.PAID, NOON, KHOA)


def test_a_return_opens_a_closed_order_only_while_it_is_in_hand(shop: Installed) -> None:
    """Asked and accepted, received back, refunded: then it is shut again."""
    _, order = ordered()
    move_order(order, P.CLOSED, NOON, KHOA)
    pay(order, Payment.PAID, NOON, KHOA)
    assert opened_for(order, PACKING, NOON) == "no open case"
    move_order(order, P.RETURN_ASKED, NOON, KHOA)
    assert isinstance(opened_for(order, PACKING, NOON), dict)
    assert move_order(order, P.RETURNED, NOON, KHOA).payment is Payment.REFUND_DUE
    assert isinstance(opened_for(order, PACKING, NOON), dict)
    assert pay(order, Payment.REFUNDED, NOON, KHOA).state is OrderState.CLOSED
    assert opened_for(order, PACKING, NOON) == "no open case"
    assert Case.objects.filter(record_id=order).count() == 2


def test_others_are_told_of_the_steps_that_matter_to_them(shop: Installed) -> None:
    """Webhooks hear ids; the customer is told what obliges us to tell (I.2)."""
    _, order = ordered()
    for step in (P.CONFIRMED, P.PACKED, P.HANDED_OVER, P.DELIVERED, P.CLOSED):
        move_order(order, step, NOON, KHOA)
    told = [one.event.value for one in happenings.take(100) if one.event.startswith("order.")]
    assert told == [
        "order.placed",
        "order.confirmed",
        "order.handed_over",
        "order.delivered",
        "order.closed",
    ]
    assert [kind for kind, _, _ in notices_about(order)] == [
        NoticeKind.ORDER_CONFIRMED,
        NoticeKind.ORDER_HANDED_OVER,
    ]


def test_a_notice_is_taken_once(shop: Installed) -> None:
    """Whoever sends takes it over; nobody finds it twice."""
    _, order = ordered()
    move_order(order, P.CONFIRMED, NOON, KHOA)
    assert [one.record for one in take_notices(10, NOON)] == [order]
    assert take_notices(10, NOON) == []


def test_a_platforms_customers_are_told_by_the_platform(shop: Installed) -> None:
    """Two letters about one order would be one too many."""
    wire = Wire(shop)
    wire.take(wire.shop.order_placed(BINH, number=701))
    order = Order.objects.get().id
    move_order(order, P.CONFIRMED, wire.now, KHOA)
    assert notices_about(order) == []


def test_an_order_that_rested_closes_by_itself(shop: Installed) -> None:
    """Delivered and paid for two days; not before, and not while money is owed."""
    _, order = ordered()
    _, unpaid = ordered("transfer")
    for one in (order, unpaid):
        move_order(one, P.DELIVERED, NOON, KHOA)
    assert close_delivered(NOON + RESTS / 2) == 0
    assert close_delivered(NOON + RESTS) == 1
    assert Order.objects.get(id=order).state == OrderState.CLOSED
    assert Order.objects.get(id=unpaid).state == OrderState.PLACED
