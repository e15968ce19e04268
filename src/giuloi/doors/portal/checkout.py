"""/checkout: a basket of a shop without people becomes an order here: who, whither, and the button (I.1, IV.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.fields import FIELD
from giuloi.core.terms import Unavailable
from giuloi.doors.portal.coming import address_of, now, spoken_here, too_many
from giuloi.doors.portal.enter import came_from_elsewhere
from giuloi.doors.portal.onward import arrived_there, remember
from giuloi.doors.portal.returning import may_lead_to, with_word
from giuloi.doors.portal.shown import to_prefill
from giuloi.promises.collect.checkouts import (
    CheckoutState,
    Seen,
    checkout_behind,
    order_for_guest,
    order_for_member,
)
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.form import Problem, problems_with
from giuloi.promises.collect.orders import NotPlaced, Placing
from giuloi.promises.collect.shop_origins import is_listed
from giuloi.records import vault
from giuloi.records.access.keyed import keyed
from giuloi.records.access.limits import TooMany, spend
from giuloi.records.access.sessions import Visitor
from giuloi.records.credentials import hold_in_code
from giuloi.records.facts import Ask
from giuloi.records.reveal import Revealed, reveal

PAGE = "portal/checkout.html"
BUTTON = Words("Đặt hàng", "Place the order")
SAID = Words(
    "Tiệm dùng họ tên, điện thoại, địa chỉ và món hàng trên trang này để giao đúng đơn này, theo mục I.1.",
    "The shop uses the name, telephone, address and goods on this page to deliver this order, by clause I.1.",
)
_TEXTS = ("name", "phone", "email", "street", "place", "note")
_LATER = Words(
    "Lúc này chưa nhận được đơn. Chưa có gì được đặt; giỏ hàng vẫn còn. Xin thử lại sau ít phút.",
    "The order cannot be taken now. Nothing was ordered and the basket is still there. Please try again soon.",
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, without surrounding space."""

    texts: Mapping[str, str]

    @property
    def address(self) -> str:
        """Street and place as one line."""
        return ", ".join(one for one in (self.texts["street"], self.texts["place"]) if one)

    @property
    def contact(self) -> Contact:
        """A guest as they write themselves."""
        return Contact(self.texts["name"], self.texts["phone"], self.texts["email"], self.address)

    @property
    def delivery(self) -> Contact:
        """Where it goes."""
        return Contact(self.texts["name"], self.texts["phone"], "", self.address)

    def problems(self) -> list[Problem]:
        """Name, phone and address are needed to deliver; an e-mail address is only for whoever gives one."""
        told = {"name": self.texts["name"], "phone": self.texts["phone"], "address": self.address}
        found = [one for name, text in told.items() for one in problems_with(name, text)]
        if self.texts["email"]:
            found += problems_with("email", self.texts["email"])
        if len(self.texts["note"].encode()) > FIELD["order_note"].longest:
            found.append(Problem("note", "too_long", "Ghi chú dài quá.", "The note is too long."))
        return found


@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest, token: str) -> HttpResponse:
    """The goods with the form; sent, the order; afterwards, the way back to the shop."""
    seen = checkout_behind(token, now())
    if seen is None or not is_listed(seen.return_to):
        raise Http404
    if request.method != "POST" and came_from_elsewhere(request):
        return render(request, "portal/stepping_in.html")
    if seen.state is not CheckoutState.OPEN:
        return _back(request, seen)
    response = (
        _take(request, seen) if request.method == "POST" else _page(request, seen, Typed(_held(request)))
    )
    if not _member(request):
        remember(response, seen.path)
    return response


def _take(request: HttpRequest, seen: Seen) -> HttpResponse:
    typed = Typed({name: request.POST.get(name, "").strip()[:4096] for name in _TEXTS})
    if problems := typed.problems():
        return _page(request, seen, typed, problems, status=422)
    if request.POST.get("goods") != _shape(seen):  # the basket changed in another tab: nobody orders unseen
        return _page(request, seen, typed, changed=True, status=409)
    try:
        spend("checkout", address_of(request), at=now())
        _order(request, seen, typed)
    except TooMany as error:
        return too_many(request, PAGE, _context(request, seen, typed), error)
    except NotPlaced as error:
        return _page(request, seen, typed, refused=True, why=error.words, status=409)
    except Unavailable:
        return _page(request, seen, typed, trouble=_LATER, status=503)
    again = checkout_behind(seen.path.rpartition("/")[2], now())
    return _back(request, again or seen)


def _order(request: HttpRequest, seen: Seen, typed: Typed) -> None:
    language = spoken_here()
    if seen.purchases is None:
        raise NotPlaced("these goods are somebody's already")
    wording = f"{SAID.spoken(language)} {BUTTON.spoken(language)}"
    placing = Placing(seen.purchases, typed.delivery, wording, language, note=typed.texts["note"])
    if _member(request):
        order_for_member(seen, request.visitor.who, placing, now())
    else:
        order_for_guest(seen, typed.contact, placing, now())


def _back(request: HttpRequest, seen: Seen) -> HttpResponse:
    """To the shop, which asks us how far it is; a page of our own where the time is over."""
    if seen.state is CheckoutState.EXPIRED:
        context = {"back": with_word(seen.return_to, "checkout", str(seen.id))}
        return render(request, "portal/checkout_over.html", context, status=410)
    response = HttpResponseRedirect(with_word(seen.return_to, "checkout", str(seen.id)))
    arrived_there(response)
    return response


def _page(
    request: HttpRequest,
    seen: Seen,
    typed: Typed,
    problems: list[Problem] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    response = render(request, PAGE, {**_context(request, seen, typed, problems), **more}, status=status)
    may_lead_to(response, seen.return_to)
    return response


def _context(
    request: HttpRequest, seen: Seen, typed: Typed, problems: list[Problem] | None = None
) -> dict[str, Any]:
    found = problems or []
    return {
        "bought": seen.purchases,
        "typed": {name: typed.texts.get(name, "") for name in _TEXTS},
        "problems": {name: [one for one in found if one.field == name] for name in (*_TEXTS, "address")},
        "problem_count": len(found),
        "member": _member(request),
        "goods": _shape(seen),
        "said": SAID,
        "button": BUTTON,
        "basket": with_word(seen.return_to, "checkout", str(seen.id)),
        "here_path": seen.path,
    }


def _held(request: HttpRequest) -> Mapping[str, str]:
    """A member's own name, phone and address, opened for their own eyes through the gate; nothing of anybody else."""
    empty = dict.fromkeys(_TEXTS, "")
    if not _member(request):
        return empty
    mask = vault.fields_held(request.visitor.who).get(vault.PERSON, 0)
    names = [name for name in ("name", "phone", "address") if FIELD[name].mask & mask]
    try:
        answer = (
            reveal(hold_in_code("fill_in_order"), names, Ask(request.visitor.who), now()) if names else None
        )
    except Unavailable:
        return empty  # they type it; the order is taken later or now, and says so itself
    opened = to_prefill(answer) if isinstance(answer, Revealed) else {}
    street = opened.pop("address", "")
    return {**empty, **opened, "street": street}


def _member(request: HttpRequest) -> bool:
    visitor = request.visitor
    return bool(visitor) and visitor.kind is Visitor.CUSTOMER and visitor.passed


def _shape(seen: Seen) -> str:
    """What stands for all that the page shows of the goods, so that what is ordered is what was read.

    A digest of every line and not of the sum alone: other goods at the same price are other goods. Keyed, for
    baskets are few and could be tried.
    """
    goods = seen.purchases
    return "" if goods is None else keyed("checkout_goods", seen.id, goods.text()).hex()
