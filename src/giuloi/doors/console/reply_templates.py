"""Where the department keeps the texts that it answers with; in both languages, about nobody."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from giuloi.core.bilingual import Words
from giuloi.doors.console.department import answers, of_department, serving
from giuloi.doors.console.form import REQUIRED, Form, one_time_number, sent_before
from giuloi.doors.console.people import people
from giuloi.doors.console.request_words import warnings_for
from giuloi.doors.console.tongue import tell
from giuloi.promises.answer import reply_templates
from giuloi.promises.answer.reply_templates import (
    LONGEST,
    LONGEST_TITLE,
    VARIABLES,
    ChangedMeanwhile,
    Reply,
    filled,
    problems_of,
)
from giuloi.records.published import current
from giuloi.records.request_kinds import KIND_WORDS, KINDS


@require_GET
@serving
def index(request: HttpRequest) -> HttpResponse:
    """All of them, with what they are for."""
    known = people()
    rows = [
        (one, [KIND_WORDS[kind] for kind in one.kinds], known.acting(one.changed_by))
        for one in reply_templates.templates()
    ]
    return render(request, "console/templates.html", {"rows": rows, "may": answers(request.staff)})


@require_http_methods(["GET", "POST"])
@of_department
def add(request: HttpRequest) -> HttpResponse:
    """A new one."""
    return _edited(request, Reply(Words("", ""), Words("", "")))


@require_http_methods(["GET", "POST"])
@of_department
def one(request: HttpRequest, template: int) -> HttpResponse:
    """Change one."""
    return _edited(request, _found(template))


@require_http_methods(["GET", "POST"])
@of_department
def remove(request: HttpRequest, template: int) -> HttpResponse:
    """Take one away, after having read what it says."""
    shown = _found(template)
    if request.method == "POST":
        reply_templates.remove(shown.id)
        tell(request, Words("Đã bỏ mẫu trả lời.", "The template is gone."))
        return HttpResponseRedirect("/console/templates")
    return render(request, "console/template_remove.html", {"one": shown})


def _edited(request: HttpRequest, shown: Reply) -> HttpResponse:
    form = Form.of(request)
    said = _said(form, shown) if request.method == "POST" else shown
    if request.method == "POST" and form.good and not request.POST.get("preview"):
        try:
            if shown.id or not sent_before(form, datetime.now(UTC)):
                reply_templates.keep(said, datetime.now(UTC), request.staff.pseudonym)
        except ChangedMeanwhile as meanwhile:
            form.problems["form"] = meanwhile.words
        else:
            tell(request, Words("Đã lưu mẫu trả lời.", "The template is saved."))
            return HttpResponseRedirect("/console/templates")
    page: dict[str, Any] = {
        "one": said,
        "form": form,
        "kinds": {kind: KIND_WORDS[kind] for kind in KINDS},
        "variables": [(f"{{{name}}}", words) for name, words in VARIABLES.items()],
        "preview": _preview(said) if request.method == "POST" and form.good else None,
        "once": one_time_number(),
    }
    return render(request, "console/template.html", page, status=422 if form.problems else 200)


def _said(form: Form, shown: Reply) -> Reply:
    title = Words(form.text("title_vi", LONGEST_TITLE), form.text("title_en", LONGEST_TITLE))
    text = Words(_text(form, "text_vi"), _text(form, "text_en"))
    kinds = tuple(form.some_of("kinds", KINDS, required=False))
    state = form.number("state", 0, 10**8) if shown.id else 0
    return Reply(title, text, kinds, shown.id, state or 0)


def _text(form: Form, name: str) -> str:
    said = form.typed.get(name, "").strip().replace("\r\n", "\n")
    if not said:
        form.problems[name] = REQUIRED
    elif len(said) > LONGEST:
        form.problems[name] = Words(f"Nhiều nhất {LONGEST} chữ.", f"At most {LONGEST} letters.")
    elif found := problems_of(said):
        form.problems[name] = found[0]
    elif warned := warnings_for(said):
        form.problems[name] = Words(f"{warned[0].vi} {_NOBODYS.vi}", f"{warned[0].en} {_NOBODYS.en}")
    return said


def _preview(said: Reply) -> Words:
    """With values that are nobody's."""
    shop = current().policy.shop
    values = {
        "shop": str(shop.get("shop", "")),
        "order": "GL-1234-5678",
        "deadline": "14:05 23/11/2026",
        "clause": "IV.3",
        "contact": str(shop.get("contact", "")),
    }
    kind = KIND_WORDS[said.kinds[0] if said.kinds else "question"]
    return Words(
        filled(said.text.vi, {**values, "request": kind.vi}),
        filled(said.text.en, {**values, "request": kind.en}),
    )


def _found(template: int) -> Reply:
    found = reply_templates.template(template) if template < 2**63 else None
    if found is None:
        raise Http404
    return found


_NOBODYS = Words(
    "Mẫu dùng cho mọi khách: địa chỉ của tiệm hãy viết là {contact}.",
    "A template is for everybody: write the shop's own address as {contact}.",
)
