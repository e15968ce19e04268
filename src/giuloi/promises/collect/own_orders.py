"""Somebody's own orders as they read them: how far each is, and who may see it now (I.1: only while it is open)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from giuloi.core.fields import mask_of
from giuloi.core.gate.decide import decide
from giuloi.core.gate.request import Decision, SubjectFacts, UseRequest
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import CaseKind, Channel
from giuloi.promises.collect.delivered import OrderState
from giuloi.promises.collect.orders import PURPOSE, Order
from giuloi.promises.collect.progress import Payment, Progress
from giuloi.records.cases import Case
from giuloi.records.consents import states_of
from giuloi.records.database import answering
from giuloi.records.published import by_id
from giuloi.records.subjects import standing_of

_LOOKED_AT = ("purchases", "delivery_name", "delivery_phone", "delivery_address")


@dataclass(frozen=True, slots=True)
class OwnOrder:
    """One order: its state, when it was placed and closed, and from where ("" is our own shop)."""

    id: int
    subject: int
    state: OrderState
    placed_at: datetime
    closed_at: datetime | None
    bridge: str
    policy: Policy
    progress: Progress = Progress.PLACED
    payment: Payment = Payment.UNPAID
    method: str = ""

    @property
    def open(self) -> bool:
        """It is still worked on."""
        return self.state is OrderState.PLACED


@dataclass(frozen=True, slots=True)
class WhoMay:
    """The roles that the gate would let look now, and the clause of its yes, or of its no if there is none."""

    roles: tuple[str, ...]
    decision: Decision


@answering()
def orders_of(subject: int, only: int | None = None) -> list[OwnOrder]:
    """Their orders, newest first; `only` one of them for a guest who came with its number."""
    found = Order.objects.filter(subject_id=subject)
    if only is not None:
        found = found.filter(id=only)
    return [_own(row) for row in found.order_by("-placed_at", "id")]


def order_of(subject: int, order: int) -> OwnOrder | None:
    """One order of theirs; None for somebody else's just as for one that nobody placed."""
    return next(iter(orders_of(subject, order)), None)


@answering()
def open_orders(subject: int) -> int:
    """How many of their orders are still worked on."""
    return int(Order.objects.filter(subject_id=subject, state=OrderState.PLACED).count())


@answering()
def last_closed(subject: int) -> datetime | None:
    """When their last order was closed; None while one is open, or without any."""
    if open_orders(subject):
        return None
    return (
        Order.objects.filter(subject_id=subject)
        .order_by("-closed_at")
        .values_list("closed_at", flat=True)
        .first()
    )


def who_may_see(order: OwnOrder) -> WhoMay:
    """What the gate says of each role of the purpose, asked for this order as it stands now."""
    rule = order.policy.purposes[PURPOSE]
    found = standing_of(order.subject)
    if found is None:
        raise LookupError("an order without its customer")
    consent = states_of(order.subject).get((PURPOSE, Channel.IN_HOUSE.value, ""))
    case = _open_case(order.id)
    fields = mask_of(_LOOKED_AT)
    answers = {}
    for role in sorted(rule.roles):
        # A case that a colleague has taken is open to their role, and within it to them alone.
        open_to = CaseKind.ORDER if case is not None and case.role in ("", role) else None
        facts = SubjectFacts(found[0], found[1], to_purpose=consent, case=open_to)
        answers[role] = decide(order.policy, UseRequest(PURPOSE, fields, role), facts)
    yes = tuple(role for role, decision in answers.items() if decision.allowed)
    shown = yes[0] if yes else next(iter(answers))
    return WhoMay(yes, answers[shown])


def _open_case(order: int) -> Case | None:
    """The order's case, while it is open."""
    return Case.objects.filter(record_id=order, kind=CaseKind.ORDER, closed_at=None).first()


def _own(row: Order) -> OwnOrder:
    return OwnOrder(
        *(row.id, row.subject_id, OrderState(row.state), row.placed_at, row.closed_at, row.bridge),
        by_id(row.policy_id).policy,
        Progress(row.progress),
        Payment(row.payment),
        row.method,
    )
