"""One request: its clause and clocks, who has it and who answers for it, what happened, and what was written, shut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giuloi.core.bilingual import Words
from giuloi.core.fields import mask_of
from giuloi.core.terms import ClauseRef, Unavailable
from giuloi.core.time_left import time_left
from giuloi.doors.console.department import serving, who_serve
from giuloi.doors.console.form import Form, one_time_number, sent_before
from giuloi.doors.console.inbox import line
from giuloi.doors.console.people import People, people
from giuloi.doors.console.request_words import SOURCE_WORDS, WRITTEN_WORDS, fitting_templates
from giuloi.doors.console.right_pairs import opened_pairs
from giuloi.doors.console.right_shown import block_of
from giuloi.doors.console.shown import texts
from giuloi.doors.console.told import told, worded
from giuloi.doors.console.tongue import tell
from giuloi.promises.answer import afterwards, assignment, inbox
from giuloi.promises.answer.asking import purpose_of
from giuloi.promises.answer.conversation import conversation
from giuloi.promises.answer.inbox import Whole
from giuloi.promises.answer.messages import FIELD, LONGEST, NotWritten
from giuloi.promises.answer.proving import NotProven, is_unproven, prove_identity
from giuloi.promises.use.cases import Direction
from giuloi.records.cases import find_case
from giuloi.records.credentials import hold_as_staff
from giuloi.records.facts import Ask
from giuloi.records.published import current
from giuloi.records.request_kinds import GROUNDS, HAPPENED_WORDS
from giuloi.records.reveal import Refusal, Revealed, reveal


@require_GET
@serving
def one(request: HttpRequest, asked: int) -> HttpResponse:
    """The page, with everything that was written masked."""
    return render(request, "console/request.html", page_of(request, found(asked)))


@require_http_methods(["GET", "POST"])
@serving
def show(request: HttpRequest, asked: int) -> HttpResponse:
    """Open what was written about it, through the gate, by the request's own case; it stands in this answer only."""
    whole = found(asked)
    if request.method == "GET":
        return HttpResponseRedirect(f"/console/inbox/{asked}")
    case = find_case(whole.row.case) if whole.row.case is not None else None
    if case is None or whole.row.subject is None:
        raise Http404
    holding = hold_as_staff(request.staff.id, purpose_of(whole.row.kind), case.id)
    page = page_of(request, whole)
    try:
        answer = reveal(holding, [FIELD], Ask(whole.row.subject, case.id), datetime.now(UTC))
    except Unavailable:
        return render(request, "console/request.html", {**page, "unavailable": True}, status=503)
    page["told"] = told(answer.decision, holding, mask_of([FIELD]))
    if isinstance(answer, Revealed):
        page["pairs_opened"] = opened_pairs(asked, whole.row.subject, case.id, holding, datetime.now(UTC))
        return render(request, "console/request.html", {**page, "opened": texts(answer, FIELD)})
    refused = isinstance(answer, Refusal)
    return render(
        request, "console/request.html", {**page, "refused": refused, "unreadable": not refused}, status=403
    )


@require_POST
@serving
def move(request: HttpRequest, asked: int) -> HttpResponse:
    """Take it, give it to a colleague, hand it back, or note that the customer's word is waited for."""
    found(asked)
    at, me, do = datetime.now(UTC), request.staff.id, request.POST.get("do", "")
    to = next((one.id for one in who_serve() if str(one.id) == request.POST.get("staff", "")), None)
    moves: dict[str, tuple[Callable[[], bool], Words]] = {
        "take": (lambda: assignment.take(asked, me, at, over=True), _TAKEN),
        "hand_back": (lambda: assignment.hand_back(asked, at, me), _HANDED_BACK),
        "wait": (lambda: assignment.wait(asked, at, me), _WAITING),
        "prove_code": (lambda: prove_identity(asked, at, request.staff.pseudonym, "code"), _PROVEN),
        "prove_seen": (lambda: prove_identity(asked, at, request.staff.pseudonym, "seen"), _PROVEN),
    }
    if to is not None:
        moves["assign"] = (lambda: assignment.assign(asked, to, at, me), _GIVEN)
    if do not in moves:
        tell(request, _TO_WHOM, messages.WARNING)
    else:
        change, words = moves[do]
        try:
            done = change()
        except NotProven as no:
            done, none = False, no.words
        else:
            none = _NOT_CHANGED
        tell(request, words if done else none, messages.SUCCESS if done else messages.WARNING)
    return HttpResponseRedirect(f"/console/inbox/{asked}")


@require_POST
@serving
def note(request: HttpRequest, asked: int) -> HttpResponse:
    """A note among colleagues: sealed like everything about a person, and theirs to see if they ask."""
    whole, form = found(asked), Form.of(request)
    text = form.typed.get("note", "").strip()
    problem = None
    if not text or len(text) > LONGEST:
        problem = Words("Hãy viết từ 1 đến 20.000 chữ.", "Write between 1 and 20,000 letters.")
    elif not whole.row.open:
        problem = _NOT_CHANGED
    if problem is None and not sent_before(form, datetime.now(UTC)):
        try:
            afterwards.note(asked, text, datetime.now(UTC), request.staff.pseudonym)
        except NotWritten:
            problem = _NOT_CHANGED
    if problem is not None:
        page = {**page_of(request, whole), "note": text, "problem": problem}
        return render(request, "console/request.html", page, status=422)
    tell(request, _NOTED)
    return HttpResponseRedirect(f"/console/inbox/{asked}")


def found(asked: int) -> Whole:
    """The request; 404 where there is none."""
    whole = inbox.one(asked) if asked < 2**63 else None
    if whole is None:
        raise Http404
    return whole


@dataclass(frozen=True, slots=True)
class _Happened:
    """A line of the timeline in words."""

    at: datetime
    what: Words
    by: Words
    to: Words


@dataclass(frozen=True, slots=True)
class _Written:
    """A text, masked; `id` is what it is found by among the opened ones."""

    id: int
    at: datetime
    what: Words
    by: Words
    internal: bool


def page_of(request: HttpRequest, whole: Whole) -> dict[str, Any]:
    """What the page shows before anything is opened."""
    at, known, row = datetime.now(UTC), people(), whole.row
    policy = current().policy
    return {
        "line": line(row, at, known),
        "row": row,
        "source": SOURCE_WORDS.get(row.source, Words(row.source, row.source)),
        "ground": GROUNDS.get(row.ground),
        "clause": worded(ClauseRef(row.clause), policy) if row.clause in policy.clauses else None,
        "law_answer": time_left(row.law_answer_at, at, row.answered_at or row.finished_at),
        "law_due": time_left(row.law_due_at, at, row.finished_at),
        "right": block_of(row, request.staff.pseudonym),
        "steps": _steps(whole, known),
        "texts": _texts(whole, known),
        "colleagues": [one for one in who_serve() if one.id != row.staff],
        "templates": fitting_templates(row),
        "once": one_time_number(),
        "me": row.staff == request.staff.id,
        "unproven": row.open and is_unproven(row.case),
        "wrote_it": row.actor == request.staff.pseudonym,
    }


def _steps(whole: Whole, known: People) -> list[_Happened]:
    """Newest first: what a colleague wants to know is what happened last."""
    told = [
        _Happened(step.at, HAPPENED_WORDS[step.what], known.acting(step.actor), known.named(step.staff))
        for step in whole.steps
    ]
    return told[::-1]


def _texts(whole: Whole, known: People) -> list[_Written]:
    lines = conversation(whole.row.case) if whole.row.case is not None else []
    return [
        _Written(
            line.id,
            line.at,
            WRITTEN_WORDS[line.direction],
            known.acting(line.by),
            line.direction is Direction.NOTE,
        )
        for line in lines
    ]


_TAKEN = Words("Bạn đã nhận yêu cầu này.", "You have taken this request.")
_HANDED_BACK = Words("Đã trả yêu cầu về bộ phận.", "It is the department's again.")
_WAITING = Words(
    "Đã ghi là chờ khách trả lời. Đồng hồ cam kết vẫn chạy.",
    "Noted that the customer's word is waited for. The clock of the promise runs on.",
)
_PROVEN = Words("Đã ghi là đúng khách.", "Noted: it is the customer.")
_GIVEN = Words("Đã giao yêu cầu cho đồng nghiệp.", "It is given to the colleague.")
_TO_WHOM = Words("Hãy chọn người được giao.", "Choose whom to give it to.")
_NOT_CHANGED = Words(
    "Không có gì thay đổi: yêu cầu đã kết thúc, hoặc không còn ai giữ.",
    "Nothing changed: the request has ended, or nobody had it.",
)
_NOTED = Words(
    "Đã ghi chú. Chỉ đồng nghiệp làm việc này đọc được.", "Noted: for the colleagues who work on it."
)
