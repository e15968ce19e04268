"""/me/orders/…/cancel: read what it means, press once, and it is cancelled (I.1). Once packed, people are asked."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.doors.portal.coming import now, see, signed_in, tell
from giuloi.doors.portal.my_data import only_order
from giuloi.doors.portal.order_progress import can_cancel_here
from giuloi.promises.collect.lifecycle import NotMoved
from giuloi.promises.collect.order_asking import ask_to_cancel
from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.collect.own_orders import OwnOrder, order_of
from giuloi.promises.collect.progress import Payment, Progress
from giuloi.records.consents import CUSTOMER

_GREATEST_ID = 2**63 - 1
_ONCE = 64


@require_http_methods(["GET", "POST"])
@signed_in()
def page(request: HttpRequest, order: int) -> HttpResponse:
    """What cancelling means, and the button. Where it cannot be done here, on to asking for it."""
    found = own_order(request, order)
    done = found.progress is Progress.CANCELLED
    if not can_cancel_here(found) and not done:
        return see(f"/me/ask?kind=cancel&order={order}")
    if request.method == "POST":
        return _cancel(request, found)
    if done:
        return see(f"/me/orders/{order}")
    context = {
        "order": found,
        "number": spoken_number(order),
        "once": secrets.token_hex(16),
        "paid": found.payment is Payment.PAID,
    }
    return render(request, "portal/order_cancel.html", context)


def own_order(request: HttpRequest, order: int) -> OwnOrder:
    """The visitor's own order; raises Http404 for anybody else's as for one that nobody placed."""
    only = only_order(request)
    found = order_of(request.visitor.who, order) if order <= _GREATEST_ID and only in (None, order) else None
    if found is None:
        raise Http404
    return found


def _cancel(request: HttpRequest, found: OwnOrder) -> HttpResponse:
    """A form that is sent twice is one request (IV.3), and hears the same."""
    try:
        asked = ask_to_cancel(
            found.subject,
            found.id,
            now(),
            source="portal",
            actor=CUSTOMER,
            repeat=request.POST.get("once", "")[:_ONCE],
        )
    except NotMoved as no:
        tell(request, no.words, messages.WARNING)
    else:
        tell(request, _DONE if asked.carried_out else _WITH_PEOPLE)
    return see(f"/me/orders/{found.id}")


_DONE = Words(
    "Đã hủy đơn theo yêu cầu của quý khách. Từ lúc này không ai của tiệm mở thông tin của đơn ấy để giao hàng nữa.",
    "The order is cancelled as you asked. From now on nobody of the shop opens its information to deliver it.",
)
_WITH_PEOPLE = Words(
    "Đơn vừa được đóng gói, nên bộ phận chăm sóc sẽ giải quyết yêu cầu hủy của quý khách trong vòng 24 giờ.",
    "The order has just been packed: customer care settles your request to cancel it within 24 hours.",
)
