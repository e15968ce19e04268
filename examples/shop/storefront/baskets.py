"""Baskets on their way: a copy that nobody changes any more, what is said of it, and what is left when it is bought."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from oscar.core.loading import get_class, get_model

Basket, NOBODY = get_model("basket", "Basket"), AnonymousUser()
Applicator, Selector = get_class("offer.applicator", "Applicator"), get_class("partner.strategy", "Selector")


def copied(basket: Any) -> Any:
    """The same lines and vouchers in a basket that no page shows: what is being ordered."""
    made = Basket.objects.create()
    for line in basket.all_lines():
        made.lines.create(
            line_reference=line.line_reference,
            product=line.product,
            stockrecord=line.stockrecord,
            quantity=line.quantity,
            price_excl_tax=line.price_excl_tax,
            price_incl_tax=line.price_incl_tax,
            price_currency=line.price_currency,
        )
    made.vouchers.set(basket.vouchers.all())
    made.freeze()
    return made


def priced(basket: Any) -> Any:
    """The basket with today's prices and offers."""
    basket.strategy = Selector().strategy()
    basket.reset_offer_applications()
    Applicator().apply(basket, user=NOBODY)
    return basket


def purchases_of(basket: Any) -> Any:
    """The goods as Giữ Lời takes them: names, whole đồng, no word about anybody."""
    lines = [
        {
            "name": line.product.get_title().partition(" | ")[0],
            "quantity": str(line.quantity),
            "total": whole(line.line_price_incl_tax_incl_discounts),
            "sku": line.stockrecord.partner_sku,
        }
        for line in basket.all_lines()
    ]
    return {"lines": lines, "total": whole(basket.total_incl_tax), "currency": "VND", "payment": "cod"}


def take_out(basket: Any, bought: Any) -> None:
    """What was bought leaves the basket; what was put in meanwhile stays. The vouchers are used."""
    quantities = {line.line_reference: line.quantity for line in bought.lines.all()}
    for line in basket.lines.all():
        line.quantity -= quantities.get(line.line_reference, 0)
        if line.quantity > 0:
            line.save()
        else:
            line.delete()
    basket.vouchers.clear()


def whole(amount: Any) -> str:
    """An amount in đồng: there is nothing smaller."""
    return str(int(Decimal(amount).quantize(Decimal(1))))
