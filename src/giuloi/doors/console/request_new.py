"""Writing a request down for a customer who called, wrote or stands at the counter; its clock runs from then on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.consent.record import Method
from giuloi.core.identifiers import norm_v1
from giuloi.core.terms import Channel, NotAnIdentifier
from giuloi.doors.console.department import serving
from giuloi.doors.console.form import Form, one_time_number
from giuloi.doors.console.request_words import SOURCE_WORDS, warnings_for
from giuloi.doors.console.tongue import tell
from giuloi.promises.answer.asking import ABOUT_AN_ORDER, ASKABLE, NEEDS_WORDS, STOPS_A_USE, Asking, NotAsked
from giuloi.promises.answer.messages import LONGEST
from giuloi.promises.answer.on_behalf import write_down, write_down_for_guest
from giuloi.promises.answer.rights.uses_given import chosen_uses, given_uses
from giuloi.promises.collect.correction import CORRECTABLE, problems_of
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.overview import Seen, customer_seen
from giuloi.records.request_kinds import KIND_WORDS

WAYS = ("phone", "counter", "email", "zalo", "messenger", "sms")
_CHANNELS = (Channel.PHONE, Channel.EMAIL, Channel.SMS, Channel.ZALO)
_METHODS: Mapping[str, Method] = {
    "counter": Method.OTHER_VERIFIABLE,
    "phone": Method.OTHER_VERIFIABLE,
    "email": Method.EMAIL,
}


@require_http_methods(["GET", "POST"])
@serving
def new(request: HttpRequest) -> HttpResponse:
    """The form, for `?customer=` who was found, or for somebody new."""
    seen, form = _customer(request), Form.of(request)
    if request.method == "POST":
        asking = _asking(form, seen)
        contact = None if seen else _contact(form)
        warned = warnings_for(asking.text) and form.typed.get("anyway") != "yes"
        if form.good and not warned and (answer := _written(request, form, seen, contact, asking)):
            return answer
    page: dict[str, Any] = {
        "warnings": warnings_for(form.typed.get("text", "")),
        "seen": seen,
        "form": form,
        "kinds": {kind: KIND_WORDS[kind] for kind in ASKABLE if seen or kind not in ABOUT_AN_ORDER},
        "ways": {way: SOURCE_WORDS[way] for way in WAYS},
        "channels": _CHANNELS,
        "chosen_channels": form.lists.get("answer_by", []),
        "uses": given_uses(seen.id) if seen else (),
        "chosen_uses": form.lists.get("uses", []),
        "correctable": CORRECTABLE if seen else (),
        "once": form.typed.get("once") or one_time_number(),
    }
    return render(request, "console/request_new.html", page, status=422 if request.method == "POST" else 200)


def _written(
    request: HttpRequest, form: Form, seen: Seen | None, contact: Contact | None, asking: Asking
) -> HttpResponse | None:
    at, actor = datetime.now(UTC), request.staff.pseudonym
    try:
        if seen is not None:
            taken = write_down(seen.id, asking, at, actor)
        else:
            taken = write_down_for_guest(contact or Contact(), asking, at, actor)
    except NotAsked as no:
        form.problems["form"] = no.words
        return None
    if taken.repeated:
        tell(request, _AGAIN, messages.WARNING)
    else:
        tell(request, _NEW)
    return HttpResponseRedirect(f"/console/inbox/{taken.request}")


def _customer(request: HttpRequest) -> Seen | None:
    said = request.GET.get("customer", "")
    if not said:
        return None
    seen = customer_seen(int(said)) if said.isascii() and said.isdigit() and int(said) < 2**63 else None
    if seen is None:
        raise Http404
    return seen


def _asking(form: Form, seen: Seen | None) -> Asking:
    kind = form.one_of("kind", ASKABLE)
    source = form.one_of("source", WAYS)
    order = form.one_of("order", [str(one.id) for one in seen.orders] if seen else [], required=False)
    line = form.number("line", 1, 500, required=False)
    text = form.typed.get("text", "").strip()
    if kind in ABOUT_AN_ORDER and not order:
        form.problems["order"] = _WHICH
    if kind in NEEDS_WORDS and not text:
        form.problems["text"] = _WORDS
    if len(text) > LONGEST:
        form.problems["text"] = Words("Nhiều nhất 20.000 chữ.", "At most 20,000 letters.")
    if line is not None and not order:
        form.problems["line"] = _WHICH
    recorded = form.typed.get("recorded") == "yes" and source == "phone"
    return Asking(
        kind=kind,
        text=text,
        source=source,
        order=int(order) if order and "order" not in form.problems else None,
        line=line,
        repeat=form.typed.get("once", "")[:64],
        method=Method.RECORDED_CALL if recorded else _METHODS.get(source, Method.OTHER_VERIFIABLE),
        wish=chosen_uses(seen.id, form.lists.get("uses", ())) if seen and kind in STOPS_A_USE else (),
        correct=_correction(form, kind) if seen else None,
        contact_by=[Channel(one) for one in form.some_of("answer_by", _CHANNELS, required=False)],
    )


def _correction(form: Form, kind: str) -> tuple[str, str] | None:
    """The field to be corrected and what is to stand there; None where it is only told in words."""
    name = form.one_of("correct", CORRECTABLE, required=False) if kind == "rectify" else ""
    if not name or "correct" in form.problems:
        return None
    text = form.typed.get("right_value", "").strip()
    known = next(one for one in CORRECTABLE if one == name)
    problem = Words(*_RIGHT_VALUE) if not text else None
    for one in problems_of(known, text) if text else ():
        problem = problem or Words(one.vi, one.en)
    if problem is not None:
        form.problems["right_value"] = problem
        return None
    return name, text


def _contact(form: Form) -> Contact:
    """How somebody new can be answered; each as it was typed, once it reads as what it is."""
    name = form.text("name", 200, required=False)
    phone, email = form.text("phone", 64, required=False), form.text("email", 254, required=False)
    if not phone and not email:
        form.problems.setdefault("phone", _NO_WAY)
    for kind, said in (("phone", phone), ("email", email)):
        try:
            _ = norm_v1(kind, said) if said else ""  # type: ignore[arg-type]
        except NotAnIdentifier:
            form.problems.setdefault(kind, _UNREADABLE[kind])
    return Contact(name, phone, email)


_RIGHT_VALUE = ("Hãy ghi giá trị đúng.", "Write what is right.")
_WHICH = Words("Hãy chọn đơn hàng.", "Choose the order.")
_WORDS = Words("Hãy ghi khách hỏi hoặc cần gì.", "Write what the customer asks or needs.")
_NO_WAY = Words(
    "Hãy ghi số điện thoại hoặc email để trả lời khách.", "Write a telephone number or e-mail to answer by."
)
_UNREADABLE = {
    "phone": Words(
        "Số này không đọc được, xin hỏi lại khách.", "This is no telephone number: ask once more."
    ),
    "email": Words(
        "Địa chỉ này không đọc được, xin hỏi lại khách.", "This is no e-mail address: ask once more."
    ),
}
_NEW = Words("Đã ghi yêu cầu. Đồng hồ cam kết bắt đầu chạy.", "The request is written down. Its clock runs.")
_AGAIN = Words(
    "Khách đã yêu cầu việc này và đang được làm: lời mới được ghi thêm vào yêu cầu ấy, đồng hồ cũ vẫn chạy.",
    "The customer asked this before and it is in hand: the new words stand beside it, and its clock runs on.",
)
