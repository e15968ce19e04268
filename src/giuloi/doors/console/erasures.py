"""/console/erasures: what is being erased and how far it is, and the partners that have not answered yet (VI.2)."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from giuloi.core.bilingual import Words
from giuloi.doors.console.form import Form
from giuloi.doors.console.guard import administrator
from giuloi.doors.console.tongue import tell
from giuloi.promises.answer.partner_tasks import NotNoted, note_by_hand, open_tasks, text_for, why
from giuloi.promises.keep.erasure.board import board

HERE = "/console/erasures"


@require_GET
@administrator
def index(request: HttpRequest) -> HttpResponse:
    """Waiting, under way, done; and every partner that stays open until it is closed."""
    now = datetime.now(UTC)
    unanswered = [(one, why(one.code)) for one in open_tasks()]
    return render(request, "console/erasures.html", {"board": board(), "unanswered": unanswered, "now": now})


@require_http_methods(["GET", "POST"])
@administrator
def partner(request: HttpRequest, task: int) -> HttpResponse:
    """One partner's open exception: what to send, and where the number of its answer is noted."""
    found = next((one for one in open_tasks(1000) if one.task == task), None)
    if found is None:
        raise Http404
    form = Form.of(request)
    if request.method == "POST" and _noted(request, form, task):
        said = Words(
            "Đã ghi biên nhận; ngoại lệ được đóng.", "The receipt is noted; the exception is closed."
        )
        tell(request, said)
        return HttpResponseRedirect(HERE)
    page = {"one": found, "why": why(found.code), "text": text_for(found), "form": form}
    return render(request, "console/erasure_partner.html", page, status=400 if form.problems else 200)


def _noted(request: HttpRequest, form: Form, task: int) -> bool:
    receipt = form.text("receipt", 40)
    try:
        if form.good:
            note_by_hand(task, receipt, request.staff.id, datetime.now(UTC))
    except NotNoted as error:
        form.problems["receipt"] = error.words
    return form.good
