"""/console/incidents: the files about attacks, both clocks of each, and what is still owed (IV.7)."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.doors.console.form import TWICE, Form, one_time_number, sent_before
from giuloi.doors.console.guard import Colleague, View, signed_in
from giuloi.doors.console.people import people
from giuloi.doors.console.tongue import tell
from giuloi.promises.report.break_glass.access import glasses_of
from giuloi.promises.report.documents.papers import NAMES
from giuloi.promises.report.incidents import duties, kinds, notices
from giuloi.promises.report.incidents.affected import in_numbers, searches_of
from giuloi.promises.report.incidents.book import Line, lines_of
from giuloi.promises.report.incidents.containment import ACTION_WORDS, FOR_GOOD, steps_of
from giuloi.promises.report.incidents.evidence import evidence_of
from giuloi.promises.report.incidents.kinds import KIND_WORDS, IncidentKind
from giuloi.promises.report.incidents.opening import AlreadyOpen, incident_row, incidents, open_incident
from giuloi.promises.report.incidents.rows import IncidentRow
from giuloi.promises.report.incidents.whole import faults
from giuloi.promises.report.incidents.writing import parts_of

HERE = "/console/incidents"
LEGAL = "legal"
_MOMENT = Words(
    "Ngày và giờ, không muộn hơn bây giờ.", "A day and an hour, no later than now."
)  # said beside every field that asks for one


def of_incidents(view: View) -> View:
    """As `signed_in`, and only for administrators and whoever looks after the law: the others get 403."""

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not deals_with(request.staff):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def deals_with(who: Colleague) -> bool:
    """Whether they work on incidents."""
    return who.administrator or who.role == LEGAL


def found(incident: int) -> IncidentRow:
    """The file; 404 for none."""
    row = incident_row(incident)
    if row is None:
        raise Http404
    return row


@require_GET
@of_incidents
def index(request: HttpRequest) -> HttpResponse:
    """Every file, those that are open first, each with what is due next."""
    now = datetime.now(UTC)
    shown = [_listed(row, now) for row in incidents()]
    return render(request, "console/incidents.html", {"files": shown, "now": now, "faults": faults(20)[:5]})


@require_http_methods(["GET", "POST"])
@of_incidents
def open_file(request: HttpRequest) -> HttpResponse:
    """Open a file by hand: an attack on the shop's own server, a stolen laptop. Opened twice, it asks which."""
    form, now = Form.of(request), datetime.now(UTC)
    page: dict[str, Any] = {"form": form, "kinds": KIND_WORDS, "once": one_time_number()}
    if request.method == "POST":
        kind = form.one_of("kind", list(IncidentKind))
        detected = moment(form, "detected", now)
        known = moment(form, "data_known", now, required=False)
        alike = [one for one in incidents() if one.closed_at is None and one.kind == kind]
        which = form.one_of("which", [*(str(one.id) for one in alike), "another"], required=False)
        if form.good and detected is not None:
            try:
                return _opened(request, form, IncidentKind(kind), detected, known, which, now)
            except AlreadyOpen as error:
                form.problems["which"] = error.words
        page["alike"] = alike
    return render(request, "console/incident_open.html", page, status=422 if form.problems else 200)


def _opened(
    request: HttpRequest,
    form: Form,
    kind: IncidentKind,
    detected: datetime,
    known: datetime | None,
    which: str,
    now: datetime,
) -> HttpResponse:
    join = int(which) if which.isdigit() else None
    by, another = request.staff.pseudonym, which == "another"
    alike = [one.id for one in incidents() if one.closed_at is None and one.kind == kind]
    if alike and not which:
        raise AlreadyOpen(alike)
    if sent_before(form, now):
        tell(request, TWICE)
        return HttpResponseRedirect(HERE)
    made = open_incident(kind, now, detected, by, {}, data_known_at=known, join=join, another=another)
    tell(request, Words("Hồ sơ đã mở, đồng hồ đang chạy.", "The file is open, its clocks run."))
    return HttpResponseRedirect(f"{HERE}/{made}")


@require_GET
@of_incidents
def one(request: HttpRequest, incident: int) -> HttpResponse:
    """One file: clocks, reports, what was written, who was affected, what was stopped, evidence, timeline."""
    row, now, known = found(incident), datetime.now(UTC), people()
    page = {
        "row": row,
        "now": now,
        "kind": KIND_WORDS[row.kind],
        "duties": [_duty(one, now) for one in duties.duties_of(incident)],
        "parts": [(kinds.TEXTS[name], text) for name, text in _in_order(parts_of(incident))],
        "severity": notices.SEVERITY.get(row.severity or 0),
        "likelihood": notices.SEVERITY.get(row.likelihood or 0),
        "numbers": in_numbers(incident),
        "search": next(iter(searches_of(incident)), None),
        "proof": notices.proof(incident) if row.telling_since else None,
        "steps": [(one, ACTION_WORDS[one.action], known.acting(one.by)) for one in steps_of(incident)],
        "for_good": FOR_GOOD,
        "evidence": evidence_of(incident),
        "papers": NAMES,
        "glasses": glasses_of(incident),
        "lines": [(one, _told(one), known.acting(one.actor)) for one in reversed(lines_of(incident))],
        "kept_until": duties.kept_until(row),
    }
    return render(request, "console/incident.html", page)


def moment(form: Form, name: str, now: datetime, *, required: bool = True) -> datetime | None:
    """A day and an hour of Viet Nam that is not to come."""
    said = form.text(name, 20, required=required)
    if not said:
        return None
    try:
        at = datetime.fromisoformat(said).replace(tzinfo=VIETNAM)
    except ValueError:
        at = None
    if at is None or at > now:
        form.problems.setdefault(name, _MOMENT)
        return None
    return at


def _told(line: Line) -> Words:
    """What a line tells, and which part was written, where one was."""
    words, part = kinds.WHAT_WORDS[line.what], kinds.TEXTS.get(str(line.said.get("part", "")))
    return (
        words if part is None else Words(f"{words.vi}: {part.vi.lower()}", f"{words.en}: {part.en.lower()}")
    )


def _in_order(parts: dict[str, str]) -> list[tuple[str, str]]:
    return [(name, parts[name]) for name in kinds.TEXTS if parts.get(name)]


def _duty(one: duties.Duty, now: datetime) -> dict[str, Any]:
    return {
        "row": one,
        "to": kinds.TO_WORDS[one.to],
        "stage": kinds.STAGE_WORDS[one.stage],
        "missed": one.missed(now),
    }


def _listed(row: IncidentRow, now: datetime) -> dict[str, Any]:
    owed = [_duty(one, now) for one in duties.duties_of(row.id) if one.due_at and not one.over]
    return {"row": row, "kind": KIND_WORDS[row.kind], "next": owed[0] if owed and not row.closed_at else None}
