"""/enter: a shop without people asks whether somebody is here; it is told a reference, and no name (I.1, IV.4)."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giuloi.doors.portal.coming import address_of, now, see
from giuloi.doors.portal.onward import arrived_there, remember
from giuloi.doors.portal.returning import with_word
from giuloi.promises.collect.shop_origins import is_listed
from giuloi.records.access.limits import TooMany, spend
from giuloi.records.access.sessions import Visitor
from giuloi.records.access.visits import announce


@require_GET
def enter(request: HttpRequest) -> HttpResponse:
    """Back to the shop with a one-time token; whoever is not signed in does that first."""
    to, at = request.GET.get("to", ""), now()
    if not is_listed(to):
        raise Http404
    if came_from_elsewhere(request):
        return render(request, "portal/stepping_in.html")
    visitor = request.visitor
    if not visitor or visitor.kind is not Visitor.CUSTOMER or not visitor.passed:
        response = see("/sign-in?again")
        remember(response, f"/enter?to={quote(to, safe=':/')}")
        return response
    try:
        spend("enter", address_of(request), str(visitor.who), at=at)
    except TooMany:
        return HttpResponseRedirect(to)
    response = HttpResponseRedirect(with_word(to, "visit", announce(visitor.who, at)))
    arrived_there(response)
    return response


def came_from_elsewhere(request: HttpRequest) -> bool:
    """Whether another site sent the browser: then it left our cookies behind, and one step on our own brings them.

    The cookies are SameSite=Strict (no other site may act in somebody's name); a shop under another domain name is
    such a site. Browsers say so themselves (Fetch Metadata); one that does not is taken to come from here.
    """
    return request.headers.get("Sec-Fetch-Site") == "cross-site" and not request.visitor
