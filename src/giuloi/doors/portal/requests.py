"""/me/requests: what the visitor asked, by when it is carried out, who answers for it, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giuloi.core.bilingual import Words
from giuloi.core.fields import FIELD
from giuloi.core.gate.words import role_named
from giuloi.core.terms import Channel
from giuloi.core.time_left import TimeLeft, time_left
from giuloi.doors.portal.asking import one_time, too_long, warnings_for
from giuloi.doors.portal.attaching import FILES_AGAIN, handed_in
from giuloi.doors.portal.coming import now, see, signed_in, spoken_here, tell
from giuloi.doors.portal.my_data import only_order
from giuloi.doors.portal.rights import what_came_of
from giuloi.doors.portal.shown import texts_of
from giuloi.promises.answer import afterwards, inbox
from giuloi.promises.answer.conversation import conversation
from giuloi.promises.answer.inbox import Row, Whole
from giuloi.promises.answer.messages import NotWritten
from giuloi.promises.answer.outcome import COMPLAIN, result
from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.use.cases import Direction
from giuloi.records.access.colleagues import colleague
from giuloi.records.own_data import NotThere, own_data
from giuloi.records.published import current
from giuloi.records.request_kinds import HAPPENED_WORDS, KIND_WORDS, STATE_WORDS, Happened
from giuloi.records.request_promise import clock_of

_GREATEST_ID = 2**63 - 1
# What the customer reads of the timeline: not who noted what, nor how the desk passed it on.
_TOLD = (
    *(Happened.RECEIVED, Happened.REPEATED, Happened.TAKEN, Happened.WAITING, Happened.ANSWERED),
    *(Happened.MISSED, Happened.ENDED),
)
_TONES = {"received": "warn", "in_hand": "", "waiting": "", "done": "ok", "partly": "warn", "refused": "late"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One request in words; `answers` is who answers for it as the shop shows it, `result` its end."""

    row: Row
    kind: Words
    state: Words
    tone: str
    left: TimeLeft
    department: str
    answers: str
    result: Words | None
    number: str


@require_GET
@signed_in()
def page(request: HttpRequest) -> HttpResponse:
    """The list: open ones first, each with the clock that the shop has too."""
    at = now()
    rows = _theirs(request)
    shown = [
        shown_of(row, at)
        for row in sorted(rows, key=lambda row: (not row.open, -row.received_at.timestamp()))
    ]
    return render(request, "portal/requests.html", {"shown": shown, "complain": COMPLAIN})


@require_GET
@signed_in()
def one(request: HttpRequest, asked: int) -> HttpResponse:
    """One request with all that was written between them and the shop; looking is a use, in their ledger."""
    return render(request, "portal/request.html", _page(request, own_request(request, asked)))


@require_POST
@signed_in()
def add(request: HttpRequest, asked: int) -> HttpResponse:
    """Write more about it; a form sent twice adds nothing twice."""
    whole = own_request(request, asked)
    text = request.POST.get("text", "").replace("\0", "").strip()
    files, no = handed_in(request)
    problem = _EMPTY if not (text or files or no) else too_long(text)
    warnings = warnings_for(text) if request.POST.get("anyway") != "yes" else []
    if problem is None and no is None and not warnings:
        try:
            token = request.POST.get("once", "")[:64]
            afterwards.add(asked, request.visitor.who, text, now(), token, files=files)
        except NotWritten:
            problem = _OVER
    if problem is not None or no is not None or warnings:
        page = {**_page(request, whole), "typed": text, "problem": problem, "warnings": warnings}
        page["files_problem"] = no or (FILES_AGAIN if files else None)
        return render(request, "portal/request.html", page, status=422)
    tell(request, _ADDED)
    return see(f"/me/requests/{asked}")


@require_http_methods(["GET", "POST"])
@signed_in()
def take_back(request: HttpRequest, asked: int) -> HttpResponse:
    """They do not want it any more: asked once, for it cannot be undone."""
    whole = own_request(request, asked)
    if request.method == "GET" and whole.row.open:
        return render(request, "portal/request_take_back.html", {"shown": shown_of(whole.row, now())})
    ended = request.method == "POST" and afterwards.take_back(asked, request.visitor.who, now())
    no = _TOO_LATE if request.method == "POST" and own_request(request, asked).row.open else _OVER
    tell(request, _TAKEN_BACK if ended else no, messages.SUCCESS if ended else messages.WARNING)
    return see(f"/me/requests/{asked}")


def own_request(request: HttpRequest, asked: int) -> Whole:
    """A request of the visitor's; somebody else's is not found, just as one that nobody made."""
    whole = inbox.one(asked) if asked <= _GREATEST_ID else None
    if whole is None or whole.row.subject != request.visitor.who or not _within(request, whole.row):
        raise Http404
    return whole


def shown_of(row: Row, at: datetime) -> Shown:
    """In words."""
    policy = current().policy
    clock = clock_of(policy, row.kind)
    person = colleague(row.answerable) if row.answerable is not None else None
    return Shown(
        row,
        KIND_WORDS[row.kind],
        STATE_WORDS[row.state],
        _TONES[row.state.value],
        time_left(row.due_at, at, row.finished_at),
        role_named(policy, clock.by, spoken_here()) if clock else "",
        person.name if person else "",
        None if row.open else result(row.state, row.ground),
        spoken_number(row.order) if row.order else "",
    )


def _theirs(request: HttpRequest) -> Iterable[Row]:
    return [row for row in inbox.of_person(request.visitor.who) if _within(request, row)]


def _within(request: HttpRequest, row: Row) -> bool:
    """A guest came with one order, and sees what was asked about that one."""
    return only_order(request) in (None, row.order)


def _page(request: HttpRequest, whole: Whole) -> dict[str, Any]:
    at, row = now(), whole.row
    lines = conversation(row.case) if row.case is not None else []
    wanted = [line for line in lines if line.direction is not Direction.NOTE or line.way == Channel.PHONE]
    try:
        data = own_data(request.visitor.who, at, FIELD["care_note"].mask) if wanted else None
    except NotThere:
        raise Http404 from None
    said = texts_of(data, [line.id for line in wanted]) if data else {}
    return {
        "shown": shown_of(row, at),
        "row": row,
        "texts": [(line, line.direction is Direction.IN, said.get(line.id, "")) for line in wanted],
        "refused": data.refused if data else None,
        "steps": [(step.at, HAPPENED_WORDS[step.what]) for step in whole.steps if step.what in _TOLD][::-1],
        "law_answer": time_left(row.law_answer_at, at, row.answered_at or row.finished_at),
        "law_due": time_left(row.law_due_at, at, row.finished_at),
        "complain": COMPLAIN,
        **what_came_of(row.id, row.kind, at),
        "once": one_time(),
        "fresh": request.GET.get("asked", "")
        if request.GET.get("asked") in ("new", "again", "added")
        else "",
    }


_EMPTY = Words("Xin viết vài lời.", "Please write a few words.")
_OVER = Words(
    "Yêu cầu này đã kết thúc. Xin gửi một yêu cầu mới.", "This request has ended. Please send a new one."
)
_TOO_LATE = Words(
    "Không dừng được nữa: việc xóa đã bắt đầu.", "It cannot be stopped any more: the erasing has begun."
)
_ADDED = Words("Đã thêm vào yêu cầu của quý khách.", "It was added to your request.")
_TAKEN_BACK = Words("Quý khách đã rút lại yêu cầu này.", "You took this request back.")
