"""What is remembered of a request: route in the URLconf, method, status, time. No address, query or IP."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import structlog
from django.http import HttpRequest, HttpResponse

from giuloi.site import metrics

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_UNREMARKABLE = frozenset({"livez", "readyz", "metrics"})  # asked every few seconds: counted, not logged


def seen(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: count every request and log those that somebody made on purpose."""
    log = structlog.get_logger()

    def middleware(request: HttpRequest) -> HttpResponse:
        started = perf_counter()
        response = get_response(request)
        seconds = perf_counter() - started
        match = request.resolver_match
        route = match.route if match else ""
        method = request.method if request.method in _METHODS else "OTHER"
        metrics.request_answered(method, route, response.status_code, seconds)
        if route not in _UNREMARKABLE:
            log.info(
                "request",
                method=method,
                route=route,
                status=response.status_code,
                ms=round(seconds * 1000, 1),
            )
        return response

    return middleware
