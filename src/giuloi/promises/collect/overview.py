"""What the shop may see of a customer and of its orders without opening anything: states, dates, cases, consents.

Which fields are held is in clear, what they say is sealed. Nothing here asks for a key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from giuloi.core.fields import names_in
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import CaseKind, ConsentState, Standing, SubjectState
from giuloi.promises.collect.delivered import OrderState
from giuloi.promises.collect.guests import PossibleMatch
from giuloi.promises.collect.orders import Order
from giuloi.promises.collect.progress import Payment, Progress
from giuloi.records.cases import Case
from giuloi.records.consents import ConsentNow, ConsentRecord
from giuloi.records.database import answering
from giuloi.records.published import by_id
from giuloi.records.subjects import Subject
from giuloi.records.vault import PERSON, fields_held

PAGE = 25


@dataclass(frozen=True, slots=True)
class SeenOrder:
    """One order, masked. `case` is the case by which it may be worked on, open or the last one; 0: never one."""

    id: int
    subject: int
    standing: Standing
    states: SubjectState
    state: OrderState
    bridge: str
    placed_at: datetime
    closed_at: datetime | None
    case: int
    policy: Policy
    progress: Progress
    payment: Payment
    method: str

    @property
    def open(self) -> bool:
        """Whether it may still be worked on."""
        return self.state is OrderState.PLACED


@dataclass(frozen=True, slots=True)
class SeenConsent:
    """One consent as it stands now."""

    purpose: str
    channel: str
    recipient: str
    state: ConsentState
    record: int


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the timeline: `kind` is order, case or consent, `what` which one, `state` what became of it."""

    at: datetime
    kind: str
    what: str
    state: str
    record: int
    row: Any


@dataclass(frozen=True, slots=True)
class Seen:
    """A customer as the desk sees them before anything is opened."""

    id: int
    standing: Standing
    states: SubjectState
    policy: Policy
    created_at: datetime
    held: tuple[str, ...]
    orders: tuple[SeenOrder, ...]
    cases: tuple[Case, ...]
    consents: tuple[SeenConsent, ...]
    timeline: tuple[Happened, ...]
    perhaps_same: tuple[tuple[int, str], ...]

    @property
    def open_orders(self) -> int:
        """How many of their orders may still be worked on."""
        return sum(order.open for order in self.orders)


@dataclass(frozen=True, slots=True)
class Summary:
    """A customer as a line of a list."""

    id: int
    standing: Standing
    states: SubjectState
    orders: tuple[SeenOrder, ...]
    open_cases: int

    @property
    def open_orders(self) -> tuple[SeenOrder, ...]:
        """Those of their orders that may still be worked on."""
        return tuple(order for order in self.orders if order.open)


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One page of the list of orders, and how many there are in all."""

    orders: tuple[SeenOrder, ...]
    number: int
    total: int

    @property
    def pages(self) -> int:
        """At least one."""
        return max(1, -(-self.total // PAGE))


@answering()
def order_page(states: Iterable[OrderState], number: int) -> OrderPage:
    """The orders in these states: open ones first, then the newest. Erased ones that are nobody's are left out."""
    wanted = Order.objects.filter(state__in=[state.value for state in states], subject__isnull=False)
    total = wanted.count()
    number = min(max(1, number), max(1, -(-total // PAGE)))
    # "placed" sorts behind "cancelled", "closed" and "erased_at_source": descending, what is open comes first.
    found = wanted.order_by("-state", "-placed_at", "id")[(number - 1) * PAGE : number * PAGE]
    return OrderPage(tuple(_orders(found)), number, total)


@answering()
def order_seen(order: int) -> SeenOrder | None:
    """One order, masked; None when there is none, or none of anybody's."""
    return next(iter(_orders(Order.objects.filter(id=order, subject__isnull=False))), None)


def held_of(order: SeenOrder) -> tuple[int, int]:
    """(mask of what is held under the order, mask of what is held of the person)."""
    held = fields_held(order.subject)
    return held.get(order.id, 0), held.get(PERSON, 0)


@answering()
def summaries(subjects: Sequence[int]) -> list[Summary]:
    """These people as lines of a list, in this order."""
    people = Subject.objects.in_bulk(subjects)
    orders: dict[int, list[SeenOrder]] = {}
    for order in _orders(Order.objects.filter(subject__in=subjects).order_by("-placed_at", "id")):
        orders.setdefault(order.subject, []).append(order)
    cases = list(
        Case.objects.filter(subject__in=subjects, closed_at=None)
        .exclude(kind=CaseKind.AUTHORITY)
        .values_list("subject_id", flat=True)
    )
    return [
        Summary(one, *_who(people[one]), tuple(orders.get(one, ())), cases.count(one))
        for one in subjects
        if one in people
    ]


@answering()
def customer_seen(subject: int) -> Seen | None:
    """Everything that may be seen of one customer without opening; None when there is no such customer."""
    person = Subject.objects.filter(id=subject).first()
    if person is None:
        return None
    orders = tuple(_orders(Order.objects.filter(subject=subject).order_by("-placed_at", "id")))
    # That an authority asked about somebody is for whoever works on its file, not for the desk (III.2, V.2).
    about = Case.objects.filter(subject=subject).exclude(kind=CaseKind.AUTHORITY)
    cases = tuple(about.order_by("-opened_at", "id"))
    records = ConsentRecord.objects.filter(subject=subject).select_related("wording").order_by("-id")
    return Seen(
        subject,
        *_who(person),
        by_id(person.policy_id).policy,
        person.created_at,
        names_in(fields_held(subject).get(PERSON, 0)),
        orders,
        cases,
        _consents(subject),
        _timeline(orders, cases, records),
        tuple(_perhaps_same(subject)),
    )


def _who(person: Subject) -> tuple[Standing, SubjectState]:
    return Standing(person.standing), SubjectState(person.states)


def _orders(found: Iterable[Order]) -> list[SeenOrder]:
    orders = list(found)
    people = Subject.objects.in_bulk({order.subject_id for order in orders})
    about = Case.objects.filter(record_id__in=[order.id for order in orders], kind=CaseKind.ORDER)
    # The open one last, so that it is the one that stays.
    cases = {
        case.record_id: case.id
        for case in sorted(about, key=lambda one: (one.closed_at is None, one.opened_at))
    }
    return [
        SeenOrder(
            order.id,
            order.subject_id,
            *_who(people[order.subject_id]),
            OrderState(order.state),
            order.bridge,
            order.placed_at,
            order.closed_at,
            cases.get(order.id, 0),
            by_id(order.policy_id).policy,
            Progress(order.progress),
            Payment(order.payment),
            order.method,
        )
        for order in orders
    ]


def _consents(subject: int) -> tuple[SeenConsent, ...]:
    now = ConsentNow.objects.filter(subject=subject).order_by("purpose", "channel", "recipient")
    return tuple(
        SeenConsent(one.purpose, one.channel, one.recipient, ConsentState(one.state), one.record_id)
        for one in now
    )


def _timeline(
    orders: Iterable[SeenOrder], cases: Iterable[Case], records: Iterable[ConsentRecord]
) -> tuple[Happened, ...]:
    """Newest first."""
    lines = [
        Happened(one.at, "consent", one.purpose, one.state, one.id, one)
        for one in records
    ]  # fmt: skip
    for order in orders:
        lines.append(Happened(order.placed_at, "order", order.bridge, OrderState.PLACED, order.id, order))
        if order.closed_at is not None:
            lines.append(Happened(order.closed_at, "order", order.bridge, order.state, order.id, order))
    for case in cases:
        if case.kind == CaseKind.ORDER:
            continue  # told by its order
        lines.append(Happened(case.opened_at, "case", case.kind, "opened", case.id, case))
        if case.closed_at is not None:
            lines.append(Happened(case.closed_at, "case", case.kind, "closed", case.id, case))
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))


def _perhaps_same(subject: int) -> list[tuple[int, str]]:
    """(other customer, which field they share): the same value, which nobody has verified as the same person's."""
    pairs = PossibleMatch.objects.filter(subject=subject) | PossibleMatch.objects.filter(other=subject)
    return [
        (one.other_id if one.subject_id == subject else one.subject_id, one.field)
        for one in pairs.order_by("field", "id")[:20]
    ]
