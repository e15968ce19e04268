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
from giuloi.promises.keep.erasure.board import board
from giuloi.promises.keep.erasure.telling import (
    BY_HAND,
    NOBODY,
    Unanswered,
    close_by_hand,
    open_exceptions,
    references_for,
)

HERE = "/console/erasures"
WHY_OPEN = {
    BY_HAND: Words("cần người gửi đề nghị", "somebody has to write to them"),
    NOBODY: Words("đối tác không còn được khai báo", "this partner is not registered any more"),
}
_AGAIN = Words("chưa trả lời, sẽ hỏi lại", "has not answered, is asked again")
_REFUSED = Words("từ chối, cần người xem", "refused, somebody has to look")


@require_GET
@administrator
def index(request: HttpRequest) -> HttpResponse:
    """Waiting, under way, done; and every partner that stays open until it is closed."""
    now = datetime.now(UTC)
    unanswered = [(one, _why(one)) for one in open_exceptions()]
    return render(request, "console/erasures.html", {"board": board(), "unanswered": unanswered, "now": now})


@require_http_methods(["GET", "POST"])
@administrator
def partner(request: HttpRequest, task: int) -> HttpResponse:
    """One partner's open exception: what to send, and where the number of its answer is noted."""
    found = next((one for one in open_exceptions(1000) if one.task == task), None)
    if found is None:
        raise Http404
    form = Form.of(request)
    if request.method == "POST":
        receipt = form.text("receipt", 80)
        if form.good:
            close_by_hand(task, datetime.now(UTC), request.staff.pseudonym, receipt)
            said = Words(
                "Đã ghi biên nhận; ngoại lệ được đóng.", "The receipt is noted; the exception is closed."
            )
            tell(request, said)
            return HttpResponseRedirect(HERE)
    names, key = references_for(task), f"{task:016x}"
    page = {"one": found, "why": _why(found), "names": names, "key": key, "form": form}
    return render(request, "console/erasure_partner.html", page, status=400 if form.problems else 200)


def _why(one: Unanswered) -> Words:
    return WHY_OPEN.get(one.code, _AGAIN if one.due_at else _REFUSED)
