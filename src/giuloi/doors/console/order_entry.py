"""/console/orders/new: an order by telephone, Zalo or Facebook, written down while the customer talks (I.1).

First the telephone number: whoever has ordered before is found by it, masked, and what we hold is used without being
opened. Whoever is found has the search in their ledger; a form that is sent twice is one order.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.gate.words import CHANNELS
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Channel, Standing
from giuloi.doors.console.order_entry_form import (
    CAME_BY,
    NEW,
    PAYMENTS,
    Entry,
    Ticket,
    check,
    hashed,
    new_ticket,
    read_entry,
    read_ticket,
)
from giuloi.doors.console.order_work import rule_of, works_on_orders
from giuloi.doors.console.tongue import spoken, tell
from giuloi.promises.collect.finding import look_up
from giuloi.promises.collect.orders import NotPlaced, Placing, place_first_order, place_order
from giuloi.promises.collect.overview import Summary, customer_seen, order_seen, summaries
from giuloi.records.access import limits
from giuloi.records.published import current

_VI_EN = Words("vi", "en")


@require_http_methods(["GET", "POST"])
@works_on_orders
def new(request: HttpRequest) -> HttpResponse:
    """The number, then the form, then the order."""
    entry = read_entry(request.POST, request.POST.getlist("channel"))
    if request.method == "GET":
        return render(request, "console/order_new.html", {"entry": entry})
    phone = entry.phone()
    if not phone:
        return _page(request, entry, None, status=422)
    ticket = read_ticket(request.POST.get("ticket", ""), request.staff.id)
    if ticket is None or ticket.phone != hashed(phone):
        return _looked_up(request, entry, phone)
    found = {one.id: one.standing for one in summaries(ticket.found)}
    check(entry, found)
    warned = entry.warnings and request.POST.get("warned") != "yes"
    if entry.problems or warned or request.POST.get("step") != "place":
        return _page(request, entry, ticket, checked=True, status=422 if entry.problems else 200)
    return _place(request, entry, ticket, found)


def _looked_up(request: HttpRequest, entry: Entry, phone: str) -> HttpResponse:
    """Whom this number leads to; the same form with what was typed so far."""
    at = datetime.now(UTC)
    try:
        limits.spend("search", request.META.get("REMOTE_ADDR", ""), str(request.staff.id), at=at)
    except limits.TooMany as error:
        entry.problems["phone"] = error.words
        return _page(request, entry, None, status=429)
    looked = look_up(request.staff.pseudonym, request.staff.role, phone, at)
    ticket = new_ticket(phone, looked.subjects)
    said = dict(entry.said)
    if said["who"] not in {NEW, *map(str, ticket.found)}:
        # One customer is known by it: most likely it is they, and another click makes it somebody new.
        said["who"] = str(ticket.found[0]) if len(ticket.found) == 1 else ("" if ticket.found else NEW)
    entry.said = said
    return _page(request, entry, ticket)


def _place(request: HttpRequest, entry: Entry, ticket: Ticket, found: dict[int, Standing]) -> HttpResponse:
    """One order, however often the form is sent: its id was drawn before."""
    where = HttpResponseRedirect(f"/console/orders/{ticket.order}")
    if order_seen(ticket.order) is not None:
        tell(request, _BEFORE, messages.WARNING)
        return where
    placing, at = _placing(entry, found), datetime.now(UTC)
    who = request.staff.pseudonym
    try:
        if entry.fresh:
            ids = (ticket.subject, ticket.order)
            place_first_order(placing.delivery, placing, at, actor=who, ids=ids)
        else:
            place_order(int(entry.said["who"]), placing, at, actor=who, order=ticket.order)
    except NotPlaced:
        entry.problems["who"] = _NOT_TAKEN
        return _page(request, entry, ticket, checked=True, status=409)
    except IntegrityError:
        if order_seen(ticket.order) is None:
            raise
        tell(request, _BEFORE, messages.WARNING)  # sent twice at once: the other one was first
        return where
    tell(request, _PLACED)
    return where


def _placing(entry: Entry, found: dict[int, Standing]) -> Placing:
    member = not entry.fresh and found[int(entry.said["who"])] is Standing.MEMBER
    return Placing(
        entry.purchases(),
        entry.delivery(),
        wording=spoken(read_out(current().policy)) if member else "",
        language=spoken(_VI_EN),
        method=CAME_BY[entry.said["came_by"]][1],
        note=entry.said["note"],
        contact_by=entry.channels if member else (),
        evidence=entry.said["evidence"] if member else "",
        came_by=entry.said["came_by"],
    )


def read_out(policy: Policy) -> Words:
    """What a member is asked, word for word: to use what we hold for this order, and how to be told of it."""
    rule, shop = rule_of(policy), str(policy.shop.get("shop", ""))
    ways = [CHANNELS[channel] for channel in Channel if channel in rule.channels]
    vi, en = (", ".join(one[half] for one in ways) for half in (0, 1))
    return Words(
        f"Quý khách có đồng ý để {shop} dùng thông tin của quý khách cho việc {rule.vi} của đơn này không? Nếu cần báo "
        f"về đơn này, quý khách muốn được báo bằng cách nào: {vi}, hay không cách nào? Quý khách rút lại được bất cứ "
        "lúc nào.",
        f"Do you agree that {shop} uses your information for {rule.en} of this order? If we have to tell you about it, "
        f"how would you like to be told: {en}, or in no way? You may take it back at any time.",
    )


def _page(
    request: HttpRequest, entry: Entry, ticket: Ticket | None, *, checked: bool = False, status: int = 200
) -> HttpResponse:
    policy = current().policy
    people = summaries(ticket.found) if ticket else []
    page: dict[str, Any] = {
        "entry": entry,
        "ticket": ticket.signed(request.staff.id) if ticket else "",
        "people": [(one, _held(one)) for one in people],
        "any_member": any(one.standing is Standing.MEMBER for one in people),
        "elsewhere": bool(entry.said["street"] or entry.said["name"] or entry.problems.keys() & _WHITHER),
        "payments": PAYMENTS,
        "came_by": {name: words for name, (words, _) in CAME_BY.items()},
        "channels": [channel for channel in Channel if channel in rule_of(policy).channels],
        "read_out": read_out(policy),
        "sum": entry.purchases().total if checked and entry.read else "",
        "first_problem": next(iter(entry.problems), ""),
        "checked": checked,
        "warnings": entry.warnings if checked else [],
    }
    return render(request, "console/order_new.html", page, status=status)


def _held(one: Summary) -> tuple[str, ...]:
    """Which data we hold of somebody, by name; none of it is opened."""
    seen = customer_seen(one.id)
    return seen.held if seen else ()


_WHITHER = {"name", "street", "place", "to_phone"}
_PLACED = Words(
    "Đã nhận đơn. Đồng hồ 24 giờ của đơn bắt đầu chạy.", "The order is taken. Its 24 hours have begun."
)
_BEFORE = Words(
    "Đơn này đã được nhận rồi; không có gì được làm hai lần.",
    "This order was taken already; nothing was done twice.",
)
_NOT_TAKEN = Words(
    "Chưa nhận được đơn cho khách này: thông tin của khách đang bị đóng băng hoặc hạn chế theo yêu cầu của khách, "
    "hoặc việc mua hàng đang tạm dừng. Khách vẫn mua được như khách mới.",
    "No order can be taken for this customer: their data is frozen or restricted at their own request, or buying is "
    "suspended. They can still order as somebody new.",
)
