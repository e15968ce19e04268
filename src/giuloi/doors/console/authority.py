"""/console/authority: the files of competent authorities, for whoever works on them (III.2): the list, and one file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giuloi.core.bilingual import Words
from giuloi.core.fields import names_in
from giuloi.core.terms import GiuloiError
from giuloi.core.time_left import TimeLeft, time_left
from giuloi.doors.console.guard import Colleague, View, proven_now, signed_in
from giuloi.doors.console.people import people
from giuloi.doors.console.tongue import tell
from giuloi.promises.share.authority.exporting import export_file, export_register
from giuloi.promises.share.authority.letter import refusal_letter
from giuloi.promises.share.authority.moving import file_row, note
from giuloi.promises.share.authority.papers import letter_of
from giuloi.promises.share.authority.problems import Changed, NoSuchFile, NotTaken, NotTheirs
from giuloi.promises.share.authority.reading import Line, Whole, files, whole
from giuloi.promises.share.authority.rows import AuthorityStep
from giuloi.promises.share.authority.steps import NEXT, Action, NotThisStep
from giuloi.promises.share.authority.who import may_work
from giuloi.promises.share.authority.words import (
    CALLED_WORDS,
    CAME_WORDS,
    GROUND_WORDS,
    KIND_WORDS,
    LATE_WORDS,
    NOTED,
    STAGE_WORDS,
    WHY_WORDS,
    Called,
    Came,
    Ground,
    Kind,
    Late,
)
from giuloi.records.database import durable
from giuloi.records.published import current

HERE = "/console/authority"


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def legal_work(view: View) -> View:
    """As `signed_in`, and only for who works on authorities' files: others get 403. A file that is none is a 404."""

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        who: Colleague = request.staff
        if not may_work(who.role, administrator=who.administrator):
            raise PermissionDenied
        try:
            return view(request, *args, **kwargs)
        except NoSuchFile:
            raise Http404 from None

    return guarded


def carried_out(request: HttpRequest, file: int, step: Callable[[], object], done: Words) -> HttpResponse:
    """Take a step and go back to the file: what was not taken is said there, in the words of what stopped it."""
    try:
        step()
    except (NotTaken, NotThisStep, Changed, NotTheirs) as error:
        tell(request, words_of(error), messages.ERROR)
    else:
        tell(request, done)
    return HttpResponseRedirect(f"{HERE}/{file}")


def words_of(error: GiuloiError) -> Words:
    """What was caught, as people read it."""
    if isinstance(error, NotThisStep):
        return WHY_WORDS[error.why]
    words: Words = error.words  # type: ignore[attr-defined]  # the others of problems.py all have them
    return words


@require_GET
@legal_work
def index(request: HttpRequest) -> HttpResponse:
    """The open files, the one due first before the others; on asking, all of them."""
    show = "all" if request.GET.get("show") == "all" else "open"
    at = now()
    lines = [(one, STAGE_WORDS[one.stage], _tag(one), _left(one, at)) for one in files(at, show=show)]
    return render(request, "console/authority.html", {"lines": lines, "show": show})


@require_GET
@legal_work
def one(request: HttpRequest, file: int) -> HttpResponse:
    """One file: its clock, what was checked, the scope, who approved, what happened, and what can be done next."""
    return render(request, "console/authority_file.html", page_of(whole(file, now()), request.staff))


@require_POST
@legal_work
def document(request: HttpRequest, file: int) -> HttpResponse:
    """Open the letter: what was read from it, or the document itself. The file notes who did."""
    at, row = now(), file_row(file)
    letter = letter_of(file)
    with durable():
        note(file, "opened", at, request.staff.pseudonym)
    if request.POST.get("what") == "file":
        return download(letter.name, letter.content)
    page = page_of(whole(file, at), request.staff) | {"said": letter.said, "name": letter.name, "row": row}
    return render(request, "console/authority_file.html", page)


@require_http_methods(["GET", "POST"])
@legal_work
@proven_now
def export(request: HttpRequest, file: int) -> HttpResponse:
    """The file as a ZIP with its manifest: it holds the document in clear. Back from the proof one asks again."""
    if request.method == "GET":
        return HttpResponseRedirect(f"{HERE}/{file_row(file).id}")
    name, content = export_file(file, request.staff.pseudonym, now())
    return download(name, content)


@require_GET
@legal_work
def register_csv(request: HttpRequest) -> HttpResponse:
    """The register of files as a table; no customer is named in it."""
    answer = HttpResponse("\ufeff" + export_register(now()), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="authority-requests.csv"'
    return answer


@require_GET
@legal_work
def letter(request: HttpRequest, file: int) -> HttpResponse:
    """The letter that refuses, to be printed and signed; 404 for a file that was not refused."""
    row = file_row(file)
    if not row.ground:
        raise Http404
    shop = current().policy.shop
    text = refusal_letter(row, str(shop.get("shop", "")), str(shop.get("address", "")), now())
    return render(request, "console/authority_letter.html", {"row": row, "text": text})


def page_of(found: Whole, who: Colleague) -> dict[str, Any]:
    """What the file's page shows."""
    row, known = found.line.row, people()
    own_work = who.id in found.position.hands
    return {
        "line": found.line,
        "row": row,
        "whole": found,
        "stage": STAGE_WORDS[found.line.stage],
        "tag": _tag(found.line),
        "left": _left(found.line, now()),
        "kind": KIND_WORDS[Kind(row.kind)],
        "came": CAME_WORDS[Came(row.came)],
        "asked": names_in(row.asked),
        "people": [(one, names_in(one.asked), names_in(one.granted)) for one in found.people],
        "calls": [(one, CALLED_WORDS[Called(one.result)], known.named(one.staff_id)) for one in found.calls],
        "approvals": [(one, known.named(one.staff_id)) for one in found.approvals],
        "steps": [(one, NOTED[one.what], known.acting(one.actor), _about(one)) for one in found.steps],
        "prepared_by": known.named(row.prepared_by),
        "ground": GROUND_WORDS[Ground(row.ground)] if row.ground else None,
        "late": LATE_WORDS[Late(row.late)] if row.late else None,
        "can": {action.value for action in Action if (found.line.stage, action) in NEXT},
        "own_work": own_work,
        "approved_already": who.id in found.position.valid,
        "may_take": row.package_hash and who.id in (*found.position.valid, row.released_by),
    }


def _about(one: AuthorityStep) -> Words:
    """The word of a list that stands beside a step; what is none stays as it is (a number, the start of a hash)."""
    if one.what in _SAID:  # the step's own name says it already
        return Words("", "")
    return _BESIDE.get(one.about, Words(one.about, one.about))


def _tag(line: Line) -> str:
    if line.in_time is False:
        return "late"
    return "warn" if line.left is not None else "ok"


def _left(line: Line, at: datetime) -> TimeLeft:
    """What is left of its hours; of what was released or refused, whether it was in time."""
    return time_left(line.row.due_at, at, line.row.released_at or line.row.ended_at)


def download(name: str, content: bytes) -> HttpResponse:
    """Never shown in the browser: whoever wrote the letter does not get to run in the console."""
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


_SAID = frozenset({Action.CONFIRM.value, Action.DENY.value, Action.NO_ANSWER.value})
_STOPPED: dict[str, Words] = {
    "number": Words(
        "số điện thoại không có trong sổ từ trước khi yêu cầu đến",
        "a number not known before the request came",
    ),
    "wide": Words("đòi thông tin của mọi khách hàng", "it asks for all customers"),
    "not_asked": Words("thông tin mà văn bản không đòi", "a field that the letter does not ask for"),
    "not_permitted": Words("thông tin mà chính sách không cho", "a field that the policy does not permit"),
    "kept": Words("chưa báo cho khách hàng", "the customers are not told yet"),
}
_BESIDE: dict[str, Words] = {
    **{str(key): words for key, words in WHY_WORDS.items()},
    **{str(key): words for key, words in CALLED_WORDS.items()},
    **{str(key): words for key, words in GROUND_WORDS.items()},
    **{str(key): words for key, words in CAME_WORDS.items()},
    **_STOPPED,
}
