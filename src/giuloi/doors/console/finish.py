"""Ending a request: what the customer will read stands on the page before it is sent, and is asked once more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.terms import ClauseRef
from giuloi.doors.console.department import serving
from giuloi.doors.console.form import CHOOSE, Form
from giuloi.doors.console.request_page import found, page_of
from giuloi.doors.console.told import worded
from giuloi.doors.console.tongue import tell
from giuloi.promises.answer import ending
from giuloi.promises.answer.inbox import Row
from giuloi.promises.answer.outcome import COMPLAIN, result
from giuloi.promises.answer.right_grounds import grounds_for
from giuloi.promises.collect.lifecycle import Moved, NotMoved
from giuloi.promises.collect.order_asking import NotWaiting, accept_cancel, accept_return
from giuloi.promises.collect.overview import order_seen
from giuloi.records.published import current
from giuloi.records.request_kinds import GROUNDS, RIGHTS_KINDS, RequestState

OUTCOMES: Mapping[str, Words] = MappingProxyType(
    {
        "done": Words("Đã thực hiện", "Done"),
        "partly": Words("Thực hiện một phần", "Done in part"),
        "refused": Words("Không thực hiện được", "Not carried out"),
    }
)
# What ending it as done does with the order, and how that reads before it is done.
_CARRIED_OUT: Mapping[str, tuple[Callable[[int, datetime, str], Moved], Words]] = MappingProxyType(
    {
        "cancel": (accept_cancel, Words("Đơn hàng sẽ bị hủy.", "The order will be cancelled.")),
        "return": (
            accept_return,
            Words(
                "Tiệm nhận lại hàng: đơn mở lại để chờ hàng về.",
                "The shop takes it back: the order opens again.",
            ),
        ),
    }
)
GROUNDS_OFFERED: Mapping[str, Words] = MappingProxyType(
    {word: words for word, words in GROUNDS.items() if word != "taken_back"}  # that is the customer's to say
)


@dataclass(frozen=True, slots=True)
class _Said:
    """The end as it was chosen."""

    outcome: RequestState
    ground: str


@require_http_methods(["GET", "POST"])
@serving
def finish(request: HttpRequest, asked: int) -> HttpResponse:
    """Choose how it ended, read what the customer will be told, then end it."""
    whole, form = found(asked), Form.of(request)
    page: dict[str, Any] = {**page_of(request, whole), "form": form, "outcomes": outcomes(whole.row)}
    page["grounds"] = grounds = _grounds(whole.row.kind)
    if request.method == "GET" or not whole.row.open or not page["outcomes"]:
        return render(request, "console/finish.html", page)
    said = _said(form, page["outcomes"], grounds)
    if said is None:
        return render(request, "console/finish.html", page, status=422)
    if request.POST.get("confirmed") != "yes":
        page |= {"said": said, "sentence": result(said.outcome, said.ground), "complain": COMPLAIN}
        if said.outcome is RequestState.DONE and whole.row.kind in _CARRIED_OUT:
            page["besides"] = _CARRIED_OUT[whole.row.kind][1]
        page["clause"] = worded(ClauseRef(whole.row.clause), current().policy)
        return render(request, "console/finish_confirm.html", page)
    _tell(request, *_end(whole.row, said, request.staff.pseudonym))
    return HttpResponseRedirect(f"/console/inbox/{asked}")


def outcomes(row: Row) -> dict[str, Words]:
    """How this request may be ended here: an open order is confirmed or cancelled on its own page, and ends it so."""
    seen = order_seen(row.order) if row.order is not None and row.kind == "order" else None
    return {} if seen is not None and seen.open else dict(OUTCOMES)


def _end(row: Row, said: _Said, actor: str) -> tuple[bool, Words]:
    """(whether it ended, what to say). A cancellation or return that is done moves its order with it, or neither."""
    at = datetime.now(UTC)
    try:
        if said.outcome is RequestState.DONE and row.kind in _CARRIED_OUT:
            _CARRIED_OUT[row.kind][0](row.id, at, actor)
            return True, _ENDED
        ended = ending.end(row.id, said.outcome, at, actor, said.ground)
    except NotWaiting:
        return False, _HAD_ENDED
    except NotMoved as no:
        return False, no.words
    return ended, _ENDED if ended else _UNDER_WAY if found(row.id).row.open else _HAD_ENDED


def _tell(request: HttpRequest, ended: bool, words: Words) -> None:
    tell(request, words, messages.SUCCESS if ended else messages.WARNING)


def _grounds(kind: str) -> Mapping[str, Words]:
    """Of a right over data only those that law lists for it."""
    if kind not in RIGHTS_KINDS:
        return GROUNDS_OFFERED
    return {one.word: GROUNDS[one.word] for one in grounds_for(kind) if one.word in GROUNDS_OFFERED}


def _said(form: Form, allowed: Mapping[str, Words], grounds: Mapping[str, Words]) -> _Said | None:
    outcome = form.one_of("outcome", allowed)
    ground = form.typed.get("ground", "")
    if outcome in ("partly", "refused") and ground not in grounds:
        form.problems["ground"] = CHOOSE
    if not form.good:
        return None
    return _Said(RequestState(outcome), "" if outcome == "done" else ground)


_ENDED = Words(
    "Đã kết thúc yêu cầu; khách thấy kết quả ngay trên trang của mình.",
    "The request has ended; the customer sees the result on their page at once.",
)
_UNDER_WAY = Words(
    "Việc xóa đang chạy: yêu cầu tự kết thúc khi xóa xong. Muốn dừng trong lúc còn hủy được thì từ chối.",
    "It is being erased: the request ends by itself when that is done. To stop it while that can be, refuse it.",
)
_HAD_ENDED = Words(
    "Yêu cầu đã kết thúc từ trước: không có gì thay đổi.", "It had ended before: nothing changed."
)
