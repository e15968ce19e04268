"""Vietnamese first: the language is the visitor's choice, in a cookie that holds nothing else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

COOKIE = "shop_language"
LANGUAGES = ("vi", "en")


def spoken(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what was chosen, else what the browser asks for first, else Vietnamese."""

    def middleware(request: HttpRequest) -> HttpResponse:
        wanted = request.COOKIES.get(COOKIE) or request.headers.get("Accept-Language", "vi")[:2].lower()
        with translation.override(wanted if wanted in LANGUAGES else "vi"):
            request.language = wanted if wanted in LANGUAGES else "vi"
            return get_response(request)

    return middleware
