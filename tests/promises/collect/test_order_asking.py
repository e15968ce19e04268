"""I.1, IV.3: what a customer asks about an order is a request; cancelling is carried out at once before packing."""

from __future__ import annotations

import pytest

from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.guests import welcome_guest
from giuloi.promises.collect.lifecycle import NoSuchOrder, NotMoved, move_order
from giuloi.promises.collect.order_asking import (
    NotWaiting,
    accept_cancel,
    accept_return,
    ask_to_cancel,
    ask_to_return,
    cancel_at_once,
    refuse_change,
)
from giuloi.promises.collect.orders import Order
from giuloi.promises.collect.progress import Progress
from giuloi.records.requests import receive, request_of
from tests.cast import BINH, DUNG
from tests.fakes.installation import NOON, Installed
from tests.promises.collect.test_lifecycle import KHOA, asked, ordered
from tests.promises.collect.wire import Wire

BY = {"source": "portal", "actor": "customer"}
P = Progress


@pytest.mark.parametrize("step", [None, P.CONFIRMED])
def test_before_packing_cancelling_is_carried_out_at_once(shop: Installed, step: Progress | None) -> None:
    """The request is there all the same, with its end; so is that of ordering."""
    subject, order = ordered()
    if step:
        move_order(order, step, NOON, KHOA)
    answer = ask_to_cancel(subject, order, NOON, **BY)
    assert (answer.carried_out, answer.repeated) == (True, False)
    assert Order.objects.get().progress == P.CANCELLED
    ends = {kind: state for kind, state, _ in asked(subject)}
    assert ends == {"cancel": "done", "order": "refused" if step is None else "done"}


def test_asking_twice_is_asking_once(shop: Installed) -> None:
    """A double click, a page loaded anew: the same request, the same answer."""
    subject, order = ordered()
    first = ask_to_cancel(subject, order, NOON, **BY, repeat="form-1")
    second = ask_to_cancel(subject, order, NOON, **BY, repeat="form-1")
    assert second.request == first.request
    assert (second.repeated, second.carried_out) == (True, True)
    assert len(asked(subject)) == 2


def test_once_packed_people_decide(shop: Installed) -> None:
    """Accepted: cancelled and done. The order does not move until they do."""
    subject, order = ordered()
    move_order(order, P.PACKED, NOON, KHOA)
    answer = ask_to_cancel(subject, order, NOON, **BY)
    assert not answer.carried_out
    assert Order.objects.get().progress == P.PACKED
    assert accept_cancel(answer.request, NOON, KHOA).progress is P.CANCELLED
    assert ("cancel", "done", "") in asked(subject)
    with pytest.raises(NotWaiting):
        accept_cancel(answer.request, NOON, KHOA)


def test_a_refusal_has_its_ground(shop: Installed) -> None:
    """And the order goes on as it was."""
    subject, order = ordered()
    move_order(order, P.HANDED_OVER, NOON, KHOA)
    answer = ask_to_cancel(subject, order, NOON, **BY)
    assert refuse_change(answer.request, NOON, KHOA, "too_late")
    found = request_of(answer.request)
    assert found is not None
    assert (found.state, found.ground) == ("refused", "too_late")
    assert Order.objects.get().progress == P.HANDED_OVER


def test_what_was_delivered_is_returned_and_what_was_not_is_cancelled(shop: Installed) -> None:
    """Each is told which of the two it is."""
    subject, order = ordered()
    with pytest.raises(NotMoved, match="cancel"):
        ask_to_return(subject, order, NOON, **BY)
    move_order(order, P.DELIVERED, NOON, KHOA)
    with pytest.raises(NotMoved, match="return"):
        ask_to_cancel(subject, order, NOON, **BY)


def test_a_return_that_is_accepted_is_done_and_the_order_open(shop: Installed) -> None:
    """Two lines asked back are two requests of one return."""
    subject, order = ordered()
    move_order(order, P.CLOSED, NOON, KHOA)
    one = ask_to_return(subject, order, NOON, **BY, line=1)
    other = ask_to_return(subject, order, NOON, **BY, line=2)
    assert one.request != other.request
    assert accept_return(one.request, NOON, KHOA).progress is P.RETURN_ASKED
    states = {kind: state for kind, state, _ in asked(subject)}
    assert states["return"] == "done"
    assert not Order.objects.get().closed_at


def test_an_order_is_only_its_own_customers_to_cancel(shop: Installed) -> None:
    """Somebody else's is not found, like one that nobody placed."""
    _, order = ordered()
    dung = welcome_guest(Contact(DUNG.name, DUNG.phone), NOON)
    with pytest.raises(NoSuchOrder):
        ask_to_cancel(dung, order, NOON, **BY)


def test_what_the_shop_cancelled_needs_no_asking(shop: Installed) -> None:
    """The sentence says that it is cancelled; no request is made of it."""
    subject, order = ordered()
    move_order(order, P.CANCELLED, NOON, KHOA)
    with pytest.raises(NotMoved, match="cancelled already"):
        ask_to_cancel(subject, order, NOON, **BY)


def test_a_platforms_order_is_cancelled_there_by_people(shop: Installed) -> None:
    """It does not hear us: cancelled with us alone it would still be delivered."""
    wire = Wire(shop)
    wire.take(wire.shop.order_placed(BINH, number=701))
    row = Order.objects.get()
    answer = ask_to_cancel(row.subject_id, row.id, wire.now, **BY)
    assert not answer.carried_out
    assert Order.objects.get().progress == P.PLACED


def test_a_cancellation_taken_in_by_any_way_is_carried_out_at_once(shop: Installed) -> None:
    """By telephone, by mail: whoever took it in asks for it by its request."""
    subject, order = ordered()
    received = receive("cancel", NOON, subject=subject, source="phone", actor=KHOA, record=order)
    assert cancel_at_once(received.request, NOON)
    assert Order.objects.get().progress == P.CANCELLED
    with pytest.raises(NotWaiting):
        cancel_at_once(received.request, NOON)
