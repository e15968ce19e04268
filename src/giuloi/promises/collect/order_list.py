"""Orders as a list, masked: how far each is, and which data there is about it. No key is asked for."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from giuloi.core.fields import names_in
from giuloi.core.terms import CaseKind, GiuloiError
from giuloi.promises.collect.delivered import OrderState
from giuloi.promises.collect.orders import Order
from giuloi.records.cases import Case
from giuloi.records.database import answering
from giuloi.records.vault import fields_held

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)


class NotACursor(GiuloiError):
    """Not a cursor that a page ended with."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One order. `case` is the open case it is, None when it is over; `holds` names the fields held about it."""

    order: int
    subject: int
    state: str
    placed_at: datetime
    closed_at: datetime | None
    case: int | None
    holds: tuple[str, ...]
    progress: str
    payment: str


@answering()
def listed(limit: int, cursor: str = "", state: OrderState | None = None) -> tuple[list[Listed], str | None]:
    """A page of orders, newest first, and the cursor of the next one. Raises NotACursor."""
    found = Order.objects.filter(subject__isnull=False).order_by("-placed_at", "-id")
    if state is not None:
        found = found.filter(state=state)
    if cursor:
        at, order = _read(cursor)
        found = found.filter(Q(placed_at__lt=at) | Q(placed_at=at, id__lt=order))
    page = list(found[: limit + 1])
    following = _cursor(page[limit - 1]) if len(page) > limit else None
    return _masked(page[:limit]), following


@answering()
def look_up(order: int) -> Listed | None:
    """One order; None when there is none, or nobody's any more."""
    return next(iter(_masked(Order.objects.filter(id=order, subject__isnull=False))), None)


@answering()
def customer_of(order: int) -> int | None:
    """Whose order it is."""
    return Order.objects.filter(id=order).values_list("subject_id", flat=True).first()


def _masked(orders: Iterable[Order]) -> list[Listed]:
    page = list(orders)
    held = {subject: fields_held(subject) for subject in {one.subject_id for one in page}}
    cases = dict(
        Case.objects.filter(
            record_id__in=[one.id for one in page], kind=CaseKind.ORDER, closed_at=None
        ).values_list("record_id", "id")
    )
    return [
        Listed(
            one.id,
            one.subject_id,
            one.state,
            one.placed_at,
            one.closed_at,
            cases.get(one.id),
            names_in(held[one.subject_id].get(one.id, 0)),
            one.progress,
            one.payment,
        )
        for one in page
    ]


def _cursor(last: Order) -> str:
    """Where a page ended: a time and an id, both of which the page itself shows."""
    micros = (last.placed_at - _EPOCH) // _MICRO
    return base64.urlsafe_b64encode(f"{micros}.{last.id}".encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[datetime, int]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        micros, order = (int(part) for part in text.split("."))
        if not 0 <= order < 2**63:
            raise ValueError
        return _EPOCH + micros * _MICRO, order
    except (ValueError, OverflowError, binascii.Error):
        raise NotACursor("take the cursor of the page before, as it is") from None
