"""Closing orders by themselves (I.1): delivered and paid, and nothing more was asked for two days.

Nobody needs its data any longer then, so the gate should not stay open until somebody remembers to close it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from giuloi.promises.collect.lifecycle import NotMoved, move_order
from giuloi.promises.collect.order_moves import OrderMove
from giuloi.promises.collect.orders import Order
from giuloi.promises.collect.progress import Payment, Progress
from giuloi.records.requests import OPEN, CustomerRequest

RESTS = timedelta(days=2)
ACTOR = "code/close_delivered"
_MOST = 500  # in one go; the rest when the clock knocks again


def close_delivered(at: datetime) -> int:
    """Close what has rested; returns how many. An order that is not paid stays open: somebody follows that up."""
    lately = OrderMove.objects.filter(order_id=OuterRef("id"), at__gt=at - RESTS)
    asked = CustomerRequest.objects.filter(record_id=OuterRef("id"), state__in=OPEN)
    settled = (Payment.PAID.value, Payment.REFUNDED.value)
    rested = Order.objects.filter(
        ~Exists(lately), ~Exists(asked), progress=Progress.DELIVERED.value, payment__in=settled
    )
    return sum(_closed(order, at) for order in rested.values_list("id", flat=True)[:_MOST])


def _closed(order: int, at: datetime) -> bool:
    try:
        return move_order(order, Progress.CLOSED, at, ACTOR).done
    except NotMoved:  # a return was accepted this very moment
        return False
