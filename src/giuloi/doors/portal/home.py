"""/: who we are in one sentence, and the ways in. Who is signed in goes on to their own pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from giuloi.core.terms import GiuloiError
from giuloi.doors.portal.coming import see
from giuloi.records.published import current


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Also before anything is published: then it says so."""
    if request.visitor and request.visitor.passed:
        return see("/me")
    try:
        policy = current().policy
    except GiuloiError:
        return render(request, "portal/home.html", {"opens_accounts": False})
    return render(
        request,
        "portal/home.html",
        {"shop": policy.shop, "opens_accounts": policy.registration is not None, "published": True},
    )
