"""/console/emergency: an hour with named customers, asked for by one, approved by two others, reviewed afterwards."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.doors.console.form import Form
from giuloi.doors.console.guard import Colleague, proven_now, signed_in
from giuloi.doors.console.incidents import deals_with
from giuloi.doors.console.people import people
from giuloi.doors.console.shown import shown
from giuloi.doors.console.tongue import tell
from giuloi.promises.report.break_glass import access
from giuloi.promises.report.break_glass.access import Glass, NotAllowed
from giuloi.promises.report.incidents.opening import incidents
from giuloi.records.reveal import Revealed

HERE = "/console/emergency"
FIELDS = ("name", "phone", "email", "zalo")


def takes_part(who: Colleague) -> bool:
    """Whoever may ask, approve or review."""
    return who.role == access.ROLE or deals_with(who)


@require_http_methods(["GET", "POST"])
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """What was asked for, and the form to ask; a customer is named by the whole number at the end of their page."""
    if not takes_part(request.staff):
        raise PermissionDenied
    form, now = Form.of(request), datetime.now(UTC)
    still_open = [one for one in incidents() if one.closed_at is None]
    if request.method == "POST" and (
        made := _asked(form, request.staff, [one.id for one in still_open], now)
    ):
        return HttpResponseRedirect(f"{HERE}/{made}")
    every = [glass for one in incidents() for glass in access.glasses_of(one.id)]
    mine = [one for one in every if request.staff.administrator or one.staff == request.staff.id]
    page = {
        "form": form,
        "incidents": still_open,
        "glasses": [_state(one, now) for one in mine],
        "fields": FIELDS,
    }
    asks = request.staff.role == access.ROLE
    return render(
        request, "console/emergency.html", {**page, "asks": asks}, status=422 if form.problems else 200
    )


def _asked(form: Form, who: Colleague, known: list[int], now: datetime) -> int | None:
    incident = form.one_of("incident", [str(one) for one in known])
    fields, reason = form.some_of("fields", FIELDS), form.text("reason", access.LONGEST)
    said = form.text("people", 2000).replace(",", " ").split()
    if not all(one.isdigit() and len(one) < 20 for one in said):
        form.problems["people"] = Words("Chỉ gồm số của khách.", "Numbers of customers only.")
    if not form.good:
        return None
    try:
        return access.ask_for(int(incident), who.id, [int(one) for one in said], fields, reason, now)
    except NotAllowed as error:
        form.problems["people"] = error.words
    return None


@require_http_methods(["GET", "POST"])
@signed_in
@proven_now
def one(request: HttpRequest, glass: int) -> HttpResponse:
    """One request: approved, refused, looked at within its hour, reviewed."""
    row, now = access.glass_of(glass), datetime.now(UTC)
    if row is None or not (request.staff.administrator or row.staff == request.staff.id):
        raise Http404
    form = Form.of(request)
    opened: list[tuple[int, Any]] = []
    if request.method == "POST":
        try:
            opened = _done(form, row, request.staff.id, now)
        except NotAllowed as error:
            form.problems["do"] = error.words
        if form.good and not opened:
            tell(request, Words("Đã ghi.", "Written down."))
            return HttpResponseRedirect(f"{HERE}/{glass}")
    known = people()
    names = {
        "asker": known.named(row.staff),
        "first": known.named(row.first),
        "second": known.named(row.second),
    }
    page = {"glass": _state(row, now), "form": form, "opened": opened, **names}
    return render(request, "console/emergency_one.html", page, status=422 if form.problems else 200)


def _done(form: Form, row: Glass, staff: int, now: datetime) -> list[tuple[int, Any]]:
    do = form.one_of("do", ["approve", "refuse", "look", "review"])
    if do == "approve":
        access.approve(row.id, staff, form.typed.get("scope", ""), now)
    elif do == "refuse":
        access.refuse(row.id, staff, now)
    elif do == "review":
        access.review(row.id, staff, form.typed.get("review", ""), now)
    elif do == "look":
        answers = access.look(row.id, staff, now)
        return [
            (one.ask.subject, shown(one, row.fields) if isinstance(one, Revealed) else None)
            for one in answers
        ]
    return []


def _state(row: Glass, now: datetime) -> dict[str, Any]:
    return {
        "row": row,
        "open": row.is_open(now),
        "waits": row.waits(now),
        "over": row.ends_at and not row.is_open(now),
    }
