"""The orders that wait for somebody's hands, by what is to be done with each; oldest due first. Nothing is opened.

Until it is confirmed an order's 24 hours run (IV.3); after that it waits in the order it was placed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import CaseKind
from giuloi.promises.collect.delivered import OrderState
from giuloi.promises.collect.orders import Order
from giuloi.promises.collect.progress import Payment, Progress
from giuloi.records.cases import Case
from giuloi.records.database import answering
from giuloi.records.published import by_id
from giuloi.records.requests import OPEN, CustomerRequest

MOST = 200  # of one column: whoever works through them sees the next ones
WAITING = (
    Progress.PLACED,
    Progress.CONFIRMED,
    Progress.PACKED,
    Progress.HANDED_OVER,
    Progress.DELIVERED,
    Progress.RETURN_ASKED,
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One order on the board. `due_at` is when its customer's next request must be done, None while none is open;
    `case` is 0 when none is open, `staff` whose it is (None: anybody's whom the policy names)."""

    id: int
    subject: int
    progress: Progress
    payment: Payment
    method: str
    bridge: str
    placed_at: datetime
    due_at: datetime | None
    case: int
    staff: int | None
    policy: Policy
    open: bool


@dataclass(frozen=True, slots=True)
class Column:
    """What waits for one thing to be done: those shown, and how many there are in all."""

    progress: Progress
    orders: tuple[Waiting, ...]
    total: int


@answering()
def board() -> tuple[Column, ...]:
    """Every column, also the empty ones."""
    return tuple(_column(progress) for progress in WAITING)


@answering()
def these(orders: Collection[int]) -> list[Waiting]:
    """These orders in this order, as far as they are somebody's."""
    found = {one.id: one for one in _waiting(Order.objects.filter(id__in=orders, subject__isnull=False))}
    return [found[order] for order in dict.fromkeys(orders) if order in found]


def one(order: int) -> Waiting | None:
    """One order; None when there is none, or nobody's."""
    return next(iter(these([order])), None)


def next_of(progress: Progress, staff: int, after: int = 0) -> int | None:
    """The order to do next: the first of the column that is theirs or nobody's, but for the one just done."""
    column = _column(progress)
    free = (waits.id for waits in column.orders if waits.staff in (None, staff) and waits.id != after)
    return next(free, None)


def _column(progress: Progress) -> Column:
    found = Order.objects.filter(
        progress=progress.value, state=OrderState.PLACED.value, subject__isnull=False
    ).order_by("placed_at", "id")
    orders = _waiting(found[:MOST])
    orders.sort(key=lambda waits: (waits.due_at is None, waits.due_at or waits.placed_at, waits.id))
    return Column(progress, tuple(orders), found.count())


def _waiting(found: Iterable[Order]) -> list[Waiting]:
    orders = list(found)
    ids = [order.id for order in orders]
    cases = {
        case.record_id: case
        for case in Case.objects.filter(record_id__in=ids, kind=CaseKind.ORDER, closed_at=None)
    }
    due = _due(ids)
    return [
        Waiting(
            *(order.id, order.subject_id, Progress(order.progress), Payment(order.payment), order.method),
            *(order.bridge, order.placed_at, due.get(order.id)),
            *((cases[order.id].id, cases[order.id].staff_id) if order.id in cases else (0, None)),
            by_id(order.policy_id).policy,
            order.state == OrderState.PLACED,
        )
        for order in orders
    ]


def _due(orders: Collection[int]) -> dict[int, datetime]:
    """Order → the earliest time by which something that its customer asked about it must be done."""
    asked = CustomerRequest.objects.filter(record_id__in=orders, state__in=OPEN, due_at__isnull=False)
    due: dict[int, datetime] = {}
    for order, at in asked.values_list("record_id", "due_at"):
        due[order] = min(at, due.get(order, at))
    return due
