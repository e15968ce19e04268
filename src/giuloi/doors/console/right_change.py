"""What a colleague does with a right over data on its request's page: pause, extend, refuse, check (IV.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from giuloi.core.bilingual import Words
from giuloi.core.terms import GiuloiError
from giuloi.doors.console.department import serving
from giuloi.doors.console.form import Form
from giuloi.doors.console.request_page import found, page_of
from giuloi.doors.console.right_shown import offered
from giuloi.doors.console.tongue import tell
from giuloi.promises.answer.outcome import COMPLAIN, result
from giuloi.promises.answer.rights import representing, stages
from giuloi.promises.answer.rights.reasons import REASONS
from giuloi.records.request_kinds import RIGHTS_KINDS, RequestState


@require_POST
@serving
def change(request: HttpRequest, asked: int, do: str) -> HttpResponse:
    """Pause or go on, put the law's day off, refuse after a look, or note and check a representative."""
    whole, form = found(asked), Form.of(request)
    if whole.row.kind not in RIGHTS_KINDS or do not in _DO:
        raise Http404
    actor = request.staff.pseudonym
    if do == "refuse":
        ground = form.one_of("ground", [one.word for one in offered(whole.row.kind)])
        if form.good and form.typed.get("confirmed") != "yes":
            page = {**page_of(request, whole), "ground": ground}
            page |= {"sentence": result(RequestState.REFUSED, ground), "complain": COMPLAIN}
            page["cite"] = next(one.cite for one in offered(whole.row.kind) if one.word == ground)
            return render(request, "console/right_refuse.html", page)
    _check(do, form)
    if form.good:
        try:
            done, words = _DO[do](asked, form, actor)
        except GiuloiError as no:
            form.problems["right"] = getattr(no, "words", _NO)
        else:
            tell(request, words if done else _NOTHING, messages.SUCCESS if done else messages.WARNING)
            return HttpResponseRedirect(f"/console/inbox/{asked}")
    page = {**page_of(request, whole), "right_form": form}
    return render(request, "console/request.html", page, status=422)


def _check(do: str, form: Form) -> None:
    if do == "extend":
        form.one_of("because", REASONS)
        form.text("proof", 60)
    if do == "represent":
        form.text("who", 120)
        form.one_of("relation", representing.RELATIONS)
        form.one_of("seen", representing.PROOFS)


def _pause(asked: int, form: Form, actor: str) -> tuple[bool, Words]:
    return stages.pause(asked, datetime.now(UTC), actor), _PAUSED


def _resume(asked: int, form: Form, actor: str) -> tuple[bool, Words]:
    return stages.resume(asked, datetime.now(UTC), actor), _RESUMED


def _extend(asked: int, form: Form, actor: str) -> tuple[bool, Words]:
    because = REASONS[form.typed["because"]]
    stages.extend(asked, because, form.typed["proof"].strip(), datetime.now(UTC), actor)
    return True, _EXTENDED


def _refuse(asked: int, form: Form, actor: str) -> tuple[bool, Words]:
    return stages.refuse(asked, form.typed["ground"], datetime.now(UTC), actor), _REFUSED


def _represent(asked: int, form: Form, actor: str) -> tuple[bool, Words]:
    said = form.typed
    representing.note_representative(
        asked, said["who"].strip(), said["relation"], said["seen"], datetime.now(UTC), actor
    )
    return True, _REPRESENTED


def _check_representative(asked: int, form: Form, actor: str) -> tuple[bool, Words]:
    return representing.check_representative(asked, datetime.now(UTC), actor), _CHECKED


_DO: dict[str, Callable[[int, Form, str], tuple[bool, Words]]] = {
    "pause": _pause,
    "resume": _resume,
    "extend": _extend,
    "refuse": _refuse,
    "represent": _represent,
    "check": _check_representative,
}
_NO = Words("Không làm được với những gì đã ghi.", "This cannot be done with what was filled in.")
_NOTHING = Words("Không có gì thay đổi.", "Nothing changed.")
_PAUSED = Words(
    "Đồng hồ của luật tạm dừng trong lúc hỏi khách là ai; cam kết 24 giờ vẫn chạy.",
    "The law's clock stands while the customer is asked who they are; the promise of 24 hours runs on.",
)
_RESUMED = Words("Đồng hồ của luật chạy tiếp.", "The law's clock goes on.")
_EXTENDED = Words(
    "Đã gia hạn theo luật và báo cho khách. Cam kết 24 giờ không đổi.",
    "The law's day is put off and the customer told. The promise of 24 hours does not change.",
)
_REFUSED = Words("Đã từ chối và báo căn cứ cho khách.", "Refused; the customer is told the ground.")
_REPRESENTED = Words(
    "Đã ghi người đại diện (niêm phong). Chờ một đồng nghiệp khác kiểm tra.",
    "The representative is noted, sealed. Another colleague checks it.",
)
_CHECKED = Words("Đã kiểm tra người đại diện.", "The representative is checked.")
