"""/console/recipients/stopping: recipients to be told that somebody took a consent back, and their answers (VI.3)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from giuloi.core.bilingual import Words
from giuloi.doors.console.form import Form
from giuloi.doors.console.recipients import HERE as RECIPIENTS
from giuloi.doors.console.recipients import now, of_recipients
from giuloi.doors.console.tongue import tell
from giuloi.promises.share.stopping.letter import letter
from giuloi.promises.share.stopping.notices import NotNoted, ended, note_sent, note_stopped, notice, waiting

HERE = f"{RECIPIENTS}/stopping"


@require_GET
@of_recipients
def index(request: HttpRequest) -> HttpResponse:
    """Those that wait, the most urgent first, and those that were confirmed."""
    at = now()
    page = {"waiting": [(one, one.late(at)) for one in waiting()], "ended": ended()}
    return render(request, "console/stopping.html", page)


@require_http_methods(["GET", "POST"])
@of_recipients
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One notice: the letter to send, and where its answer is noted."""
    found = notice(number)
    if found is None:
        raise Http404
    form = Form.of(request)
    if request.method == "POST" and _noted(request, form, number):
        return HttpResponseRedirect(HERE)
    page = {"one": found, "late": found.late(now()), "text": letter(number), "form": form}
    return render(request, "console/stopping_one.html", page, status=400 if form.problems else 200)


def _noted(request: HttpRequest, form: Form, number: int) -> bool:
    """What the button says was done; a problem stands beside its field."""
    act = request.POST.get("act", "")
    try:
        if act == "sent":
            note_sent(number, now(), request.staff.pseudonym)
            tell(request, _SENT)
        else:
            note_stopped(number, form.text("reference", 40), now(), request.staff.pseudonym)
            tell(request, _STOPPED)
    except NotNoted as error:
        form.problems["reference" if act != "sent" else "sent"] = error.words
    return form.good


_SENT = Words(
    "Đã ghi: thư đã gửi. Nếu không có trả lời, tiệm được nhắc sau 3, 10 rồi 30 ngày.",
    "Noted: the letter went out. Without an answer you are reminded after 3, 10, then 30 days.",
)
_STOPPED = Words("Đã ghi: bên nhận xác nhận đã ngừng.", "Noted: the recipient confirmed that it stopped.")
