"""/me/orders: the visitor's own orders; what was bought, where it goes, who may see it now and until when."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giuloi.core.fields import EVERY, FIELD
from giuloi.core.gate.words import role_named
from giuloi.core.policy.clauses import Policy
from giuloi.doors.portal.coming import now, signed_in, spoken_here
from giuloi.doors.portal.my_data import as_taken, kept_of_order, only_order
from giuloi.doors.portal.order_cancel import own_order
from giuloi.doors.portal.order_progress import asks_of, lines_of, money_of
from giuloi.doors.portal.shown import blocks_of, data_of, purchases_of
from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.collect.orders import PURPOSE
from giuloi.promises.collect.own_orders import orders_of, who_may_see
from giuloi.records.choices import said_by
from giuloi.records.own_data import own_data


@require_GET
@signed_in()
def page(request: HttpRequest) -> HttpResponse:
    """The list, newest first."""
    subject = request.visitor.who
    orders = orders_of(subject, only_order(request))
    data = own_data(subject, now(), FIELD["purchases"].mask) if orders else None
    bought = [purchases_of(data, one.id) if data else None for one in orders]
    rows = [
        {"order": order, "purchases": what, "rest": max(0, len(what.lines) - 1) if what else 0}
        for order, what in zip(orders, bought, strict=True)
    ]
    return render(request, "portal/orders.html", {"rows": rows})


@require_GET
@signed_in()
def one(request: HttpRequest, order: int) -> HttpResponse:
    """One order. Somebody else's is not found, just as one that nobody placed."""
    subject, at, found = request.visitor.who, now(), own_order(request, order)
    data = own_data(subject, at, EVERY & ~_OF_PERSON)
    said = list(said_by(subject, at).values())
    held = data_of(as_taken(data, found), order, kept_of_order(data, said, found))
    may = who_may_see(found)
    context: dict[str, Any] = {
        "order": found,
        "number": spoken_number(found.id),
        "steps": lines_of(found),
        "money": money_of(found),
        "asks": asks_of(found),
        "data": data,
        "blocks": blocks_of(one for one in held if one.purchases is None and one.name != "invoice"),
        "billed": blocks_of(one for one in held if one.name == "invoice"),
        "bought": blocks_of(datum for datum in held if datum.purchases is not None),
        "roles": [_named(found.policy, role) for role in may.roles],
        "decision": may.decision,
        "purpose_clause": found.policy.purposes[PURPOSE].clause,
    }
    return render(request, "portal/order.html", context)


def _named(policy: Policy, role: str) -> str:
    return role_named(policy, role, spoken_here())


_OF_PERSON = sum(
    FIELD[name].mask for name in ("name", "phone", "email", "address", "birth_year", "zalo", "messenger")
)
