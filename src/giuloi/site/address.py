"""Who connects, behind a proxy: what the header says that the operator named, and nothing else.

Only a header that the proxy itself writes can be believed, so none is unless `GIULOI_ADDRESS_HEADER` names it.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def of_visitor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: REMOTE_ADDR is the visitor's address; "" when the proxy said something else than one address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if name := settings.GIULOI_ADDRESS_HEADER:
            request.META["REMOTE_ADDR"] = _address(request.headers.get(name, ""))
        return get_response(request)

    return middleware


def _address(text: str) -> str:
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return ""  # nobody's: a key that is for certain networks does not work from there
