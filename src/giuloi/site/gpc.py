"""/.well-known/gpc.json: that browsers which say "do not sell or share" are heard (W3C Global Privacy Control)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

_SINCE = "2026-11-23"  # the day from which what is served here has heard the signal


@require_safe
def gpc(request: HttpRequest) -> HttpResponse:
    """Always the same: it is said of the software, not of a shop's policy."""
    return JsonResponse({"gpc": True, "lastUpdate": _SINCE})
