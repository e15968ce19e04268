"""/console/recipients/…: write a recipient down, record its signed agreement, turn it on and off (III.1)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.fields import FIELD, mask_of
from giuloi.core.gate.words import RELATIONS
from giuloi.core.terms import NotATerm, Relation
from giuloi.doors.console.form import REQUIRED, Form
from giuloi.doors.console.guard import administrator, proven_now
from giuloi.doors.console.recipients import HERE, found, now
from giuloi.doors.console.tongue import tell
from giuloi.records import recipients
from giuloi.records.published import current
from giuloi.records.recipient_words import LACKING

_LARGEST = 7 * 1024 * 1024  # bytes: what the shop's server takes in one form
_LONGEST = 4000
# The name goes into the ledger in clear: small letters and digits, and never enough digits for a telephone number.
_NAME = re.compile(r"(?!(?:[^0-9]*[0-9]){5})[a-z0-9][a-z0-9._-]{0,31}")


@require_http_methods(["GET", "POST"])
@administrator
@proven_now
def add(request: HttpRequest) -> HttpResponse:
    """Write somebody down; nothing goes there yet."""
    form = Form.of(request)
    if request.method == "POST" and (name := _added(form, request.staff.pseudonym)):
        tell(request, _ADDED)
        return HttpResponseRedirect(f"{HERE}/{name}")
    page = {
        "form": form,
        "relations": {one.value: Words(*RELATIONS[one]) for one in Relation if one is not Relation.AUTHORITY},
        "purposes": list(current().policy.purposes),
        "fields": list(FIELD),
        "ticked": {name: form.lists.get(name, []) for name in ("purposes", "fields")},
    }
    return render(request, "console/recipient_add.html", page, status=422 if form.problems else 200)


def _added(form: Form, who: str) -> str:
    """The name, once it stands in the register; "" when something cannot stay."""
    name = form.text("name", 32)
    relation = form.one_of("relation", [one for one in Relation if one is not Relation.AUTHORITY])
    country = form.text("country", 2).upper()
    purposes = form.some_of("purposes", current().policy.purposes)
    fields = form.some_of("fields", FIELD)
    if name and _NAME.fullmatch(name) is None:
        form.problems["name"] = _OPAQUE
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        form.problems["country"] = Words("Hai chữ cái, chẳng hạn VN, SG.", "Two letters, like VN or SG.")
    if form.good and recipients.find(name, now()) is not None:
        form.problems["name"] = Words("Đã có bên nhận tên này.", "There is a recipient of this name already.")
    if not form.good:
        return ""
    paid = form.typed.get("paid") == "yes"
    try:
        recipients.add(
            name, Relation(relation), country, purposes, mask_of(fields), now(), paid=paid, actor=who
        )
    except NotATerm:  # somebody else wrote the same name in between
        form.problems["name"] = Words("Đã có bên nhận tên này.", "There is a recipient of this name already.")
        return ""
    return name


@require_http_methods(["GET", "POST"])
@administrator
@proven_now
def agree(request: HttpRequest, recipient: str) -> HttpResponse:
    """The seven contents and the signed document. What is lacking is said beside its field."""
    one, form = found(recipient, now()), Form.of(request)
    if request.method == "POST":
        terms = {term: _paragraph(form, term) for term in recipients.TERMS}
        first, last = _day(form, "valid_from"), _day(form, "valid_until")
        if first and last and last < first:
            form.problems["valid_until"] = Words("Không trước ngày bắt đầu.", "Not before its first day.")
        content = _document(request, form)
        if form.good and first and last:
            digest = recipients.agree(recipient, terms, content, first, last, now(), request.staff.pseudonym)
            tell(request, Words(f"Đã niêm phong văn bản. SHA-256: {digest}", f"Sealed. SHA-256: {digest}"))
            return HttpResponseRedirect(f"{HERE}/{recipient}")
    terms_asked = [
        (term, LACKING[term], form.typed.get(term, ""), form.problems.get(term)) for term in recipients.TERMS
    ]
    page = {"one": one, "form": form, "terms": terms_asked}
    return render(request, "console/recipient_agree.html", page, status=422 if form.problems else 200)


@require_http_methods(["GET", "POST"])
@administrator
@proven_now
def switch(request: HttpRequest, recipient: str, to: str) -> HttpResponse:
    """Turn it on or off, once it was asked again."""
    if to not in ("on", "off"):
        raise Http404
    one = found(recipient, now())
    if request.method == "GET":
        page: dict[str, Any] = {
            "one": one,
            "on": to == "on",
            "lacking": [LACKING[each] for each in one.lacking],
        }
        return render(request, "console/recipient_switch.html", page)
    if to == "off":
        recipients.disable(recipient, now(), request.staff.pseudonym)
        tell(
            request, Words("Đã tắt: từ lúc này không gì được chuyển đi.", "Off: nothing goes there any more.")
        )
        return HttpResponseRedirect(f"{HERE}/{recipient}")
    try:
        recipients.enable(recipient, now(), request.staff.pseudonym)
    except recipients.NotReady as unready:
        vi, en = (
            ", ".join(getattr(LACKING[each], tongue) for each in unready.lacking) for tongue in ("vi", "en")
        )
        tell(
            request,
            Words(f"Chưa bật được, còn thiếu: {vi}.", f"Not enabled; it lacks: {en}."),
            messages.ERROR,
        )
    else:
        tell(request, Words("Đã bật: bên này được nhận từ bây giờ.", "On: it may receive from now on."))
    return HttpResponseRedirect(f"{HERE}/{recipient}")


def _paragraph(form: Form, name: str) -> str:
    said = form.typed.get(name, "").replace("\r\n", "\n").strip()
    if not said:
        form.problems[name] = REQUIRED
    elif len(said) > _LONGEST:
        form.problems[name] = Words(f"Nhiều nhất {_LONGEST} ký tự.", f"At most {_LONGEST} characters.")
    return said


def _day(form: Form, name: str) -> date | None:
    try:
        return date.fromisoformat(form.typed.get(name, ""))
    except ValueError:
        form.problems[name] = Words("Hãy chọn một ngày.", "Choose a day.")
        return None


def _document(request: HttpRequest, form: Form) -> bytes:
    handed = request.FILES.get("document")
    if handed is None or not handed.size:
        form.problems["document"] = Words(
            "Cần văn bản đã ký; tệp trống không tính.",
            "The signed document is needed; an empty file is none.",
        )
        return b""
    if handed.size > _LARGEST:
        form.problems["document"] = Words("Nhiều nhất 7 MB.", "At most 7 MB.")
        return b""
    return bytes(handed.read())


_ADDED = Words(
    "Đã ghi vào sổ, chưa bật. Bước sau: thỏa thuận đã ký.",
    "Written down, and off. Next: the signed agreement.",
)
_OPAQUE = Words(
    "Chữ thường không dấu, số, dấu . _ -, nhiều nhất 32 ký tự, không quá bốn chữ số: tên này vào sổ sử dụng.",
    "Small letters, digits, . _ -, at most 32, no more than four digits: the name goes into the use ledger.",
)
