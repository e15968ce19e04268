"""/trust/parcel/…: what a carrier needs of some orders, by a link that works once (III.3).

Looking at the page takes nothing, so that no program that previews links uses it up. Nothing was opened for it before:
the POST asks the gate, and what it lets out has its line in each customer's ledger.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from giuloi.core.terms import NotServing, Unavailable
from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.share.parcels.handing import fetch, is_waiting

_LONGEST = 64


@require_http_methods(["GET", "POST"])
def parcel(request: HttpRequest, token: str) -> HttpResponse:
    """The page with one button; its POST is the file, for the first who comes. Anything else is the same 404."""
    at = timezone.now()
    try:
        if len(token) > _LONGEST or not is_waiting(token, at):
            return render(request, "trust/parcel.html", {"over": True}, status=404)
        if request.method == "GET":
            return render(request, "trust/parcel.html")
        fetched = fetch(token, at, spoken_number)
    except (NotServing, Unavailable):
        return render(request, "trust/not_now.html", status=503)
    if fetched is None:
        return render(request, "trust/parcel.html", {"over": True}, status=404)
    name, content = fetched
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
