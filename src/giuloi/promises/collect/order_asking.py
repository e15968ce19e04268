"""What a customer asks about an order of theirs: to cancel it, or to send it back (I.1, IV.3).

Both are requests with the clock of every request. Cancelling is carried out at once while nothing is packed;
everything else the shop's people accept, or refuse with a ground. An order of a connected shop is cancelled
there by people: that platform does not hear us.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.promises.collect.lifecycle import Moved, NoSuchOrder, NotMoved, shift
from giuloi.promises.collect.orders import Order
from giuloi.promises.collect.progress import BEFORE_PACKING, CAN_COME_BACK, Progress, Reason
from giuloi.records.cases import Case
from giuloi.records.database import durable
from giuloi.records.requests import (
    SOFTWARE,
    CustomerRequest,
    Received,
    RequestState,
    finish,
    receive,
    request_of,
)

CAN_BE_CANCELLED = (*BEFORE_PACKING, Progress.PACKED, Progress.HANDED_OVER)
_ENDED_KINDS = {"cancel": Progress.CANCELLED, "return": Progress.RETURN_ASKED}


@dataclass(frozen=True, slots=True)
class AskedOf:
    """The request that this became, and whether it is carried out already. `repeated`: it was asked before."""

    request: int
    due_at: datetime | None
    repeated: bool
    carried_out: bool


class NotWaiting(NotMoved):
    """This request has ended, or is of another kind."""

    def __init__(self) -> None:
        super().__init__(Words("Yêu cầu này không còn chờ nữa.", "This request is not waiting any more."))


def ask_to_cancel(
    subject: int, order: int, at: datetime, *, source: str, actor: str, repeat: str = ""
) -> AskedOf:
    """Ask to cancel; durable on return. Raises NoSuchOrder for another's, NotMoved once it was delivered."""
    with durable():
        row = _theirs(subject, order)
        if row.progress == Progress.CANCELLED:
            return _before(row, "cancel")
        if Progress(row.progress) not in CAN_BE_CANCELLED:
            raise NotMoved(_TOO_LATE)
        received = _receive("cancel", row, at, source, actor, repeat)
        return _answer(received, carried_out=_cancelled_at_once(row, at))


def ask_to_return(
    subject: int,
    order: int,
    at: datetime,
    *,
    source: str,
    actor: str,
    line: int | None = None,
    repeat: str = "",
) -> AskedOf:
    """Ask to send it back, or one line of it; durable on return. Raises NoSuchOrder, NotMoved before delivery."""
    with durable():
        row = _theirs(subject, order)
        if Progress(row.progress) not in (*CAN_COME_BACK, Progress.RETURN_ASKED):
            raise NotMoved(_NOT_DELIVERED)
        return _answer(_receive("return", row, at, source, actor, repeat, line), carried_out=False)


def cancel_at_once(request: int, at: datetime) -> bool:
    """Carry out a cancellation that was taken in elsewhere, while nothing is packed; durable on return.

    False where people have to see to it: it is packed, or it is an order of a connected shop.
    """
    waiting = _waiting(request, ("cancel",))
    with durable():
        return _cancelled_at_once(Order.objects.get(id=waiting.record_id), at)


def accept_cancel(request: int, at: datetime, actor: str) -> Moved:
    """The shop cancels as asked: the request is done. Raises NotWaiting, NotMoved (it is delivered by now)."""
    return _accept(request, "cancel", at, actor)


def accept_return(request: int, at: datetime, actor: str) -> Moved:
    """The shop takes it back: the request is done and the order open again until goods and money are back."""
    return _accept(request, "return", at, actor)


def refuse_change(request: int, at: datetime, actor: str, ground: str) -> bool:
    """The shop does not cancel, or does not take it back, and says why; durable on return. False if it had ended."""
    _waiting(request, _ENDED_KINDS)
    with durable():
        return finish(request, RequestState.REFUSED, at, actor, ground)


def _accept(request: int, kind: str, at: datetime, actor: str) -> Moved:
    with durable():
        waiting = _waiting(request, (kind,))
        moved = shift(int(waiting.record_id), _ENDED_KINDS[kind], at, actor, Reason.ASKED)
        finish(request, RequestState.DONE, at, actor)  # where the step itself had been taken before
        return moved


def _waiting(request: int, kinds: Collection[str]) -> CustomerRequest:
    found = request_of(request)
    if found is None or found.kind not in kinds or found.record_id is None or found.finished_at is not None:
        raise NotWaiting
    return found


def _cancelled_at_once(row: Order, at: datetime) -> bool:
    """By software, so that it is counted as what it is; who asked stands in the request."""
    if row.bridge:
        return False
    try:
        return shift(row.id, Progress.CANCELLED, at, SOFTWARE, Reason.ASKED, only_from=BEFORE_PACKING).done
    except NotMoved:  # packed, this very moment: people see to it
        return False


def _theirs(subject: int, order: int) -> Order:
    row = Order.objects.filter(id=order, subject_id=subject).first()
    if row is None:
        raise NoSuchOrder
    return row


def _receive(
    kind: str, row: Order, at: datetime, source: str, actor: str, repeat: str, line: int | None = None
) -> Received:
    case = Case.objects.filter(record_id=row.id, closed_at=None).values_list("id", flat=True).first()
    return receive(
        *(kind, at),
        subject=row.subject_id,
        source=source,
        actor=actor,
        record=row.id,
        line=line,
        case=case,
        repeat=repeat,
    )


def _answer(received: Received, *, carried_out: bool) -> AskedOf:
    return AskedOf(received.request, received.due_at, received.repeated, carried_out)


def _before(row: Order, kind: str) -> AskedOf:
    """It was asked and carried out: the same answer. Raises NotMoved where the shop itself cancelled."""
    asked = CustomerRequest.objects.filter(record_id=row.id, kind=kind).order_by("-received_at").first()
    if asked is None:
        raise NotMoved(_CANCELLED)
    return AskedOf(asked.id, asked.due_at, repeated=True, carried_out=True)


_TOO_LATE = Words(
    "Đơn này đã giao nên không hủy được nữa; quý khách có thể yêu cầu đổi trả.",
    "This order was delivered and cannot be cancelled; you can ask to return it.",
)
_NOT_DELIVERED = Words(
    "Đơn này chưa giao tới nên chưa đổi trả được; quý khách có thể yêu cầu hủy đơn.",
    "This order is not delivered, so there is nothing to return; you can ask to cancel it.",
)
_CANCELLED = Words("Đơn này đã hủy rồi.", "This order is cancelled already.")
