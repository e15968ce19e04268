"""/console/fulfilment/parcels: a link for the carrier, shown once, and what became of every parcel (III.3)."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.doors.console.fulfilment import HERE as BOARD
from giuloi.doors.console.fulfilment import ticked
from giuloi.doors.console.order_work import rule_of, works_on_orders
from giuloi.doors.console.people import people
from giuloi.doors.console.tongue import tell
from giuloi.promises.share.carriers import carriers_of
from giuloi.promises.share.parcels import handing
from giuloi.promises.share.parcels.packing import NotReady
from giuloi.records.published import current

HERE = f"{BOARD}/parcels"
HOURS = 48


@require_http_methods(["GET", "POST"])
@works_on_orders
def index(request: HttpRequest) -> HttpResponse:
    """The list; a POST makes a link for the ticked orders, shown on this page and never again."""
    link = ""
    if request.method == "POST":
        token = _made(request)
        if not token:
            return HttpResponseRedirect(BOARD)
        link = f"{settings.GIULOI_PUBLIC_URL or request.build_absolute_uri('/')[:-1]}/trust/parcel/{token}"
    known, now = people(), datetime.now(UTC)
    listed = [(one, known.acting(one.actor), one.waits(now)) for one in handing.parcels()]
    answer = render(request, "console/parcels.html", {"parcels": listed, "link": link, "hours": HOURS})
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "POST"])
@works_on_orders
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Asked first: a link that was cancelled stays so."""
    now = datetime.now(UTC)
    found = next((one for one in handing.parcels(1000) if one.id == number and one.waits(now)), None)
    if request.method == "GET":
        if found is None:
            raise Http404
        return render(request, "console/parcel_cancel.html", {"one": found})
    if handing.cancel(number, now):
        tell(request, _CANCELLED)
    else:
        tell(request, _TOO_LATE, messages.WARNING)
    return HttpResponseRedirect(HERE)


def _made(request: HttpRequest) -> str:
    """The token, "" when no link could be made: why is told."""
    policy = current().policy
    carriers = [one.name for one in carriers_of(policy, rule_of(policy).name)]
    chosen = request.POST.get("carrier", "") or next(iter(carriers), "")
    orders = [one.id for one in ticked(request)]
    try:
        _, token = handing.by_link(chosen, orders, request.staff.id, datetime.now(UTC), hours=HOURS)
    except NotReady as error:
        tell(request, error.words, messages.ERROR)
        return ""
    return token


_CANCELLED = Words("Đã hủy: đường dẫn không còn dùng được.", "Cancelled: the link works no more.")
_TOO_LATE = Words(
    "Đường dẫn đã được dùng, hết hạn hoặc hủy trước đó.", "The link was taken, was over or cancelled before."
)
