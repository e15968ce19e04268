"""/console/incidents/…: what is written into a file, handed in, stopped, computed and told; each once it was asked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.terms import NotATerm
from giuloi.doors.console.form import CHOOSE, REQUIRED, Form
from giuloi.doors.console.guard import proven_now
from giuloi.doors.console.incidents import HERE, found, moment, of_incidents
from giuloi.doors.console.tongue import tell
from giuloi.promises.report.incidents import duties, notices
from giuloi.promises.report.incidents.containment import (
    ACTION_WORDS,
    FOR_GOOD,
    Action,
    contain,
    lift,
    steps_of,
)
from giuloi.promises.report.incidents.kinds import LONGEST, STAGE_WORDS, TEXTS, TO_WORDS
from giuloi.promises.report.incidents.opening import data_affected
from giuloi.promises.report.incidents.writing import assess, parts_of, still_open, write_parts
from giuloi.promises.use.advertising import CarriesAdvertising
from giuloi.records.credentials import working_keys, working_staff
from giuloi.records.published import current

_TOO_LONG = Words(f"Nhiều nhất {LONGEST} ký tự.", f"At most {LONGEST} characters.")
_KEPT = Words("Đã ghi.", "Written down.")


def _go(incident: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{HERE}/{incident}")


def _is_open(incident: int) -> None:
    found(incident)
    try:
        still_open(incident)
    except LookupError:
        raise Http404 from None


def _page(request: HttpRequest, name: str, form: Form, **more: Any) -> HttpResponse:
    return render(
        request, f"console/{name}.html", {"form": form, **more}, status=422 if form.problems else 200
    )


@require_http_methods(["GET", "POST"])
@of_incidents
def write(request: HttpRequest, incident: int) -> HttpResponse:
    """The parts of the file, the risk, and since when it is known that data is affected."""
    _is_open(incident)
    form, row, now = Form.of(request), found(incident), datetime.now(UTC)
    had = parts_of(incident)
    if request.method == "POST":
        said = {
            name: form.typed.get(name, "").replace("\r\n", "\n").strip()
            for name in TEXTS
            if name in form.typed
        }
        for name in (name for name, text in said.items() if len(text) > LONGEST):
            form.problems[name] = _TOO_LONG
        likelihood = form.number("likelihood", 1, 5, required=False)
        severity = form.number("severity", 1, 5, required=False)
        known = moment(form, "data_known", now, required=False)
        if (likelihood is None) != (severity is None) or (severity and not said.get("risk")):
            form.problems.setdefault("risk", REQUIRED)
        if form.good:
            by = request.staff.pseudonym
            if likelihood and severity and (row.likelihood, row.severity) != (likelihood, severity):
                assess(incident, likelihood, severity, said["risk"], now, by)
            write_parts(incident, said, now, by)
            if known is not None:
                data_affected(incident, known, now, by)
            tell(request, _KEPT)
            return _go(incident)
    fields = [(name, words, form.typed.get(name, had.get(name, ""))) for name, words in TEXTS.items()]
    page = {"row": row, "fields": fields, "longest": LONGEST, "marks": notices.SEVERITY}
    return _page(request, "incident_write", form, **page)


@require_http_methods(["GET", "POST"])
@of_incidents
def report(request: HttpRequest, incident: int, duty: int) -> HttpResponse:
    """A report was handed in; its receipt number; or why it is not needed."""
    row = next((one for one in duties.duties_of(incident) if one.id == duty), None)
    if row is None:
        raise Http404
    form, now = Form.of(request), datetime.now(UTC)
    if request.method == "POST" and _reported(form, row, now, request.staff.pseudonym):
        tell(request, _KEPT)
        return _go(incident)
    words = {"to": TO_WORDS[row.to], "stage": STAGE_WORDS[row.stage]}
    return _page(request, "incident_report", form, duty=row, incident=incident, now=now, **words)


def _reported(form: Form, row: duties.Duty, now: datetime, by: str) -> bool:
    do = form.one_of("do", ["sent", "receipt", "not_needed"])
    if do == "sent":
        at, way = moment(form, "sent_at", now, required=False), form.text("way", 120)
    else:
        text = form.text("number" if do == "receipt" else "reason", 120 if do == "receipt" else 1000)
    if not form.good:
        return False
    try:
        if do == "sent":
            duties.handed_in(row.id, now, by, way, sent_at=at)
        elif do == "receipt":
            duties.received(row.id, text, now, by)
        else:
            duties.not_needed(row.id, text, now, by)
    except LookupError:
        form.problems["do"] = Words("Việc này đã được ghi trước rồi.", "This was written down before.")
    return form.good


@require_http_methods(["GET", "POST"])
@of_incidents
@proven_now
def step(request: HttpRequest, incident: int) -> HttpResponse:
    """Stop something: chosen first, then confirmed on a page that says what it does."""
    _is_open(incident)
    form, now, action = Form.of(request), datetime.now(UTC), ""
    if request.method == "POST":
        action = form.one_of("action", [one.value for one in Action])
        of = {Action.REVOKE_KEY.value: "key", Action.FREEZE_ACTOR.value: "staff"}.get(action)
        what = form.typed.get(of, "") if of else ""
        if of and not what:
            form.problems[of] = CHOOSE
        if form.good and form.typed.get("confirmed") == "yes":
            try:
                contain(incident, Action(action), what, now, request.staff.pseudonym)
            except NotATerm:
                form.problems[of or "action"] = CHOOSE
            else:
                tell(request, Words("Đã ngăn chặn và ghi vào nhật ký.", "Stopped, and in the timeline."))
                return _go(incident)
        elif form.good:
            return render(
                request,
                "console/incident_confirm.html",
                {
                    "incident": incident,
                    "action": action,
                    "words": ACTION_WORDS[action],
                    "what": what,
                    "of": of,
                },
            )
    choices = {"keys": working_keys(now), "staff_there": working_staff(), "actions": ACTION_WORDS}
    return _page(request, "incident_contain", form, incident=incident, **choices)


@require_http_methods(["GET", "POST"])
@of_incidents
@proven_now
def let_go(request: HttpRequest, incident: int, step: int) -> HttpResponse:
    """Lift a step, once it was asked again."""
    row = next((one for one in steps_of(incident) if one.id == step), None)
    if row is None or row.lifted_at is not None or row.action in FOR_GOOD:
        raise Http404
    if request.method == "POST":
        lift(step, datetime.now(UTC), request.staff.pseudonym)
        tell(request, Words("Đã gỡ.", "Lifted."))
        return _go(incident)
    return render(
        request,
        "console/incident_lift.html",
        {"incident": incident, "step": row, "words": ACTION_WORDS[row.action]},
    )


@require_http_methods(["GET", "POST"])
@of_incidents
@proven_now
def telling(request: HttpRequest, incident: int) -> HttpResponse:
    """Look at what everybody on the list will read, then send it."""
    _is_open(incident)
    form, text = Form.of(request), None
    try:
        text = notices.public_text(incident)
        if request.method == "POST":
            notices.begin_telling(incident, datetime.now(UTC), request.staff.pseudonym)
            tell(request, Words("Đang báo cho từng khách.", "Every customer is being told."))
            return _go(incident)
    except (notices.NotReady, CarriesAdvertising) as error:
        form.problems["text"] = error.words
    return _page(request, "incident_tell", form, incident=incident, text=text, row=found(incident))


@require_http_methods(["GET", "POST"])
@of_incidents
def close(request: HttpRequest, incident: int) -> HttpResponse:
    """Close the file, once nothing is owed."""
    _is_open(incident)
    form = Form.of(request)
    if request.method == "POST":
        try:
            duties.close(incident, datetime.now(UTC), request.staff.pseudonym)
        except duties.NotOver as error:
            form.problems["close"] = error.words
        else:
            tell(request, Words("Hồ sơ đã đóng, giữ năm năm.", "The file is closed, and kept five years."))
            return _go(incident)
    return _page(request, "incident_close", form, incident=incident)


def purposes() -> list[str]:
    """The purposes that the policy knows, to choose from."""
    return sorted(current().policy.purposes)
