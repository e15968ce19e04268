"""/places: wards and provinces as somebody types the beginning of one, as options for a list.

Asked with POST, so that what is typed into an address stands in no address line and in nobody's log.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from giuloi.promises.collect.places import search

MOST = 12


@require_POST
def places(request: HttpRequest) -> HttpResponse:
    """At most a dozen; none for fewer than two letters."""
    typed = request.POST.get("place", "")[:100].strip()
    found = search(typed, MOST) if len(typed) >= 2 else []
    return render(request, "portal/places.html", {"places": found})
