"""/console/authority/register: authorities, their units and numbers. Entered by administrators; nothing is altered."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.doors.console.authority import HERE, legal_work, now
from giuloi.doors.console.form import Form
from giuloi.doors.console.guard import administrator, proven_now
from giuloi.doors.console.people import people
from giuloi.doors.console.tongue import tell
from giuloi.promises.share.authority import register
from giuloi.promises.share.authority.problems import NoSuchFile, NotTaken

REGISTER = f"{HERE}/register"


@require_http_methods(["GET"])
@legal_work
def index(request: HttpRequest) -> HttpResponse:
    """Everything, with the history of each number."""
    return _page(request, Form({}))


@require_http_methods(["GET", "POST"])
@administrator
@proven_now
def add(request: HttpRequest, what: str) -> HttpResponse:
    """A new authority, a unit of one, or a number of a unit."""
    if request.method == "GET":  # back from the proof: one asks again
        return HttpResponseRedirect(REGISTER)
    form, who = Form.of(request), request.staff.pseudonym
    name = form.text("name" if what != "number" else "number", 120)
    source = form.text("source", 160) if what == "number" else ""
    of = form.number("of", 1, 999_999_999) if what != "authority" else 0
    if what not in ("authority", "unit", "number"):
        raise Http404
    if form.good and of is not None:
        try:
            if what == "authority":
                register.add_authority(name, now(), who)
            elif what == "unit":
                register.add_unit(of, name, now(), who)
            else:
                register.enter_number(of, name, source, now(), who)
        except NoSuchFile:
            raise Http404 from None
        except NotTaken as error:
            form.problems[error.field] = error.words
        else:
            tell(request, _ADDED)
            return HttpResponseRedirect(REGISTER)
    return _page(request, form, what)


@require_http_methods(["GET", "POST"])
@administrator
@proven_now
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End a number, once it was asked again; it stays in the history."""
    seen = [
        (one.authority, unit.unit, row)
        for one in register.register()
        for unit in one.units
        for row in unit.numbers
        if row.id == number and row.ended_at is None
    ]
    if not seen:
        raise Http404
    if request.method == "GET":
        authority, unit, row = seen[0]
        page = {"authority": authority, "unit": unit, "number": row}
        return render(request, "console/authority_number_end.html", page)
    register.end_number(number, now(), request.staff.pseudonym)
    tell(request, Words("Số này không còn dùng để xác minh.", "This number verifies nothing any more."))
    return HttpResponseRedirect(REGISTER)


def _page(request: HttpRequest, form: Form, what: str = "") -> HttpResponse:
    known = people()
    seen = [
        (
            one.authority,
            [
                (
                    unit.unit,
                    [(row, known.acting(row.entered_by), known.acting(row.ended_by)) for row in unit.numbers],
                )
                for unit in one.units
            ],
        )
        for one in register.register()
    ]
    page = {"seen": seen, "form": form, "what": what, "of": form.typed.get("of", "")}
    return render(request, "console/authority_register.html", page, status=200 if form.good else 422)


_ADDED = Words("Đã ghi vào sổ.", "It is in the register.")
