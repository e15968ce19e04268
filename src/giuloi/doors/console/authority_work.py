"""Working on a file: the call back, whom the letter names, secrecy, and the scope cut to the least that answers."""

from __future__ import annotations

from datetime import date, datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.core.fields import mask_of, names_in
from giuloi.doors.console.authority import HERE, carried_out, legal_work, now, words_of
from giuloi.doors.console.form import REQUIRED, Form
from giuloi.doors.console.tongue import tell
from giuloi.promises.collect.finding import look_up
from giuloi.promises.collect.overview import order_seen
from giuloi.promises.share.authority import calls, scope, secrecy
from giuloi.promises.share.authority.moving import file_row
from giuloi.promises.share.authority.problems import Changed, NotTaken
from giuloi.promises.share.authority.reading import whole
from giuloi.promises.share.authority.steps import Action, NotThisStep, Stage
from giuloi.promises.share.authority.who import in_charge
from giuloi.promises.share.authority.words import CALLED_WORDS, Called

MOST_LINES = 50
Named = tuple[int, int | None]


@require_http_methods(["GET", "POST"])
@legal_work
def call(request: HttpRequest, file: int) -> HttpResponse:
    """Which number was called, and what it brought. Only numbers are offered that were known before the request."""
    form, found = Form.of(request), whole(file, now())
    if request.method == "POST":
        numbers = [str(one.id) for one in found.proven]
        number, result = form.one_of("number", numbers), form.one_of("result", list(Called))
        if form.good:
            done = CALLED_WORDS[Called(result)]
            step = lambda: calls.called_back(file, int(number), Called(result), request.staff.id, now())  # noqa: E731
            return carried_out(request, file, step, done)
    page = {"form": form, "row": found.line.row, "numbers": found.proven, "results": CALLED_WORDS}
    return render(request, "console/authority_call.html", page, status=200 if form.good else 422)


@require_http_methods(["GET", "POST"])
@legal_work
def name(request: HttpRequest, file: int) -> HttpResponse:
    """Look up whom the letter names: by telephone, e-mail or order number, one a line. The ledger has each look-up."""
    form, row = Form.of(request), file_row(file)
    if request.method == "POST":
        lines = [one.strip() for one in form.typed.get("people", "").splitlines() if one.strip()]
        if not in_charge(request.staff.role):
            form.problems["people"] = _IN_CHARGE
        elif row.wide or len(lines) > MOST_LINES:
            form.problems["people"] = scope.TOO_WIDE if row.wide else scope.TOO_MANY
        elif not lines:
            form.problems["people"] = REQUIRED
        elif row.stage != Stage.VERIFIED:
            form.problems["people"] = _FIRST
        if form.good:
            found, missing = _looked(request, file, lines)
            try:
                count = scope.name_people(file, found, request.staff.id, now())
            except (NotTaken, NotThisStep, Changed) as error:
                form.problems["people"] = words_of(error)
            else:
                tell(request, _found(count, missing))
                return HttpResponseRedirect(f"{HERE}/{file}")
    page = {"form": form, "row": row, "secret": secrecy.is_secret(row, now())}
    return render(request, "console/authority_name.html", page, status=200 if form.good else 422)


def _looked(request: HttpRequest, file: int, lines: list[str]) -> tuple[list[Named], int]:
    """(who was found, how many lines led to nobody)."""
    who, secret = request.staff, secrecy.is_secret(file_row(file), now())
    found: list[Named] = []
    missing = 0
    for line in lines:
        looked = look_up(who.pseudonym, who.role, line, now(), concealed=secret)
        by_order = [order_seen(order) for order in looked.orders]
        pairs: list[Named] = [(one.subject, one.id) for one in by_order if one is not None]
        found += pairs or [(subject, None) for subject in looked.subjects]
        missing += not looked.subjects
    return found, missing


@require_http_methods(["GET", "POST"])
@legal_work
def cut(request: HttpRequest, file: int) -> HttpResponse:
    """The scope: for each person named, the fields; and why that is lawful and the least. Approvals become void."""
    form, found = Form.of(request), whole(file, now())
    people = [
        (one, names_in(one.asked & scope.permitted_of(one.subject_id)))
        for one in found.people
        if one.subject_id is not None
    ]
    if request.method == "POST":
        granted = {
            one.id: mask_of(form.some_of(f"fields-{one.id}", may, required=False)) for one, may in people
        }
        text = form.typed.get("note", "").replace("\r\n", "\n").strip()
        if any(problem.startswith("fields-") for problem in form.problems):
            form.problems["fields"] = scope.NOT_ASKED
        if form.good:
            try:
                scope.prepare(file, granted, text, request.staff.id, now())
            except NotTaken as error:
                form.problems[error.field] = error.words
            except (NotThisStep, Changed) as error:
                form.problems["fields"] = words_of(error)
            else:
                tell(request, _CUT)
                return HttpResponseRedirect(f"{HERE}/{file}")
    rows = [(one, [(name, _ticked(form, one, name)) for name in may]) for one, may in people]
    page = {"form": form, "row": found.line.row, "people": rows, "void": bool(found.position.approvals)}
    return render(request, "console/authority_cut.html", page, status=200 if form.good else 422)


def _ticked(form: Form, one: object, name: str) -> bool:
    if form.typed:
        return name in form.lists.get(f"fields-{one.id}", [])  # type: ignore[attr-defined]
    return name in names_in(one.granted)  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@legal_work
def secret(request: HttpRequest, file: int) -> HttpResponse:
    """Law demands secrecy, by which document, until when: never without an end."""
    form, row = Form.of(request), file_row(file)
    if request.method == "POST":
        number, until = form.text("secrecy_document", 80), _until(form)
        if form.good and until is not None:
            try:
                secrecy.order_secrecy(file, until, number, request.staff.id, now())
            except NotTaken as error:
                form.problems[error.field] = error.words
            except Changed as error:
                form.problems["until"] = words_of(error)
            else:
                tell(request, _SECRET, messages.WARNING)
                return HttpResponseRedirect(f"{HERE}/{file}")
    page = {"form": form, "row": row, "named": Action.NAME.value}
    return render(request, "console/authority_secret.html", page, status=200 if form.good else 422)


def _until(form: Form) -> datetime | None:
    """The end of the day that was typed, in Viet Nam."""
    try:
        day = date.fromisoformat(form.typed.get("until", ""))
    except ValueError:
        form.problems.setdefault("until", Words("Một ngày.", "A day."))
        return None
    return datetime.combine(day, time.max.replace(microsecond=0), VIETNAM)


def _found(count: int, missing: int) -> Words:
    vi, en = f"Đã ghi {count} người.", f"People noted: {count}."
    if missing:
        vi += f" Số dòng không tìm thấy ai: {missing}."
        en += f" Lines that led to nobody: {missing}."
    return Words(vi, en)


_IN_CHARGE = Words(
    "Chỉ người phụ trách pháp lý được tra khách hàng cho hồ sơ này (mục V.2).",
    "Only whoever is in charge of legal matters looks customers up for such a file (clause V.2).",
)
_FIRST = Words("Phải gọi lại xác minh trước.", "The call back comes first.")
_CUT = Words(
    "Đã ghi phạm vi. Cần hai đồng nghiệp khác duyệt đúng phạm vi này.",
    "The scope is noted. Two other colleagues must approve exactly this.",
)
_SECRET = Words(
    "Đã ghi yêu cầu giữ bí mật. Đến ngày đó phần mềm tự báo cho khách hàng.",
    "Secrecy is noted. On that day the software tells the customers by itself.",
)
