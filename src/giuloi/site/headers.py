"""What every answer says about itself, and how large a question may be."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from giuloi.site.errors import answer

Answer = Callable[[HttpRequest], HttpResponse]

# There are no pages yet, so nothing may load, frame or submit anything. A page sets its own.
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "; ".join(
        f"{directive} 'none'" for directive in ("default-src", "base-uri", "form-action", "frame-ancestors")
    ),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def plain(get_response: Answer) -> Answer:
    """Middleware: the strictest headers, unless the view has set its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in _HEADERS.items():
            response.setdefault(name, value)
        return response

    return middleware


def small_bodies(get_response: Answer) -> Answer:
    """Middleware: a body that says it is larger than the limit is never read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()):
            return answer(request, 400)
        if int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return answer(request, 413)
        return get_response(request)

    return middleware
