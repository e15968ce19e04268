"""The example shop beside the demo: where it stands, and a search of everything it keeps for whatever one types."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from giuloi.doors.demo.traces import Traces, search

_LONGEST = 200
_SHORTEST = 3  # letters: fewer are found everywhere by chance
CONTROL = "Bánh cốm"  # what the shop does keep: a search that misses this proves nothing


@dataclass(frozen=True, slots=True)
class Storefront:
    """`state` is starting, open or away."""

    state: str
    address: str


def storefront() -> Storefront | None:
    """The shop beside this demo; None where it was left out."""
    file = _beside("storefront.json")
    return Storefront(**json.loads(file.read_text("utf-8"))) if file.is_file() else None


@require_POST
def search_shop(request: HttpRequest) -> HttpResponse:
    """Look for a phone number, name or address in every byte the shop has. What was typed is kept nowhere."""
    place = storefront()
    if place is None:
        raise Http404
    sought = request.POST.get("sought", "").strip()[:_LONGEST]
    told = {"place": place, "sought": sought, "short": len(sought) < _SHORTEST}
    if not told["short"]:
        told |= {"found": _search(sought), "control": _search(CONTROL), "control_word": CONTROL}
    return render(request, "demo/searched.html", told)


def _search(sought: str) -> Traces:
    return search([_beside("storefront"), _beside("storefront.log")], sought)


def _beside(name: str) -> Path:
    return Path(settings.GIULOI_DATA).parent / name
