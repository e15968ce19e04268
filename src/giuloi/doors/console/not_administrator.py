"""The page for a colleague who came to what only an administrator does: it says whom to ask."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from giuloi.records.access.colleagues import administrators


def not_administrator(request: HttpRequest) -> HttpResponse:
    """403, with the names of the administrators: colleagues may know one another's."""
    names = {"administrators": administrators()}
    return render(request, "console/not_administrator.html", names, status=403)
