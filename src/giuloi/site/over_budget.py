"""The page somebody gets whom the key store hands no more keys: in words, with what to do (IV.7)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from giuloi.core.bilingual import Words
from giuloi.records.keyring import OverBudget
from giuloi.site.pages.words import language

_TITLE = Words("Đã đến mức được mở", "The read budget is used up")


class Refused:
    """Middleware: catches what no view has an answer of its own for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """On to the view."""
        return self._next(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """429 with the words, and nothing of anybody in it; None for every other error."""
        if not isinstance(exception, OverBudget):
            return None
        spoken = {"title": _TITLE, "advice": exception.words, "language": language()}
        return HttpResponse(render_to_string("failed.html", spoken), status=429)
