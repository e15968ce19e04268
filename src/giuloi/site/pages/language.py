"""Which language a page is in: the one that was chosen, else what the browser asks for, else the shop's own."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "__Host-giuloi-language" if settings.SESSION_COOKIE_SECURE else "giuloi-language"
KNOWN = ("vi", "en")
_A_YEAR = 365 * 24 * 3600


def spoken(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: settle the language for this answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with translation.override(_wanted(request)):
            response = get_response(request)
        response.headers.setdefault("Content-Language", _wanted(request))
        return response

    return middleware


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remember a language, and go back to where the reader was (never to another host)."""
    back = request.POST.get("back", "/")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    answer = HttpResponseRedirect(back if ours else "/")
    if (wish := request.POST.get("language", "")) in KNOWN:
        answer.set_cookie(
            COOKIE,
            wish,
            max_age=_A_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return answer


def _wanted(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(COOKIE, "")
    if chosen in KNOWN:
        return chosen
    for part in request.headers.get("Accept-Language", "").split(","):
        first = part.strip()[:2].lower()
        if first in KNOWN:
            return first
    return str(settings.LANGUAGE_CODE)
