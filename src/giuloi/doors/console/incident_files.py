"""/console/incidents/…: who was affected, the evidence, the papers, and the whole file, to be taken away."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giuloi.core.bilingual import Words
from giuloi.core.terms import Unavailable
from giuloi.doors.console.form import Form
from giuloi.doors.console.incident_forms import purposes
from giuloi.doors.console.incidents import HERE, found, moment, of_incidents
from giuloi.doors.console.tongue import tell
from giuloi.promises.report.archive import archive
from giuloi.promises.report.documents.docx import docx
from giuloi.promises.report.documents.filled import filled
from giuloi.promises.report.documents.papers import NAMES, paper
from giuloi.promises.report.documents.pdf import pdf
from giuloi.promises.report.incidents.affected import everybody_affected, list_affected
from giuloi.promises.report.incidents.evidence import evidence_file, evidence_of, freeze_evidence
from giuloi.promises.report.incidents.kinds import Stage
from giuloi.records.uses.affected import Wanted

_TYPES = {
    "pdf": ("application/pdf", pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx),
}


@require_http_methods(["GET", "POST"])
@of_incidents
def affected(request: HttpRequest, incident: int) -> HttpResponse:
    """Say which uses were the attacker's, and compute whose they are."""
    row, form, now = found(incident), Form.of(request), datetime.now(UTC)
    if row.closed_at is not None:
        raise Http404
    if request.method == "POST" and _computed(request, form, incident, now):
        return HttpResponseRedirect(f"{HERE}/{incident}")
    page = {"form": form, "incident": incident, "purposes": purposes()}
    return render(request, "console/incident_affected.html", page, status=422 if form.problems else 200)


def _computed(request: HttpRequest, form: Form, incident: int, now: datetime) -> bool:
    by = request.staff.pseudonym
    if form.one_of("who", ["ledger", "everybody"]) == "everybody":
        everybody_affected(incident, now, by)
        return True
    since, until = moment(form, "since", now), moment(form, "until", now)
    actors = frozenset(form.text("actors", 2000, required=False).replace(",", " ").split())
    chosen = frozenset(form.some_of("purposes", purposes(), required=False))
    if since is not None and until is not None and not since < until:
        form.problems["until"] = Words("Kết thúc sau khi bắt đầu.", "It ends after it begins.")
    if not form.good or since is None or until is None:
        return False
    try:
        found = list_affected(incident, Wanted(actors, chosen, since, until), now, by)
    except Unavailable:
        form.problems["who"] = Words("Sổ đang bận: hãy thử lại.", "The ledger is busy: try again.")
        return False
    tell(request, Words(f"{found.people} khách bị ảnh hưởng.", f"{found.people} customers are affected."))
    return True


@require_POST
@of_incidents
def freeze(request: HttpRequest, incident: int) -> HttpResponse:
    """Freeze the ledger's head, its hashes and the timeline. Log files are added from the command line."""
    if found(incident).closed_at is not None:
        raise Http404
    freeze_evidence(incident, (), datetime.now(UTC), request.staff.pseudonym)
    tell(request, Words("Đã niêm giữ bằng chứng.", "The evidence is frozen."))
    return HttpResponseRedirect(f"{HERE}/{incident}")


@require_GET
@of_incidents
def evidence(request: HttpRequest, incident: int, evidence: int) -> HttpResponse:
    """One frozen set, as it was."""
    row = next((one for one in evidence_of(incident) if one.id == evidence), None)
    data = None if row is None else evidence_file(row)
    if row is None or data is None:
        raise Http404
    return _saved(data, "application/zip", row.file)


@require_GET
@of_incidents
def papers(request: HttpRequest, incident: int, which: str) -> HttpResponse:
    """A paper as PDF or DOCX, filled in as things stand."""
    found(incident)
    kind, stage = request.GET.get("as", "pdf"), request.GET.get("stage", Stage.FULL.value)
    if which not in NAMES or kind not in _TYPES or stage not in list(Stage):
        raise Http404
    made = paper(which, filled(incident, datetime.now(UTC)), Stage(stage))
    mime, written = _TYPES[kind]
    return _saved(written(made), mime, f"{which}.{kind}")


@require_POST
@of_incidents
def export(request: HttpRequest, incident: int) -> HttpResponse:
    """The whole file as one signed ZIP; that it was taken is in its timeline."""
    found(incident)
    data = archive(incident, datetime.now(UTC), request.staff.pseudonym)
    return _saved(data, "application/zip", f"incident-{incident:x}.zip")


def _saved(data: bytes, mime: str, name: str) -> HttpResponse:
    return HttpResponse(
        data, content_type=mime, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
