"""Deciding on a file: approve, send back, release, hand over, note the receipt, refuse. Each is asked about first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.terms import Undecryptable
from giuloi.doors.console.authority import HERE, carried_out, download, legal_work, now, page_of, words_of
from giuloi.doors.console.authority_new import moment
from giuloi.doors.console.form import Form
from giuloi.doors.console.guard import proven_now
from giuloi.promises.share.authority import approving, ending, handing, releasing
from giuloi.promises.share.authority.moving import file_row
from giuloi.promises.share.authority.package import ENDING
from giuloi.promises.share.authority.papers import PaperKind, newest
from giuloi.promises.share.authority.problems import Changed, NotTaken, NotTheirs
from giuloi.promises.share.authority.reading import whole
from giuloi.promises.share.authority.scope import scope_now
from giuloi.promises.share.authority.steps import NotThisStep
from giuloi.promises.share.authority.words import GROUND_WORDS, LATE_WORDS, Ground, Late


@require_http_methods(["GET", "POST"])
@legal_work
@proven_now
def approve(request: HttpRequest, file: int) -> HttpResponse:
    """Exactly what would leave, and why; the yes is for the scope that stood on this page."""
    if request.method == "POST":
        seen, proved = request.POST.get("scope", ""), request.staff.session.proved_at
        if request.POST.get("do") == "send_back":
            return carried_out(
                request, file, lambda: ending.send_back(file, request.staff.id, now()), _SENT_BACK
            )
        step = lambda: approving.approve(file, seen, request.staff.id, proved, now())  # noqa: E731
        return carried_out(request, file, step, _APPROVED)
    return render(request, "console/authority_approve.html", _scope_page(request, file))


@require_http_methods(["GET", "POST"])
@legal_work
@proven_now
def release(request: HttpRequest, file: int) -> HttpResponse:
    """The release. Passphrase and link stand in the answer to this POST, and nowhere else, ever."""
    form = Form.of(request)
    late = now() > file_row(file).due_at
    if request.method == "POST":
        reason = form.one_of("late", list(Late), required=late)
        if form.good:
            proved = request.staff.session.proved_at
            try:
                done = releasing.release(
                    file, request.staff.id, proved, now(), Late(reason) if reason else None
                )
            except (NotTaken, NotThisStep, Changed, NotTheirs) as error:
                form.problems["release"] = words_of(error)
            else:
                link = request.build_absolute_uri(f"/trust/release/{done.token}")
                page = {"row": file_row(file), "done": done, "link": link}
                answer = render(request, "console/authority_released.html", page)
                answer["Cache-Control"] = "no-store"
                return answer
    page = _scope_page(request, file) | {"form": form, "is_late": late, "reasons": LATE_WORDS}
    return render(request, "console/authority_release.html", page, status=200 if form.good else 422)


@require_http_methods(["GET", "POST"])
@legal_work
@proven_now
def package(request: HttpRequest, file: int) -> HttpResponse:
    """The sealed package, for an approver who hands it over; it opens with the passphrase alone."""
    if request.method == "GET":  # back from the proof: one asks again
        return HttpResponseRedirect(f"{HERE}/{file_row(file).id}")
    try:
        code, content = handing.take_package(file, request.staff.id, now())
    except NotTheirs as error:
        return carried_out(request, file, _raising(error), _APPROVED)
    except Undecryptable:
        return carried_out(request, file, _raising(NotTaken("package", _GONE)), _APPROVED)
    return download(code + ENDING, content)


@require_http_methods(["GET", "POST"])
@legal_work
def receipt(request: HttpRequest, file: int) -> HttpResponse:
    """The authority's receipt: its number, and when they had the package."""
    form, row = Form.of(request), file_row(file)
    if request.method == "POST":
        number, received = form.text("receipt", 80), moment(form, "received")
        if form.good and received is not None:
            try:
                ending.receipt(file, number, received, request.staff.id, now())
            except NotTaken as error:
                form.problems[error.field] = error.words
            except (NotThisStep, Changed) as error:
                form.problems["receipt"] = words_of(error)
            else:
                return HttpResponseRedirect(f"{HERE}/{file}")
    page = {"form": form, "row": row}
    return render(request, "console/authority_receipt.html", page, status=200 if form.good else 422)


@require_http_methods(["GET", "POST"])
@legal_work
def refuse(request: HttpRequest, file: int) -> HttpResponse:
    """Refuse, with a reason of the list; the letter is written from it."""
    form, row = Form.of(request), file_row(file)
    if request.method == "POST":
        ground = form.one_of("ground", list(Ground))
        if form.good:
            step = lambda: ending.refuse(file, Ground(ground), request.staff.id, now())  # noqa: E731
            return carried_out(request, file, step, _REFUSED)
    page = {"form": form, "row": row, "grounds": GROUND_WORDS}
    return render(request, "console/authority_refuse.html", page, status=200 if form.good else 422)


def _scope_page(request: HttpRequest, file: int) -> dict[str, Any]:
    found = whole(file, now())
    row = found.line.row
    note = newest(file, PaperKind.NOTE) or b""
    return page_of(found, request.staff) | {"legal_note": note.decode(), "scope": scope_now(row)}


def _raising(error: Exception) -> Any:
    def step() -> None:
        raise error

    return step


_APPROVED = Words("Đã duyệt đúng phạm vi này.", "Exactly this scope is approved.")
_SENT_BACK = Words("Đã trả lại để cắt phạm vi lần nữa.", "Sent back, to be cut anew.")
_REFUSED = Words("Đã từ chối. Thư trả lời ở dưới.", "Refused. The letter is below.")
_GONE = Words("Gói đã hết hạn và đã hủy.", "The package is over and gone.")
