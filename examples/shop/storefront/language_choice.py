"""Choosing the language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from storefront.language import COOKIE, LANGUAGES


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Back to the same page in the other language."""
    to = request.POST.get("back", "/")
    safe = to.startswith("/") and url_has_allowed_host_and_scheme(to, None)
    response = HttpResponseRedirect(to if safe else "/")
    if request.POST.get("language") in LANGUAGES:
        response.set_cookie(
            COOKIE, request.POST["language"], max_age=365 * 24 * 3600, samesite="Lax", httponly=True
        )
    return response
