"""What every answer says about itself, and how large a question may be."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from giuloi.records.access.cookies import CUSTOMER_COOKIE, STAFF_COOKIE
from giuloi.site.errors import answer

Answer = Callable[[HttpRequest], HttpResponse]

# What is no page loads, frames and submits nothing. A page loads our own files only: no inline script or style,
# so that text of a customer's that slipped through unescaped would still not run.
_NOTHING = "; ".join(
    f"{directive} 'none'" for directive in ("default-src", "base-uri", "form-action", "frame-ancestors")
)
_PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

# What staff write under a case, and customers under a request of theirs.
_WITH_FILES = re.compile(r"/console/cases/[0-9]+/note|/me/ask|/me/requests(?:/[a-z0-9/_-]*)?")


def plain(get_response: Answer) -> Answer:
    """Middleware: the strictest headers, unless the view has set its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        page = response.headers.get("Content-Type", "").startswith("text/html")
        response.headers.setdefault("Content-Security-Policy", _PAGE if page else _NOTHING)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def small_bodies(get_response: Answer) -> Answer:
    """Middleware: a body that says it is larger than the limit is never read.

    Where somebody who is signed in attaches files the limit is another; they stay in memory all the same.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()):
            return answer(request, 400)
        if int(length) > _most(request):
            return answer(request, 413)
        return get_response(request)

    return middleware


def _most(request: HttpRequest) -> int:
    signed_in = any(name in request.COOKIES for name in (STAFF_COOKIE, CUSTOMER_COOKIE))
    if signed_in and _WITH_FILES.fullmatch(request.path):
        return int(settings.FILE_UPLOAD_MAX_MEMORY_SIZE)
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
