"""Something a member said seems untrue (IV.5): evidence, then an invitation to correct it, and only then a stop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.fields import mask_of
from giuloi.core.policy.clauses import PurposeRule
from giuloi.core.terms import CaseKind, Standing, Unavailable
from giuloi.doors.console.form import Form
from giuloi.doors.console.guard import signed_in
from giuloi.doors.console.shown import shown
from giuloi.doors.console.told import told
from giuloi.doors.console.tongue import tell
from giuloi.promises.collect.overview import customer_seen
from giuloi.promises.collect.untrue import (
    DOUBTED,
    STATE_WORDS,
    STEPS,
    DoubtState,
    File,
    NotThisStep,
    ask_to_correct,
    doubt_of,
    doubts_of,
    lift,
    open_doubt,
    open_doubts,
    suspend,
)
from giuloi.records.credentials import hold_as_staff
from giuloi.records.facts import Ask
from giuloi.records.published import current
from giuloi.records.reveal import Revealed, reveal

LONGEST = 2000  # characters of evidence
View = Callable[..., HttpResponse]
_DO = {"ask": ask_to_correct, "suspend": suspend, "lift": lift}


def works_on_requests(view: View) -> View:
    """As `signed_in`, for the roles that the policy names for a person's own requests: others get 403."""

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.staff.on_requests:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@works_on_requests
def index(request: HttpRequest) -> HttpResponse:
    """Every file that has not ended, oldest first."""
    return render(request, "console/doubts.html", {"files": open_doubts(), "state_words": STATE_WORDS})


@require_http_methods(["GET", "POST"])
@works_on_requests
def begin(request: HttpRequest, subject: int) -> HttpResponse:
    """Open a file about a member: which of what they said, and what speaks against it."""
    seen = customer_seen(subject)
    if seen is None or seen.standing is not Standing.MEMBER:
        raise Http404  # only members answer for what they say
    form = Form.of(request)
    if request.method == "POST":
        fields = form.some_of("fields", DOUBTED)
        evidence = form.typed.get("evidence", "").strip()
        if not evidence or len(evidence) > LONGEST:
            form.problems["evidence"] = _EVIDENCE
        if form.good:
            try:
                doubt = open_doubt(subject, fields, evidence, datetime.now(UTC), request.staff.pseudonym)
            except NotThisStep as error:
                form.problems["evidence"] = error.words
            else:
                tell(request, _OPENED)
                return HttpResponseRedirect(f"/console/doubts/{doubt}")
    page = {
        "seen": seen,
        "form": form,
        "fields": DOUBTED,
        "ticked": form.lists.get("fields", []),
        "before": doubts_of(subject),
        "state_words": STATE_WORDS,
    }
    return render(request, "console/doubt_new.html", page, status=200 if form.good else 422)


@require_http_methods(["GET", "POST"])
@works_on_requests
def one(request: HttpRequest, doubt: int) -> HttpResponse:
    """One file: its steps, and its evidence when it is asked for."""
    file = doubt_of(doubt)
    if file is None:
        raise Http404
    step, at = request.POST.get("step", ""), datetime.now(UTC)
    if step == "show":
        return _show(request, file, at)
    if step in _DO:
        try:
            _DO[step](doubt, at, request.staff.pseudonym)
        except NotThisStep as error:
            tell(request, error.words, messages.ERROR)
        else:
            tell(request, _DONE)
        return HttpResponseRedirect(f"/console/doubts/{doubt}")
    return render(request, "console/doubt.html", _page(file, at))


def _show(request: HttpRequest, file: File, at: datetime) -> HttpResponse:
    """The evidence, through the gate, by the case of this file."""
    holding = hold_as_staff(request.staff.id, _rule().name, file.id)
    try:
        answer = reveal(holding, ["care_note"], Ask(file.subject, file.id), at)
    except Unavailable:
        return render(request, "console/doubt.html", {**_page(file, at), "unavailable": True}, status=503)
    page = _page(file, at) | {"told": told(answer.decision, holding, mask_of(["care_note"]))}
    if not isinstance(answer, Revealed):
        return render(request, "console/doubt.html", {**page, "refused": True}, status=403)
    return render(request, "console/doubt.html", {**page, "opened": shown(answer, ["care_note"])})


def _page(file: File, at: datetime) -> dict[str, Any]:
    following = STEPS[file.state]
    return {
        "file": file,
        "state_words": STATE_WORDS,
        "can_ask": DoubtState.ASKED in following,
        "can_suspend": file.may_suspend(at),
        "waits": file.state is DoubtState.ASKED and not file.may_suspend(at),
        "can_lift": DoubtState.LIFTED in following,
    }


def _rule() -> PurposeRule:
    """The purpose that a person's own request is for; raises Http404 under a policy that has none."""
    rules = current().policy.purposes.values()
    rule = next((one for one in rules if one.needs is CaseKind.REQUEST), None)
    if rule is None:
        raise Http404
    return rule


_EVIDENCE = Words(
    f"Hãy ghi điều gì cho thấy thông tin chưa đúng, nhiều nhất {LONGEST} ký tự.",
    f"Write down what speaks against it, in at most {LONGEST} characters.",
)
_OPENED = Words(
    "Đã mở hồ sơ; bằng chứng được niêm phong. Bước đầu: mời khách sửa.",
    "The file is open; its evidence is sealed. First step: ask the customer to correct it.",
)
_DONE = Words("Đã ghi bước này; khách được báo.", "The step is noted; the customer is told.")
