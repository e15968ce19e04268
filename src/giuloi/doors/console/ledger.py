"""The use ledger, leaf by leaf: what was done with somebody's data, by whom, why; and nothing about whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giuloi.core.fields import names_in
from giuloi.core.ledger.entry import Event, UseEntry
from giuloi.core.ledger.proof import SUFFIX
from giuloi.core.terms import Outcome
from giuloi.doors.console.guard import administrator
from giuloi.doors.console.leaf_words import DECISIONS, EVENTS, tag_of
from giuloi.records.published import current
from giuloi.records.uses.explore import LOOKED_AT, Wanted, head, leaf, leaves
from giuloi.records.uses.pending import backlog


@require_GET
@administrator
def index(request: HttpRequest) -> HttpResponse:
    """The newest head and the leaves, the newest first; filters and pages stand in the address."""
    wanted, before = _wanted(request), request.GET.get("before", "")
    page = leaves(wanted, int(before) if before.isdecimal() and len(before) < 19 else None)
    asked = {"event": wanted.event, "decision": wanted.decision, "clause": wanted.clause}
    older = urlencode({**{k: v for k, v in asked.items() if v}, "before": page.older}) if page.older else ""
    seen = {
        "head": head(),
        "waiting": backlog(),
        "leaves": [told(index, entry) for index, entry in page.found],
        "older": older,
        "asked": asked,
        "events": EVENTS,
        "decisions": DECISIONS,
        "clauses": list(current().policy.clauses),
        "looked_at": LOOKED_AT,
    }
    return render(request, "console/ledger.html", seen)


@require_GET
@administrator
def one(request: HttpRequest, index: int) -> HttpResponse:
    """One leaf with the proof that it stands in the newest tree."""
    found = leaf(index)
    if found is None:
        raise Http404
    seen = {"leaf": found, "told": told(index, found.entry), "hash": found.hash.hex()}
    return render(request, "console/leaf.html", {**seen, "path": [one.hex() for one in found.path]})


@require_GET
@administrator
def proof(request: HttpRequest, index: int) -> HttpResponse:
    """The leaf's proof as a file (c2sp.org/tlog-proof@v1): `giuloi verify` reads it without any network."""
    found = leaf(index)
    if found is None:
        raise Http404
    return _file(found.proof, f"leaf-{index}{SUFFIX}")


@require_GET
@administrator
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed head, byte for byte."""
    newest = head()
    if newest is None:
        raise Http404
    return _file(newest.signed, f"checkpoint-{newest.checkpoint.size}.txt")


def told(index: int, entry: UseEntry) -> Mapping[str, Any]:
    """A leaf as a page shows it."""
    return {
        "index": index,
        "entry": entry,
        "event": EVENTS[entry.event],
        "decision": DECISIONS[entry.decision],
        "tag": tag_of(entry),
        "fields": names_in(entry.fields),
        "at": datetime.fromisoformat(entry.t),
    }


def _wanted(request: HttpRequest) -> Wanted:
    """The filters that are known words; others are as if they were not there."""
    event, decision = request.GET.get("event", ""), request.GET.get("decision", "")
    clause = request.GET.get("clause", "")
    return Wanted(
        event if event in list(Event) else "",
        decision if decision in list(Outcome) else "",
        clause if clause in current().policy.clauses else "",
    )


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
