"""Answers to requests that fail: one word for the status and nothing of the request, in text or in JSON."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

_WORDS = {400: "bad request", 403: "forbidden", 404: "not found", 413: "too large", 500: "internal error"}


def answer(request: HttpRequest, status: int) -> HttpResponse:
    """The plain answer for `status`, as JSON to whom asks for JSON."""
    word = _WORDS[status]
    if "json" in request.headers.get("Accept", "") or "json" in (request.content_type or ""):
        return JsonResponse({"error": word}, status=status)
    return HttpResponse(f"{status} {word}\n", status=status, content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Malformed, or an unknown host."""
    return answer(request, 400)


def forbidden(request: HttpRequest, exception: Any = None, reason: str = "") -> HttpResponse:
    """Not allowed; also what a failed CSRF check says."""
    return answer(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing here; the address is not repeated."""
    return answer(request, 404)


def internal_error(request: HttpRequest) -> HttpResponse:
    """Our fault; the log has the place, the answer has nothing."""
    return answer(request, 500)
