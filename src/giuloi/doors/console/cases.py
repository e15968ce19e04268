"""A care case at the desk: its conversation masked, and "show", which opens what was written and says so."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giuloi.core.bilingual import Words
from giuloi.core.fields import mask_of
from giuloi.core.terms import Unavailable
from giuloi.doors.console.case_page import care_only, found, page_of
from giuloi.doors.console.form import Form
from giuloi.doors.console.guard import signed_in
from giuloi.doors.console.request_words import text_of_template
from giuloi.doors.console.shown import file_shown, shown, texts_shown
from giuloi.doors.console.told import told
from giuloi.doors.console.tongue import tell
from giuloi.promises.answer.conversation import conversation, in_flight_under
from giuloi.promises.answer.ending import end_within
from giuloi.promises.use import cases
from giuloi.promises.use.cases.reading import open_file, read_messages
from giuloi.promises.use.contact.calling import FIELDS, number_for_call
from giuloi.records.credentials import hold_as_staff
from giuloi.records.database import durable
from giuloi.records.facts import Ask
from giuloi.records.request_kinds import ENDS, GROUNDS, STATE_WORDS, RequestState
from giuloi.records.reveal import Refusal, Revealed, reveal

NAME = ("name",)


@require_GET
@signed_in
def one(request: HttpRequest, case: int) -> HttpResponse:
    """One case, masked; `?template=` begins the answer with a text of the department's."""
    seen = found(case)
    text = text_of_template(request.GET.get("template", ""), seen)
    begun = {"of": "reply", "text": text} if text else {}
    return render(request, "console/case.html", {**page_of(request, seen), **begun})


@require_http_methods(["GET", "POST"])
@signed_in
def show(request: HttpRequest, case: int) -> HttpResponse:
    """Open what was written, and the name where it is ticked; GET (the back button) sees the masked page."""
    seen = found(case)
    if request.method == "GET":
        return HttpResponseRedirect(f"/console/cases/{case}")
    care_only(request, seen)
    holding, at = hold_as_staff(request.staff.id, seen.purpose, case), datetime.now(UTC)
    try:
        opened = read_messages(seen, [line.id for line in conversation(case)], holding, at)
        named = reveal(holding, NAME, Ask(seen.subject), at) if "name" in request.POST else None
    except Unavailable:
        return render(
            request, "console/case.html", {**page_of(request, seen), "unavailable": True}, status=503
        )
    if opened is None:
        return HttpResponseRedirect(f"/console/cases/{case}")
    said = told(opened.decision, holding, mask_of(["care_note"]))
    page = {**page_of(request, seen), "told": said, "unreadable": opened.unreadable}
    if not opened.texts:
        return render(request, "console/case.html", {**page, "refused": True}, status=403)
    page["texts"] = texts_shown(opened)
    page["named"] = shown(named, NAME).values if isinstance(named, Revealed) else ()
    return render(request, "console/case.html", page)


@require_http_methods(["GET", "POST"])
@signed_in
def call(request: HttpRequest, case: int) -> HttpResponse:
    """The number, once, for a call that is made now; after it the call is noted on the same page."""
    seen = found(case)
    if request.method == "GET":
        return HttpResponseRedirect(f"/console/cases/{case}")
    care_only(request, seen)
    try:
        made = number_for_call(seen, request.staff.id, datetime.now(UTC))
    except Unavailable:
        return render(
            request, "console/case.html", {**page_of(request, seen), "unavailable": True}, status=503
        )
    page = {**page_of(request, seen), "told": told(made.answer.decision, made.holding, mask_of(FIELDS))}
    if isinstance(made.answer, Revealed):
        return render(request, "console/case.html", {**page, "calling": shown(made.answer, FIELDS).values})
    kind = "refused" if isinstance(made.answer, Refusal) else "unreadable"
    return render(request, "console/case.html", {**page, kind: True}, status=403)


@require_POST
@signed_in
def download(request: HttpRequest, case: int, record: int) -> HttpResponse:
    """An attached file, opened for this case and handed out to be saved: never shown, whatever it says it is."""
    seen, held = found(case), cases.file_of(record)
    if held is None or held.case != seen.id:
        raise Http404
    care_only(request, seen)
    holding = hold_as_staff(request.staff.id, seen.purpose, case)
    try:
        answer = open_file(held, holding, datetime.now(UTC))
    except Unavailable:
        return render(
            request, "console/case.html", {**page_of(request, seen), "unavailable": True}, status=503
        )
    if isinstance(answer, Revealed):
        return file_shown(answer)
    page = {**page_of(request, seen), "told": told(answer.decision, holding, mask_of(["attachment"]))}
    kind = "refused" if isinstance(answer, Refusal) else "unreadable"
    return render(request, "console/case.html", {**page, kind: True}, status=403)


@require_http_methods(["GET", "POST"])
@signed_in
def close(request: HttpRequest, case: int) -> HttpResponse:
    """Close a case, after having read what it means, and end what was asked under it."""
    seen = found(case)
    care_only(request, seen)
    waiting, form = in_flight_under(case), Form.of(request)
    page = {
        "case": seen,
        "waiting": waiting,
        "form": form,
        "outcomes": STATE_WORDS,
        "ends": ENDS,
        "grounds": GROUNDS,
    }
    if request.method == "GET":
        return render(request, "console/case_close.html", page)
    said = form.one_of("outcome", [one.value for one in ENDS], required=bool(waiting))
    ground = form.one_of("ground", GROUNDS, required=said in (RequestState.PARTLY, RequestState.REFUSED))
    form.one_of("sure", ["yes"])  # the page was read
    if not form.good:
        return render(request, "console/case_close.html", page, status=400)
    at, ground = datetime.now(UTC), "" if said == RequestState.DONE else ground
    with durable():
        ended = [
            end_within(one.id, RequestState(said), at, request.staff.pseudonym, ground) for one in waiting
        ]
        closed = cases.close(case, at)
    tell(request, _CLOSED if closed or any(ended) else _WAS_CLOSED)
    return HttpResponseRedirect(f"/console/cases/{case}")


_CLOSED = Words(
    "Đã đóng vụ việc. Từ bây giờ không ai của tiệm mở được những gì đã viết ở đây.",
    "The case is closed. From now on nobody of the shop can open what was written here.",
)
_WAS_CLOSED = Words("Vụ việc này đã đóng từ trước.", "This case was closed before.")
