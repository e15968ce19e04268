"""From the basket to Giữ Lời and back: the customer orders there, and the stock is taken here (`orders.finish`).

It can be cut off anywhere. Until Giữ Lời says that a checkout was placed, nothing happens here; from then on `finish`
may be called as often as anybody likes, by the browser that comes back or by `manage.py reconcile`.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from storefront.basket import lines_of
from storefront.baskets import copied, purchases_of
from storefront.frame_words import both
from storefront.models import Handover
from storefront.orders import finish
from storefront.privacy import NotHere, Unreachable, ask, calls

_OURS = "checkouts"  # in the session: the references of what this visitor handed over
_MOST = 20
_WORDS = {
    "confirmed": ("Đã xác nhận", "Confirmed"),
    "packed": ("Đã đóng gói", "Packed"),
    "handed_over": ("Đang giao", "On its way"),
    "delivered": ("Đã giao", "Delivered"),
    "closed": ("Đã xong", "Done"),
    "cancelled": ("Đã hủy", "Cancelled"),
    "returned": ("Đã trả lại", "Returned"),
}


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Hand a copy of the basket over, and send the browser after it. The basket itself stays as it is."""
    basket = request.basket
    if basket.is_empty or not all(there for _, there in lines_of(basket)):
        text = (
            "Có món tiệm không còn đủ: xin xem lại giỏ.",
            "Not everything is left: please look at the basket.",
        )
        messages.warning(request, both(*text))
        return HttpResponseRedirect("/basket")
    try:
        found = Handover.objects.filter(basket=basket.id, state__in=(Handover.OPEN, Handover.PLACED)).first()
        if found and finish(found).state != Handover.OPEN:  # ordered in another tab: never twice
            return HttpResponseRedirect(f"/orders/{found.reference}")
        return _hand_over(request, found)
    except (Unreachable, NotHere):
        messages.error(request, both(*_AWAY))
        return HttpResponseRedirect("/basket")


_AWAY = (
    "Lúc này chưa đặt hàng được. Chưa có gì được đặt; giỏ hàng vẫn còn đây. Xin thử lại sau ít phút.",
    "Ordering does not work right now. Nothing was ordered and the basket is still here. Please try again soon.",
)


def _hand_over(request: HttpRequest, found: Handover | None) -> HttpResponse:
    basket, reference = request.basket, found.reference if found else secrets.token_urlsafe(24)
    purchases, to = purchases_of(basket), f"{settings.OWN_URL}/back"
    begun = ask(calls.start_checkout(reference, purchases, to, language=request.language))
    if found and found.checkout != begun["checkout"]:
        reference = secrets.token_urlsafe(24)  # the hour was over: a new checkout, beside the old one
    with transaction.atomic():
        said = {"basket": basket, "goods": copied(basket), "total": purchases["total"]}
        Handover.objects.update_or_create(
            reference=reference, defaults={**said, "checkout": begun["checkout"]}
        )
    ours = [one for one in request.session.get(_OURS, []) if one != reference]
    request.session[_OURS] = [*ours[1 - _MOST :], reference]
    return HttpResponseRedirect(begun["url"])


@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """The browser is back: ask Giữ Lời how far it is, and take the stock if it was placed."""
    row = get_object_or_404(Handover, checkout=request.GET.get("checkout", "")[:32])
    try:
        row = finish(row)
    except (Unreachable, NotHere):
        return render(request, "storefront/waiting.html", {"row": row}, status=503)
    if row.state == Handover.OPEN:
        messages.info(
            request, both("Chưa đặt hàng. Giỏ hàng vẫn còn đây.", "Not ordered. The basket is still here.")
        )
        return HttpResponseRedirect("/basket")
    return HttpResponseRedirect(f"/orders/{row.reference}")


@require_GET
def order(request: HttpRequest, reference: str) -> HttpResponse:
    """How far an order is, for the browser that ordered it. Goods and states, no names."""
    if reference not in request.session.get(_OURS, []):
        raise Http404
    row = get_object_or_404(Handover, reference=reference)
    state = _progress(row)
    word = both(*_WORDS.get(state, ("Tiệm đã nhận đơn", "The shop has taken the order")))
    return render(request, "storefront/order.html", {"row": row, "state": state, "word": word})


def _progress(row: Handover) -> str:
    if row.state != Handover.SETTLED:
        return ""
    try:
        told: dict[str, Any] = dict(ask(calls.order(row.privacy_order)))
    except (Unreachable, NotHere):
        return ""  # the page says what it knows itself
    return str(told.get("progress") or told["state"])
