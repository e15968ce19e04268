"""How an order goes on after it was placed (I.1): one step, and all that follows from it, in one transaction.

Every step is a compare-and-set: of two that come at once (packed, and cancelled by its customer) one happens,
and the other is told how things stand. What a platform says is a fact and asks no table.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.core.terms import GiuloiError, Unavailable
from giuloi.promises.collect.delivered import OrderState
from giuloi.promises.collect.order_moves import note_move
from giuloi.promises.collect.orders import Order, freeze_when_idle, open_order_case
from giuloi.promises.collect.progress import (
    NEXT,
    NEXT_PAYMENT,
    PAYMENT_WORDS,
    PROGRESS_WORDS,
    Payment,
    Progress,
    Reason,
    is_behind,
    payment_after,
    state_of,
)
from giuloi.records.cases import close_cases_of
from giuloi.records.database import durable
from giuloi.records.happenings import Event, happened
from giuloi.records.notices import NoticeKind, notice_due
from giuloi.records.requests import RequestState, finish_about

_TRIES = 5  # each lost race is somebody else's step done


class NotMoved(GiuloiError):
    """This step cannot follow; `words` say how the order stands. Nothing was changed."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


class NoSuchOrder(NotMoved):
    """There is no such order, or it is nobody's any more."""

    def __init__(self) -> None:
        super().__init__(Words("Không có đơn này.", "There is no such order."))


@dataclass(frozen=True, slots=True)
class Moved:
    """How the order stands now. `done` is False where it stood there (or further on) already: a repeat."""

    order: int
    subject: int
    was: Progress
    progress: Progress
    payment: Payment
    state: OrderState
    done: bool


def move_order(order: int, to: Progress, at: datetime, actor: str, reason: Reason = Reason.NONE) -> Moved:
    """Take an order one step on (or several); durable on return. Raises NotMoved, NoSuchOrder, Unavailable.

    `actor` is who did it, as the ledger names them: a pseudonym.
    """
    with durable():
        return shift(order, to, at, actor, reason)


def shift(
    order: int,
    to: Progress,
    at: datetime,
    actor: str,
    reason: Reason = Reason.NONE,
    *,
    only_from: Collection[Progress] = tuple(Progress),
) -> Moved:
    """As `move_order`, in the caller's transaction; `only_from` narrows the table further."""
    for _ in range(_TRIES):
        row = _row(order)
        was, payment = Progress(row.progress), Payment(row.payment)
        if to is was or is_behind(to, was):
            return _moved(row, was, done=False)
        if to not in NEXT[was] or was not in only_from or row.state == OrderState.ERASED_AT_SOURCE:
            raise NotMoved(_cannot(was, to))
        if _set(row, to, payment_after(to, payment, row.method), at):
            note_move(order, was, to, Payment(row.payment), at, actor, reason)
            _follow(row, was, at, actor, reason)
            return _moved(row, was, done=True)
    raise Unavailable("this order is being changed by somebody else")


def pay(order: int, to: Payment, at: datetime, actor: str, reason: Reason = Reason.NONE) -> Moved:
    """Note how the money stands now; durable on return. An order that only waited for a refund ends with it.

    Raises NotMoved, NoSuchOrder, Unavailable.
    """
    with durable():
        return shift_payment(order, to, at, actor, reason)


def shift_payment(order: int, to: Payment, at: datetime, actor: str, reason: Reason = Reason.NONE) -> Moved:
    """As `pay`, in the caller's transaction."""
    for _ in range(_TRIES):
        row = _row(order)
        progress, before = Progress(row.progress), Payment(row.payment)
        if to is before:
            return _moved(row, progress, done=False)
        if to not in NEXT_PAYMENT[before] or row.state == OrderState.ERASED_AT_SOURCE:
            raise NotMoved(_cannot_pay(before, to))
        if _set(row, progress, to, at):
            note_move(order, progress, progress, to, at, actor, reason)
            if to is Payment.REFUNDED and not row.bridge:
                notice_due(NoticeKind.ORDER_REFUNDED, row.subject_id, order, at)
            return _moved(row, progress, done=True)
    raise Unavailable("this order is being changed by somebody else")


def close_order(
    order: int, at: datetime, state: OrderState = OrderState.CLOSED, actor: str = "code/close_order"
) -> bool:
    """Close or cancel an order and the cases about it. False if it was not open, or can no longer be cancelled."""
    to = Progress.CANCELLED if state is OrderState.CANCELLED else Progress.CLOSED
    try:
        return move_order(order, to, at, actor).done
    except NotMoved:
        return False


def end_order(order: int, state: OrderState, at: datetime, actor: str) -> bool:
    """The source of an order says that it is over: whatever it was here. Joins the caller's transaction."""
    row = Order.objects.filter(id=order).first()
    if row is None or row.subject_id is None:
        close_cases_of(order, at)
        return False
    was = Progress(row.progress)
    ended = row.state == OrderState.PLACED
    if ended:
        row.progress = (Progress.CLOSED if state is OrderState.CLOSED else Progress.CANCELLED).value
        row.state, row.closed_at = state.value, at
        Order.objects.filter(id=order).update(progress=row.progress, state=row.state, closed_at=at)
        note_move(order, was, Progress(row.progress), Payment(row.payment), at, actor, Reason.AT_SOURCE)
        _end_requests(row, at, actor, Reason.AT_SOURCE)
    _shut(row, at, told=ended)
    return ended


def reopen_order(order: int, subject: int, policy_id: int, at: datetime, actor: str) -> None:
    """An ended order goes on after all (a platform can do that): it is a case again."""
    row = _row(order)
    Order.objects.filter(id=order).update(
        state=OrderState.PLACED, progress=Progress.CONFIRMED.value, closed_at=None
    )
    note_move(
        order, Progress(row.progress), Progress.CONFIRMED, Payment(row.payment), at, actor, Reason.AT_SOURCE
    )
    open_order_case(order, subject, policy_id, at)


# What follows from a step ---------------------------------------------------------------------------------


def _set(row: Order, to: Progress, payment: Payment, at: datetime) -> bool:
    """Write the step if the row still stands as it was read; the row in hand becomes what was written."""
    state = state_of(to, payment)
    closed_at = None if state is OrderState.PLACED else (row.closed_at or at)
    unchanged = Order.objects.filter(id=row.id, progress=row.progress, payment=row.payment, state=row.state)
    was_open = row.state == OrderState.PLACED
    if not unchanged.update(progress=to.value, payment=payment.value, state=state, closed_at=closed_at):
        return False
    row.progress, row.payment, row.state, row.closed_at = to.value, payment.value, state.value, closed_at
    if was_open and state is not OrderState.PLACED:
        _shut(row, at, told=True)
    elif not was_open and state is OrderState.PLACED:
        open_order_case(row.id, row.subject_id, row.policy_id, at)
    return True


def _shut(row: Order, at: datetime, *, told: bool) -> None:
    """It is over: its cases close, and from the next statement on nobody opens anything for it."""
    close_cases_of(row.id, at)
    freeze_when_idle(row.subject_id, at)
    if told:
        happened(Event.ORDER_CLOSED, at, order=row.id, subject=row.subject_id)


_EVENTS = {
    Progress.CONFIRMED: Event.ORDER_CONFIRMED,
    Progress.HANDED_OVER: Event.ORDER_HANDED_OVER,
    Progress.DELIVERED: Event.ORDER_DELIVERED,
    Progress.RETURNED: Event.ORDER_RETURNED,
}
_NOTICES = {
    Progress.CONFIRMED: NoticeKind.ORDER_CONFIRMED,
    Progress.HANDED_OVER: NoticeKind.ORDER_HANDED_OVER,
    Progress.CANCELLED: NoticeKind.ORDER_CANCELLED,
    Progress.RETURN_ASKED: NoticeKind.ORDER_RETURN_ACCEPTED,
    Progress.RETURNED: NoticeKind.ORDER_RETURNED,
}


def _follow(row: Order, was: Progress, at: datetime, actor: str, reason: Reason) -> None:
    """The requests that this step carries out, whom it is told to, and what the customer must be told."""
    step = Progress(row.progress)
    _end_requests(row, at, actor, reason)
    if step in _EVENTS:
        happened(_EVENTS[step], at, order=row.id, subject=row.subject_id)
    if step in _NOTICES and not row.bridge:  # a platform tells its own customers
        notice_due(_NOTICES[step], row.subject_id, row.id, at, reason.value)


def _end_requests(row: Order, at: datetime, actor: str, reason: Reason) -> None:
    """An order is carried out once it is confirmed, for fulfilment has it from then; and so is what ended it."""
    step = Progress(row.progress)
    if step is Progress.CANCELLED:
        ground = (reason or Reason.OTHER).value
        finish_about(row.id, "order", RequestState.REFUSED, at, actor, ground)
        finish_about(row.id, "cancel", RequestState.DONE, at, actor)
    else:
        finish_about(row.id, "order", RequestState.DONE, at, actor)
    if step in (Progress.RETURN_ASKED, Progress.RETURNED):
        finish_about(row.id, "return", RequestState.DONE, at, actor)
    if step in (Progress.CANCELLED, Progress.RETURNED, Progress.CLOSED):  # what was stopped is settled (VI.7)
        finish_about(row.id, "withdraw", RequestState.DONE, at, actor)


def _row(order: int) -> Order:
    row = Order.objects.filter(id=order, subject__isnull=False).first()
    if row is None:
        raise NoSuchOrder
    return row


def _moved(row: Order, was: Progress, *, done: bool) -> Moved:
    return Moved(
        *(row.id, row.subject_id, was, Progress(row.progress), Payment(row.payment), OrderState(row.state)),
        done=done,
    )


def _cannot(was: Progress, to: Progress) -> Words:
    now, wish = PROGRESS_WORDS[was], PROGRESS_WORDS[to]
    return Words(
        f"Đơn này {now.vi}, không thể chuyển thành “{wish.vi}” được nữa.",
        f"This order is {now.en}; it cannot become “{wish.en}” any more.",
    )


def _cannot_pay(before: Payment, to: Payment) -> Words:
    now, wish = PAYMENT_WORDS[before], PAYMENT_WORDS[to]
    return Words(
        f"Tiền của đơn này: {now.vi}; không thể chuyển thành “{wish.vi}”.",
        f"The money of this order is {now.en}; it cannot become “{wish.en}”.",
    )
