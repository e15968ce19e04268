"""Writing under a case: a reply by a channel the policy allows, a note, the note of a call; and what became of a reply.

What was typed comes back in the answer to its own form and nowhere else, until it is sealed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel
from giuloi.doors.console.case_page import care_only, found, page_of
from giuloi.doors.console.form import REQUIRED, TWICE, Form, sent_before
from giuloi.doors.console.guard import signed_in
from giuloi.doors.console.tongue import tell
from giuloi.promises.answer import replying
from giuloi.promises.use.advertising import CarriesAdvertising
from giuloi.promises.use.cases import CareCase, File, NotTaken
from giuloi.promises.use.contact import NotContacted, outgoing
from giuloi.promises.use.contact.action import LONGEST
from giuloi.promises.use.free_text import looked_at
from giuloi.records.database import durable

MOST_FILES = 5


@require_POST
@signed_in
def reply(request: HttpRequest, case: int) -> HttpResponse:
    """Answer the customer; the address is opened for the sender alone."""
    seen = _at_work(request, case)
    form = Form.of(request)
    channel = form.one_of("channel", [one.value for one in Channel])
    page = _looked(form, "reply")
    if form.good and "warned" not in page:
        at = datetime.now(UTC)
        try:
            with durable():  # the form is used up and the answer sealed, or neither
                if not (again := sent_before(form, at)):
                    replying.reply(case, Channel(channel), page["text"], request.staff.id, at)
        except NotContacted as error:
            form.problems["channel"] = error.why
            page["remedy"] = error.remedy
        except CarriesAdvertising as error:
            form.problems["reply"] = error.words
            page["offers"] = [(page["text"][one.start : one.end], one.sign) for one in error.offers]
        else:
            return _back(request, case, TWICE, messages.WARNING) if again else _back(request, case, _IN_LINE)
    return _again(request, seen, form, page)


@require_POST
@signed_in
def note(request: HttpRequest, case: int) -> HttpResponse:
    """Write down what was found or said, with files the customer sent; after a call, whether anybody answered."""
    seen = _at_work(request, case)
    form = Form.of(request)
    page = _looked(form, "note")
    if form.good and "warned" not in page:
        at = datetime.now(UTC)
        try:
            with durable():  # as above
                if not (again := sent_before(form, at)):
                    _write_note(request, case, form, page["text"], at)
        except NotTaken as error:
            form.problems["files"] = error.words
        else:
            return _back(request, case, TWICE, messages.WARNING) if again else _back(request, case, _NOTED)
    return _again(request, seen, form, page)


@require_POST
@signed_in
def settle(request: HttpRequest, case: int, row: int) -> HttpResponse:
    """A person decides about a reply that perhaps arrived, or did not: it arrived, or it goes once more."""
    _at_work(request, case)
    held = outgoing.outgoing(row)
    if held is None or held.case_id != case:
        raise Http404
    at = datetime.now(UTC)
    decide = outgoing.arrived if request.POST.get("wish") == "arrived" else outgoing.send_again
    done = decide(row, at)
    return _back(
        request, case, _SETTLED if done else _NOTHING, messages.SUCCESS if done else messages.WARNING
    )


def _at_work(request: HttpRequest, case: int) -> CareCase:
    seen = found(case)
    care_only(request, seen)
    if not seen.open:
        raise Http404  # nothing is written under a closed case: its page offers no form
    return seen


def _looked(form: Form, name: str) -> dict[str, Any]:
    """The text as it may be kept; `warned` while something in it was neither changed nor confirmed."""
    text = form.typed.get(name, "").replace("\r\n", "\n").strip()
    if not text:
        form.problems[name] = REQUIRED
    elif len(text) > LONGEST:
        form.problems[name] = Words(f"Nhiều nhất {LONGEST} ký tự.", f"At most {LONGEST} characters.")
    looked = looked_at(text)
    page: dict[str, Any] = {"text": looked.text, "of": name}
    if looked.warned and form.typed.get("confirmed") != "yes":
        page |= {"warned": looked.warned, "struck": looked.struck}
    return page


def _write_note(request: HttpRequest, case: int, form: Form, text: str, at: datetime) -> None:
    if form.typed.get("call"):
        replying.note_call(case, text, request.staff.id, at, reached=form.typed["call"] == "reached")
        return
    handed = request.FILES.getlist("files")
    if len(handed) > MOST_FILES:
        raise NotTaken("too_many")
    files = tuple(File(str(one.name), one.read()) for one in handed)
    replying.note(case, text, request.staff.id, at, files)


def _again(request: HttpRequest, seen: CareCase, form: Form, page: dict[str, Any]) -> HttpResponse:
    whole = {**page_of(request, seen), **page, "form": form}
    return render(request, "console/case.html", whole, status=200 if form.good else 400)


def _back(request: HttpRequest, case: int, words: Words, level: int = messages.SUCCESS) -> HttpResponse:
    tell(request, words, level)
    return HttpResponseRedirect(f"/console/cases/{case}")


_IN_LINE = Words(
    "Đã niêm phong câu trả lời và xếp hàng gửi. Bạn không thấy địa chỉ của khách; trạng thái gửi ở dòng cuối.",
    "The reply is sealed and in line. You do not see the customer's address; its last line says how far it is.",
)
_NOTED = Words(
    "Đã niêm phong ghi chú. Khách có quyền xem.", "The note is sealed. The customer may ask to see it."
)
_SETTLED = Words("Đã ghi quyết định của bạn.", "Your decision is noted.")
_NOTHING = Words(
    "Không có gì thay đổi: thư này đã gửi hoặc đang gửi.", "Nothing changed: it was sent or is on its way."
)
