"""Taking the stock, once: a checkout that Giữ Lời says was placed becomes an order of Oscar's, or is refused whole."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from oscar.core.loading import get_class, get_model

from storefront.basket import lines_of
from storefront.baskets import NOBODY, priced, take_out, whole
from storefront.models import Handover
from storefront.privacy import NotHere, ask, calls

Basket = get_model("basket", "Basket")
OrderCreator = get_class("order.utils", "OrderCreator")
OrderTotalCalculator = get_class("checkout.calculators", "OrderTotalCalculator")
Free = get_class("shipping.methods", "Free")
_ENDED = (Handover.SETTLED, Handover.REFUSED)


class Refused(Exception):
    """The order cannot be taken as it was shown; the argument is one of Giữ Lời's reasons."""


def finish(row: Handover) -> Handover:
    """Bring a checkout to where Giữ Lời has it; as often as one likes. Raises Unreachable."""
    if row.state in _ENDED:
        return row
    try:
        told = ask(calls.checkout(row.checkout))
    except NotHere:
        return row  # nobody ordered by it
    if told["state"] in ("open", "expired"):
        return row
    row = _taken(row.pk, told["order"] or "", told["number"] or "")
    settled = ask(calls.settle_checkout(row.checkout, row.order is not None, reason=row.reason))
    return _settled(row.pk, settled["state"])


@transaction.atomic
def _taken(reference: str, privacy_order: str, number: str) -> Handover:
    """Take the stock, once: SQLite lets one writer in at a time, other databases hold the row."""
    row = Handover.objects.select_for_update().get(pk=reference)
    if row.state != Handover.OPEN:
        return row
    row.privacy_order, row.number, row.state = privacy_order, number, Handover.PLACED
    try:
        with transaction.atomic():
            row.order = _place(row)
    except Refused as refused:
        row.reason = str(refused)
    except Exception:
        row.reason = "closed"
    row.save()
    return row


def _place(row: Handover) -> Any:
    """Oscar's order, without user and address. Raises Refused."""
    goods = row.goods
    if goods is None:
        raise Refused("closed")
    priced(goods)
    if goods.is_empty or not all(there for _, there in lines_of(goods)):
        raise Refused("out_of_stock")
    if whole(goods.total_incl_tax) != row.total:
        raise Refused("price_changed")
    method = Free()
    charge = method.calculate(goods)
    placed = OrderCreator().place_order(
        basket=goods,
        total=OrderTotalCalculator().calculate(goods, charge),
        shipping_method=method,
        shipping_charge=charge,
        user=NOBODY,  # Oscar finds the offers of a voucher for somebody only, and writes nobody down
        shipping_address=None,
        order_number=row.number or row.reference,
        status=settings.OSCAR_INITIAL_ORDER_STATUS,
    )
    goods.submit()
    return placed


@transaction.atomic
def _settled(reference: str, state: str) -> Handover:
    """Write down what stands at Giữ Lời; where that is a refusal, the stock is free again."""
    row = Handover.objects.select_for_update().get(pk=reference)
    if row.state != Handover.PLACED:
        return row
    row.state = Handover.SETTLED if state == "settled" else Handover.REFUSED
    if row.state == Handover.REFUSED and row.order is not None:
        for line in row.order.lines.all():
            if line.stockrecord is not None:
                line.stockrecord.cancel_allocation(line.quantity)
        row.order.set_status("cancelled")
    elif row.state == Handover.SETTLED and row.basket is not None and row.basket.status == Basket.OPEN:
        take_out(row.basket, row.goods)
    row.save()
    return row
