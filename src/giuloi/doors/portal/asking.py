"""/me/ask: what would you like? A kind in plain words, which order or item; sent twice it is one request."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.fields import FIELD
from giuloi.core.recognise import Recognised, recognise
from giuloi.core.terms import Channel
from giuloi.doors.portal.attaching import FILES_AGAIN, handed_in
from giuloi.doors.portal.coming import address_of, now, see, signed_in, spoken_here, tell, too_many
from giuloi.doors.portal.my_data import only_order
from giuloi.doors.portal.order_progress import can_cancel_here
from giuloi.doors.portal.request_words import CHOICES, GROUPS, Choice
from giuloi.doors.portal.rights import before_asking, named_nothing, needs_proof, not_sure, wish_of
from giuloi.doors.portal.shown import purchases_of
from giuloi.promises.answer.asking import (
    ABOUT_AN_ORDER,
    NEEDS_WORDS,
    WORDING,
    Asking,
    NotAsked,
    TakenIn,
    ask,
    purpose_of,
)
from giuloi.promises.answer.messages import LONGEST
from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.collect.own_orders import OwnOrder, orders_of
from giuloi.promises.use.cases import File
from giuloi.records.access.limits import TooMany, spend
from giuloi.records.own_data import own_data
from giuloi.records.request_promise import promised_to

MOST_ORDERS = 20  # that are offered; the order's own page leads here for an older one
# What nobody needs to answer a customer. A telephone number or address of their own may well belong there.
_NOT_NEEDED = frozenset({Recognised.IDENTITY_CARD, Recognised.BANK_CARD})
# Rights over all that is held: no order narrows them, and no paper is needed for them.
_ABOUT_ALL = frozenset({"access", "copy", "erase", "restrict", "withdraw", "object"})
_NO_FILES = _ABOUT_ALL | {"call_back", "cancel"}
_CHANNELS = (Channel.EMAIL, Channel.PHONE, Channel.SMS, Channel.ZALO)


@dataclass(frozen=True, slots=True)
class About:
    """An order that can be chosen, with its items: ("1234:1", "2 × Bánh cốm")."""

    value: str
    placed_at: datetime
    number: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Typed:
    """The form as it was sent."""

    about: str = ""
    text: str = ""
    answer_by: tuple[str, ...] = ()
    once: str = ""
    anyway: bool = False
    files: tuple[File, ...] = field(default=(), repr=False)
    files_problem: Words | None = None


@require_http_methods(["GET", "POST"])
@signed_in()
def page(request: HttpRequest) -> HttpResponse:
    """The choice of kinds, or the form of one of them."""
    said: Mapping[str, str] = request.POST if request.method == "POST" else request.GET
    choice = CHOICES.get(said.get("kind", ""))
    if choice is None:
        order = request.GET.get("order", "")
        return render(
            request, "portal/ask.html", {"groups": GROUPS, "order": order if order.isdigit() else ""}
        )
    if (elsewhere := _at_once(request, choice, said)) is not None:
        return elsewhere
    if needs_proof(request, choice.kind, now()):
        return render(request, "portal/step_up.html", {"back": "/me/ask"}, status=403)
    if request.method == "GET":
        return _form(request, choice, _Typed(about=said.get("order", "")[:40], once=one_time()))
    files, no = handed_in(request) if choice.kind not in _NO_FILES else ((), None)
    typed = _Typed(
        said.get("about", "")[:40] if choice.kind not in _ABOUT_ALL else "",
        said.get("text", "").replace("\0", "").strip(),
        tuple(request.POST.getlist("answer_by")[:8]),
        said.get("once", "")[:64] or one_time(),
        anyway=said.get("anyway") == "yes",
        files=files,
        files_problem=no,
    )
    return _sent(request, choice, typed)


def _at_once(request: HttpRequest, choice: Choice, said: Mapping[str, str]) -> HttpResponse | None:
    """An order of theirs that nobody has packed yet is cancelled on its own page, without waiting for anybody."""
    number = (said.get("about") or said.get("order", "")).partition(":")[0]
    if choice.kind != "cancel" or not number.isascii() or not number.isdigit():
        return None
    orders = orders_of(request.visitor.who, only_order(request))
    found = next((one for one in orders if str(one.id) == number), None)
    return see(f"/me/orders/{number}/cancel") if found is not None and can_cancel_here(found) else None


def one_time() -> str:
    """For a hidden field: by it a form that is sent twice is known."""
    return secrets.token_hex(16)


def too_long(text: str) -> Words | None:
    """The sentence for a text that nobody could answer, None for any other."""
    return None if len(text) <= LONGEST else _TOO_LONG


def warnings_for(text: str) -> list[Words]:
    """One sentence for each kind of thing in the text that does not belong there."""
    return list(dict.fromkeys(one.words for one in recognise(text) if one.kind in _NOT_NEEDED))


def _sent(request: HttpRequest, choice: Choice, typed: _Typed) -> HttpResponse:
    at, subject = now(), request.visitor.who
    offered = orders_of(subject, only_order(request))
    problems, order, line = _checked(choice, typed, offered)
    if (unsure := not_sure(choice.kind, request.POST)) is not None:
        problems["sure"] = unsure
    if (nothing := named_nothing(subject, choice.kind, request.POST, typed.text)) is not None:
        problems["uses"] = nothing
    if problems or (warnings_for(typed.text) and not typed.anyway):
        return _form(request, choice, typed, problems, status=422)
    try:
        spend("ask", address_of(request), str(subject), at=at)
        taken = ask(subject, _asking(request, choice, typed, order, line), at)
    except TooMany as error:
        return too_many(request, "portal/ask_form.html", _context(request, choice, typed, {}), error)
    except NotAsked as no:
        return _form(request, choice, typed, {"text": no.words}, status=422)
    return _taken(request, taken)


def _taken(request: HttpRequest, taken: TakenIn) -> HttpResponse:
    """On to the request's page, which says by when, and whether it was in hand already."""
    asked = "new" if not taken.repeated else ("added" if taken.added else "again")
    if asked != "new":
        tell(request, _ADDED if taken.added else _AGAIN, messages.WARNING)
    return see(f"/me/requests/{taken.request}?asked={asked}")


def _asking(
    request: HttpRequest, choice: Choice, typed: _Typed, order: int | None, line: int | None
) -> Asking:
    by = (
        [Channel.PHONE]
        if choice.kind == "call_back"
        else [one for one in _CHANNELS if one in typed.answer_by]
    )
    return Asking(
        kind=choice.kind,
        text=typed.text,
        source="portal",
        # A guest came with one order, and follows what they ask about it on that order's pages.
        order=order if order is not None else only_order(request),
        line=line,
        repeat=typed.once,
        language=spoken_here(),
        contact_by=by,
        files=typed.files,
        stepped=request.visitor.fresh(now()),
        wish=wish_of(request.visitor.who, choice.kind, request.POST),
    )


def _checked(
    choice: Choice, typed: _Typed, offered: Sequence[OwnOrder]
) -> tuple[dict[str, Words], int | None, int | None]:
    """(field → what to put right, order, line)."""
    problems: dict[str, Words] = {}
    number, _, item = typed.about.partition(":")
    order = next((one.id for one in offered if str(one.id) == number), None)
    line = int(item) if order and item.isascii() and item.isdigit() and 0 < int(item) < 1000 else None
    if (number and order is None) or (order is None and choice.kind in ABOUT_AN_ORDER):
        problems["about"] = _WHICH
    if choice.kind in NEEDS_WORDS and not typed.text:
        problems["text"] = _EMPTY
    elif (long := too_long(typed.text)) is not None:
        problems["text"] = long
    if typed.files_problem is not None:
        problems["files"] = typed.files_problem
    return problems, order, line


def _form(
    request: HttpRequest,
    choice: Choice,
    typed: _Typed,
    problems: Mapping[str, Words] | None = None,
    status: int = 200,
) -> HttpResponse:
    return render(
        request, "portal/ask_form.html", _context(request, choice, typed, problems or {}), status=status
    )


def _context(
    request: HttpRequest, choice: Choice, typed: _Typed, problems: Mapping[str, Words]
) -> dict[str, Any]:
    _, clock = promised_to(request.visitor.who, choice.kind)
    cares = purpose_of(choice.kind) == "care"
    return {
        "choice": choice,
        "typed": typed,
        "problems": problems,
        "files_problem": problems.get("files") or (FILES_AGAIN if typed.files else None),
        "warnings": warnings_for(typed.text),
        "orders": [] if choice.kind in _ABOUT_ALL else _offered(request, typed.about),
        "takes_files": choice.kind not in _NO_FILES,
        "chosen": request.POST.getlist("uses")[:50],
        "order_needed": choice.kind in ABOUT_AN_ORDER,
        "words_needed": choice.kind in NEEDS_WORDS,
        "channels": _CHANNELS if cares and choice.kind != "call_back" else (),
        "wording": WORDING if cares else None,
        "clock": clock,
        "hours": clock.within.least_hours if clock else 0,
        **before_asking(request.visitor.who, choice.kind, now()),
    }


def _offered(request: HttpRequest, about: str) -> list[About]:
    """Their newest orders with what was bought; and the one they came from, however old."""
    subject = request.visitor.who
    orders = orders_of(subject, only_order(request))
    shown = [
        one
        for place, one in enumerate(orders)
        if place < MOST_ORDERS or str(one.id) == about.partition(":")[0]
    ]
    data = own_data(subject, now(), FIELD["purchases"].mask) if shown else None
    found = []
    for one in shown:
        bought = purchases_of(data, one.id) if data else None
        items = tuple(
            (f"{one.id}:{place}", f"{item.quantity} × {item.name}")
            for place, item in enumerate(bought.lines if bought else (), start=1)
        )
        found.append(About(str(one.id), one.placed_at, spoken_number(one.id), items))
    return found


_WHICH = Words("Xin chọn đơn hàng.", "Please choose the order.")
_EMPTY = Words(
    "Xin viết vài lời để chúng tôi biết quý khách cần gì.", "Please write a few words about what you need."
)
_TOO_LONG = Words("Nội dung dài quá: nhiều nhất 20.000 chữ.", "This is too long: at most 20,000 letters.")
_AGAIN = Words(
    "Quý khách đã yêu cầu việc này và chúng tôi đang làm: không có gì được tạo thêm, hạn cũ vẫn giữ.",
    "You asked this already and it is in hand: nothing was made twice, and its deadline stays.",
)
_ADDED = Words(
    "Quý khách đã yêu cầu việc này: lời mới được ghi thêm vào yêu cầu đang làm, hạn cũ vẫn giữ.",
    "You asked this already: your new words stand beside the request in hand, and its deadline stays.",
)
