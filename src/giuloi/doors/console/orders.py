"""Orders at the desk: a masked list, a masked page, and "show", which opens what this order needs and says so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from giuloi.core.fields import FIELD, mask_of, names_in
from giuloi.core.policy.clauses import PurposeRule
from giuloi.core.terms import Unavailable
from giuloi.doors.console.guard import signed_in
from giuloi.doors.console.order_page import worked_on
from giuloi.doors.console.order_work import needed, rule_of
from giuloi.doors.console.shown import shown
from giuloi.doors.console.told import told, worded
from giuloi.promises.collect.delivered import OrderState
from giuloi.promises.collect.overview import SeenOrder, held_of, order_page, order_seen
from giuloi.records.credentials import hold_as_staff
from giuloi.records.facts import Ask
from giuloi.records.reveal import Refusal, Revealed, reveal

FILTERS: dict[str, tuple[OrderState, ...]] = {
    "open": (OrderState.PLACED,),
    "ended": (OrderState.CLOSED, OrderState.CANCELLED, OrderState.ERASED_AT_SOURCE),
    "all": tuple(OrderState),
}


@require_GET
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """The orders, open ones first; nothing is opened for it."""
    chosen = request.GET.get("state", "open")
    chosen = chosen if chosen in FILTERS else "open"
    number = request.GET.get("page", "1")
    page = order_page(FILTERS[chosen], int(number) if number.isdecimal() and len(number) < 7 else 1)
    return render(request, "console/orders.html", {"page": page, "chosen": chosen})


@require_GET
@signed_in
def one(request: HttpRequest, order: int) -> HttpResponse:
    """One order, masked, with what could be opened."""
    return render(request, "console/order.html", _page(request, found(order)))


@require_http_methods(["GET", "POST"])
@signed_in
def show(request: HttpRequest, order: int) -> HttpResponse:
    """Open what this order needs, through the gate; the values stand in this answer and nowhere else.

    Whoever comes by GET (the back button, a page loaded anew) sees the masked page.
    """
    seen = found(order)
    if request.method == "GET":
        return HttpResponseRedirect(f"/console/orders/{order}")
    rule = rule_of(seen.policy)
    wanted = needed(seen.id, seen.subject, rule) | _ticked(request, seen, rule)
    holding = hold_as_staff(request.staff.id, rule.name, seen.case or None)
    try:
        answer = reveal(holding, names_in(wanted), Ask(seen.subject), datetime.now(UTC))
    except Unavailable:
        return render(
            request, "console/order.html", {**_page(request, seen), "unavailable": True}, status=503
        )
    said = told(answer.decision, holding, wanted)
    if isinstance(answer, Revealed):
        opened = shown(answer, names_in(wanted))
        return render(request, "console/order.html", {**_page(request, seen), "told": said, "opened": opened})
    refused = {"refused": isinstance(answer, Refusal), "unreadable": not isinstance(answer, Refusal)}
    return render(
        request, "console/order.html", {**_page(request, seen), "told": said, **refused}, status=403
    )


def found(order: int) -> SeenOrder:
    """The order as it is seen masked; raises Http404."""
    seen = order_seen(order)
    if seen is None:
        raise Http404
    return seen


def _page(request: HttpRequest, seen: SeenOrder) -> dict[str, Any]:
    """What the page shows of an order that stays shut."""
    rule = rule_of(seen.policy)
    must, extra = needed(seen.id, seen.subject, rule), _extra(seen, rule)
    return {
        "order": seen,
        "rule": rule,
        "clause": worded(rule.clause, seen.policy),
        "needed": names_in(must),
        "extra": names_in(extra),
        **worked_on(request.staff, seen),
    }


def _extra(seen: SeenOrder, rule: PurposeRule) -> int:
    """What else the purpose may use and is held: opened only where it is ticked."""
    of_order, of_person = held_of(seen)
    return rule.fields & (of_order | of_person) & ~needed(seen.id, seen.subject, rule)


def _ticked(request: HttpRequest, seen: SeenOrder, rule: PurposeRule) -> int:
    return mask_of(name for name in request.POST.getlist("also") if name in FIELD) & _extra(seen, rule)
