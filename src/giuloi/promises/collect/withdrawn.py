"""Consent to supply was withdrawn while an order is open (VI.7): the gate has stopped it, people settle it.

The order becomes a request of customer care, whose 24 hours run from the withdrawal itself. It ends with the
order (cancelled, or sent back), or with consent given anew, whichever comes first. The clock looks for all of
them, so that a withdrawal which reached us by any way is found; where one is said, it is settled at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef

from giuloi.core.terms import CaseKind, Channel, ConsentState, Standing
from giuloi.promises.collect.delivered import OrderState
from giuloi.promises.collect.orders import PURPOSE, Order
from giuloi.promises.collect.progress import Progress, Reason
from giuloi.records.cases import close_case, open_case
from giuloi.records.consents import ENDS, ConsentNow, ConsentRecord
from giuloi.records.database import durable
from giuloi.records.ids import new_id
from giuloi.records.notices import NoticeKind, notice_due
from giuloi.records.requests import (
    OPEN,
    CustomerRequest,
    RequestState,
    finish,
    open_requests_about,
    receive,
)
from giuloi.records.subjects import alone_with

KIND = "withdraw"
ACTOR = "code/settle_withdrawn"
_UNDER_WAY = [one for one in Progress if one not in (Progress.CLOSED, Progress.CANCELLED, Progress.RETURNED)]
_SUPPLY = {"purpose": PURPOSE, "channel": Channel.IN_HOUSE.value, "recipient": ""}


def settle_withdrawn(subject: int, at: datetime) -> int:
    """Hand this person's stopped orders to care, and end what a new yes has settled; returns how many changed.

    To be called after any answer about `supply` was written down; it may be called at any time.
    """
    with durable():
        alone_with(subject)
        return sum(_handed_over(order, at) for order in _stopped([subject])) + _settled(subject, at)


def sweep_withdrawn(at: datetime) -> int:
    """The same for everybody it concerns. The clock knocks for this; idle it is two short look-ups."""
    stopped = {order.subject_id for order in _stopped()}
    waiting = CustomerRequest.objects.filter(kind=KIND, record_id__isnull=False, state__in=OPEN)
    settled = set(_given(waiting.values_list("subject_id", flat=True)))
    return sum(settle_withdrawn(subject, at) for subject in sorted(stopped | settled))


def stopped_orders(subject: int) -> list[int]:
    """Their orders that are open and wait, because consent to supply is no longer given."""
    return [order.id for order in _open_without_consent([subject])]


def _stopped(subjects: Iterable[int] | None = None) -> list[Order]:
    """Open orders without consent that are not with customer care since the withdrawal."""
    found = _open_without_consent(subjects)
    ended = _records_of({order.subject_id for order in found})
    known = set(
        CustomerRequest.objects.filter(
            kind=KIND, repeat__in=[_repeat(order, ended[order.subject_id].id) for order in found]
        ).values_list("repeat", flat=True)
    )
    return [order for order in found if _repeat(order, ended[order.subject_id].id) not in known]


def _open_without_consent(subjects: Iterable[int] | None) -> list[Order]:
    """Those of members, for a guest's order is a contract. A refund is owed whatever was withdrawn: no choice there."""
    theirs = ConsentNow.objects.filter(subject_id=OuterRef("subject_id"), **_SUPPLY)
    found = Order.objects.filter(
        Exists(theirs.filter(state__in=[state.value for state in ENDS])),
        progress__in=[one.value for one in _UNDER_WAY],
        state=OrderState.PLACED,
        subject__standing=Standing.MEMBER,
    )
    if subjects is not None:
        found = found.filter(subject_id__in=list(subjects))
    return list(found.order_by("id"))


def _records_of(subjects: Iterable[int]) -> dict[int, ConsentRecord]:
    """subject → the record by which their consent to supply ended."""
    newest = dict(
        ConsentNow.objects.filter(**_SUPPLY, subject_id__in=list(subjects)).values_list(
            "record_id", "subject_id"
        )
    )
    return {newest[one.id]: one for one in ConsentRecord.objects.filter(id__in=newest)}


def _handed_over(order: Order, at: datetime) -> int:
    """One stopped order becomes a request; its clock runs from the withdrawal, not from when we looked.

    An order that came in later, from a platform, is stopped since it came.
    """
    record = _records_of([order.subject_id])[order.subject_id]
    if open_requests_about(order.id, [KIND]):
        return 0
    case = open_case(
        *(CaseKind.REQUEST, at),
        subject=order.subject_id,
        record=order.id,
        policy_id=order.policy_id,
        case=new_id(),
    )
    receive(
        *(KIND, max(record.at, order.placed_at)),
        subject=order.subject_id,
        source="consent",
        actor=ACTOR,
        record=order.id,
        case=case,
        repeat=_repeat(order, record.id),
    )
    notice_due(NoticeKind.ORDER_STOPPED, order.subject_id, order.id, at, Reason.WITHDRAWN.value)
    return 1


def _settled(subject: int, at: datetime) -> int:
    """Consent is given anew: delivery goes on, and that is the end of it."""
    if not _given([subject]):
        return 0
    waiting = CustomerRequest.objects.filter(
        subject_id=subject, kind=KIND, record_id__isnull=False, state__in=OPEN
    )
    for one in waiting:
        finish(one.id, RequestState.DONE, at, ACTOR)
        if one.case_id is not None:  # nobody has to look into it any longer
            close_case(one.case_id, at)
    return len(waiting)


def _given(subjects: Iterable[int]) -> list[int]:
    given = ConsentNow.objects.filter(
        **_SUPPLY, subject_id__in=list(subjects), state=ConsentState.GIVEN.value
    )
    return list(given.values_list("subject_id", flat=True))


def _repeat(order: Order, record: int) -> str:
    """One request for each order and withdrawal: two sweeps at once, or a crash, make no second one."""
    return f"supply:{record}:{order.id}"
