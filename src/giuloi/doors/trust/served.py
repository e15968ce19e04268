"""What every trust page has in common: a shop that has not published, or cannot be looked at, says so kindly."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from giuloi.core.terms import NotServing, Unavailable

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """GET and HEAD only; NotServing and Unavailable become a page that says so, with status 503."""

    @require_safe
    @wraps(view)
    def served(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (NotServing, Unavailable):
            # Why is for the operator's log and `giuloi` commands: it names paths.
            return render(request, "trust/not_now.html", status=503)

    return served
