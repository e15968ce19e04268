"""Many requests at once: taken, handed back, given to a colleague, or ended; the last two are asked once more."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from giuloi.core.bilingual import Words
from giuloi.doors.console.department import serving, who_serve
from giuloi.doors.console.inbox import lines
from giuloi.doors.console.inbox_filter import chosen
from giuloi.doors.console.people import people
from giuloi.doors.console.tongue import tell
from giuloi.promises.answer import assignment, ending, inbox
from giuloi.promises.answer.inbox import Row
from giuloi.records.request_kinds import RequestState

MOST = 200
# An order is done when it is handed over, a return on its own page, a right one by one: never by a tick in a list.
DONE_TOGETHER = frozenset({"call_back", "support", "question", "complain"})
DO = ("take", "hand_back", "assign", "done")


@require_POST
@serving
def many(request: HttpRequest) -> HttpResponse:
    """Do one thing with what was ticked."""
    back = HttpResponseRedirect(f"/console/inbox?{chosen(request.POST).query}")
    rows, do = _ticked(request), request.POST.get("do", "")
    if not rows or do not in DO:
        tell(request, _NOTHING, messages.WARNING)
        return back
    if do == "take":
        _tell(request, _TAKEN, assignment.take_many([row.id for row in rows], request.staff.id, _now()), rows)
        return back
    if do == "hand_back":
        done = assignment.hand_back_many([row.id for row in rows], _now(), request.staff.id)
        _tell(request, _HANDED_BACK, done, rows)
        return back
    return _asked_once_more(request, do, rows, back)


def _asked_once_more(request: HttpRequest, do: str, rows: list[Row], back: HttpResponse) -> HttpResponse:
    to = next((one for one in who_serve() if str(one.id) == request.POST.get("staff", "")), None)
    if do == "assign" and to is None:
        tell(request, _TO_WHOM, messages.WARNING)
        return back
    meant = [row for row in rows if do == "assign" or row.kind in DONE_TOGETHER]
    if request.POST.get("confirmed") != "yes":
        page = {
            "chosen": chosen(request.POST),
            "do": do,
            "to": to,
            "lines": lines(meant, _now(), people()),
            "left_out": len(rows) - len(meant),
        }
        return render(request, "console/inbox_confirm.html", page)
    ids = [row.id for row in meant]
    if do == "assign" and to is not None:
        _tell(request, _GIVEN, assignment.assign_many(ids, to.id, _now(), request.staff.id), rows)
    else:
        ended = ending.end_many(ids, RequestState.DONE, _now(), request.staff.pseudonym)
        _tell(request, _ENDED, ended, rows)
    return back


def _ticked(request: HttpRequest) -> list[Row]:
    """The open requests that were ticked, those that are none of ours left out."""
    ids = [int(one) for one in request.POST.getlist("request")[:MOST] if one.isascii() and one.isdigit()]
    wholes = (inbox.one(id) for id in dict.fromkeys(ids) if id < 2**63)
    return [whole.row for whole in wholes if whole is not None and whole.row.open]


def _tell(request: HttpRequest, words: Words, done: int, rows: list[Row]) -> None:
    vi, en = words.vi.format(done), words.en.format(done)
    if done < len(rows):
        rest = len(rows) - done
        vi += f" {rest} yêu cầu không đổi: đã kết thúc, có người khác nhận, hoặc phải làm ở trang riêng."
        en += f" {rest} did not change: ended, somebody else's, or to be done on their own page."
    tell(request, Words(vi, en), messages.SUCCESS if done == len(rows) else messages.WARNING)


def _now() -> datetime:
    return datetime.now(UTC)


_NOTHING = Words("Hãy đánh dấu ít nhất một yêu cầu đang mở.", "Tick at least one request that is open.")
_TO_WHOM = Words("Hãy chọn người được giao.", "Choose whom to give it to.")
_TAKEN = Words("Bạn đã nhận {} yêu cầu.", "You have taken {}.")
_HANDED_BACK = Words("Đã trả {} yêu cầu về bộ phận.", "{} handed back to the department.")
_GIVEN = Words("Đã giao {} yêu cầu.", "{} given.")
_ENDED = Words("Đã kết thúc {} yêu cầu là đã thực hiện.", "{} ended as done.")
