"""Orders at the desk: a masked list, a masked page, and "show", which opens what this order needs and says so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.fields import FIELD, mask_of, names_in
from giuloi.core.policy.clauses import PurposeRule
from giuloi.core.terms import CaseKind, Unavailable
from giuloi.doors.console.guard import signed_in
from giuloi.doors.console.shown import shown
from giuloi.doors.console.told import told, worded
from giuloi.doors.console.tongue import tell
from giuloi.promises.collect.delivered import OrderState
from giuloi.promises.collect.lifecycle import close_order
from giuloi.promises.collect.overview import SeenOrder, held_of, order_page, order_seen
from giuloi.records.credentials import hold_as_staff
from giuloi.records.facts import Ask
from giuloi.records.reveal import Refusal, Revealed, reveal

FILTERS: dict[str, tuple[OrderState, ...]] = {
    "open": (OrderState.PLACED,),
    "ended": (OrderState.CLOSED, OrderState.CANCELLED, OrderState.ERASED_AT_SOURCE),
    "all": tuple(OrderState),
}
ENDS = {"closed": OrderState.CLOSED, "cancelled": OrderState.CANCELLED}
# What the person's own field stands in for, where the order itself does not say it.
_INSTEAD = {"name": "delivery_name", "phone": "delivery_phone", "address": "delivery_address"}
_ALWAYS = mask_of(["purchases", "delivery_name", "delivery_phone", "delivery_address", "order_note"])


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
    return render(request, "console/order.html", _page(_found(order)))


@require_http_methods(["GET", "POST"])
@signed_in
def show(request: HttpRequest, order: int) -> HttpResponse:
    """Open what this order needs, through the gate; the values stand in this answer and nowhere else.

    Whoever comes by GET (the back button, a page loaded anew) sees the masked page.
    """
    seen = _found(order)
    if request.method == "GET":
        return HttpResponseRedirect(f"/console/orders/{order}")
    rule = _rule(seen)
    wanted = _needed(seen, rule) | _ticked(request, seen, rule)
    holding = hold_as_staff(request.staff.id, rule.name, seen.case or None)
    try:
        answer = reveal(holding, names_in(wanted), Ask(seen.subject), datetime.now(UTC))
    except Unavailable:
        return render(request, "console/order.html", {**_page(seen), "unavailable": True}, status=503)
    said = told(answer.decision, holding, wanted)
    if isinstance(answer, Revealed):
        opened = shown(answer, names_in(wanted))
        return render(request, "console/order.html", {**_page(seen), "told": said, "opened": opened})
    refused = {"refused": isinstance(answer, Refusal), "unreadable": not isinstance(answer, Refusal)}
    return render(request, "console/order.html", {**_page(seen), "told": said, **refused}, status=403)


@require_http_methods(["GET", "POST"])
@signed_in
def close(request: HttpRequest, order: int) -> HttpResponse:
    """Close or cancel an order, after having read what it means; nobody may open it from then on."""
    seen = _found(order)
    if request.staff.role not in _rule(seen).roles:
        raise PermissionDenied
    wish = request.POST.get("end", "")
    if request.method == "GET" or wish not in ENDS:
        missing = request.method == "POST"
        return render(request, "console/close.html", {"order": seen, "missing": missing})
    actor = hold_as_staff(request.staff.id, _rule(seen).name).actor
    if close_order(order, datetime.now(UTC), ENDS[wish], actor):
        tell(request, _CLOSED[wish])
    else:
        tell(request, _WAS_ENDED, messages.WARNING)
    return HttpResponseRedirect(f"/console/orders/{order}")


def _found(order: int) -> SeenOrder:
    seen = order_seen(order)
    if seen is None:
        raise Http404
    return seen


def _page(seen: SeenOrder) -> dict[str, Any]:
    """What the page shows of an order that stays shut."""
    rule = _rule(seen)
    needed, extra = _needed(seen, rule), _extra(seen, rule)
    return {
        "order": seen,
        "rule": rule,
        "clause": worded(rule.clause, seen.policy),
        "needed": names_in(needed),
        "extra": names_in(extra),
    }


def _rule(seen: SeenOrder) -> PurposeRule:
    """The purpose of the order's own policy version that an open order is for."""
    rules = (rule for rule in seen.policy.purposes.values() if rule.needs is CaseKind.ORDER)
    rule = next(rules, None)
    if rule is None:
        raise Http404  # a policy by which nobody works on orders
    return rule


def _needed(seen: SeenOrder, rule: PurposeRule) -> int:
    """What is held of the order itself; of the person only what the order does not say (whom, whither)."""
    of_order, of_person = held_of(seen)
    lacking = mask_of(own for own, said in _INSTEAD.items() if not of_order & FIELD[said].mask)
    return rule.fields & ((of_order & _ALWAYS) | (of_person & lacking))


def _extra(seen: SeenOrder, rule: PurposeRule) -> int:
    """What else the purpose may use and is held: opened only where it is ticked."""
    of_order, of_person = held_of(seen)
    return rule.fields & (of_order | of_person) & ~_needed(seen, rule)


def _ticked(request: HttpRequest, seen: SeenOrder, rule: PurposeRule) -> int:
    return mask_of(name for name in request.POST.getlist("also") if name in FIELD) & _extra(seen, rule)


_CLOSED = {
    "closed": Words(
        "Đã đóng đơn. Từ bây giờ không ai mở được thông tin của đơn này.",
        "The order is closed. From now on nobody can open its information.",
    ),
    "cancelled": Words(
        "Đã hủy đơn. Từ bây giờ không ai mở được thông tin của đơn này.",
        "The order is cancelled. From now on nobody can open its information.",
    ),
}
_WAS_ENDED = Words(
    "Đơn này đã đóng từ trước: không có gì thay đổi.", "It was closed already: nothing changed."
)
