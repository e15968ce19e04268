"""What fulfilment holds in its hands: the list of what to fetch, labels for parcels, notes to lie inside.

Each is a use of the orders it is about, by the case of each, and stands in their customers' ledgers; it leaves in the
one answer that was asked for, which nobody keeps. What is shut is named by its number and clause, and printed nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.fields import FIELD, mask_of
from giuloi.core.terms import Unavailable
from giuloi.doors.console.fulfilment import HERE, ticked
from giuloi.doors.console.opening import Opened, carrier_of, open_orders
from giuloi.doors.console.order_steps import carried
from giuloi.doors.console.order_work import needed, rule_of, sender_of, works_on_orders
from giuloi.doors.console.papers.label import Label, Sender, labels
from giuloi.doors.console.papers.left_out import LeftOut
from giuloi.doors.console.papers.note import Note, notes
from giuloi.doors.console.shown import Shown
from giuloi.doors.console.tongue import spoken
from giuloi.promises.collect.board import Waiting
from giuloi.promises.collect.goods import Purchases
from giuloi.records.published import current
from giuloi.records.vault import fields_held

_INSIDE = mask_of(["purchases", "order_note"])
_NOTE = mask_of(["purchases", "order_note", "delivery_name", "name"])
_INVOICE = FIELD["invoice"].mask
_VI_EN = Words("vi", "en")


@require_http_methods(["GET", "POST"])
@works_on_orders
def pick(request: HttpRequest) -> HttpResponse:
    """What to fetch for the ticked orders, all together and order by order; no name, no address."""
    orders = ticked(request) if request.method == "POST" else []
    if not orders:
        return HttpResponseRedirect(HERE)
    try:
        opened = open_orders(request.staff.id, orders, lambda one: _of(one, _INSIDE), datetime.now(UTC))
    except Unavailable:
        return _unavailable(request)
    page = {"opened": opened.shown, "refused": opened.refused, "together": together(opened)}
    return render(request, "console/pick.html", page, status=200 if opened.shown else 403)


@require_http_methods(["GET", "POST"])
@works_on_orders
def label_sheet(request: HttpRequest) -> HttpResponse:
    """Labels, A6, one page each; towards the carrier that the policy names, and told so in the ledger."""
    carrier = request.POST.get("carrier", "")
    every = ticked(request) if request.method == "POST" else []
    orders = [one for one in every if carrier_of(one, carrier) is not None]
    if not orders:
        return HttpResponseRedirect(HERE)
    try:
        opened = open_orders(
            request.staff.id,
            orders,
            lambda one: carried(one, carrier),
            datetime.now(UTC),
            carrier=carrier,
            printed=True,
        )
    except Unavailable:
        return _unavailable(request)
    if not opened.shown:
        return _refused(request, opened)
    language = spoken(_VI_EN)
    made = labels(
        [_label(one, what) for one, what in opened.shown], _sender(language), language, _left_out(opened)
    )
    return _pdf(made, "labels")


@require_http_methods(["GET", "POST"])
@works_on_orders
def note_sheet(request: HttpRequest) -> HttpResponse:
    """Packing notes, A5, to lie in the parcel."""
    orders = ticked(request) if request.method == "POST" else []
    if not orders:
        return HttpResponseRedirect(HERE)
    try:
        opened = open_orders(request.staff.id, orders, _of_note, datetime.now(UTC), printed=True)
    except Unavailable:
        return _unavailable(request)
    if not opened.shown:
        return _refused(request, opened)
    language = spoken(_VI_EN)
    made = notes(
        [_note(one, what) for one, what in opened.shown], _sender(language), language, _left_out(opened)
    )
    return _pdf(made, "notes")


def together(opened: Opened) -> list[tuple[str, str]]:
    """(article, how many of it) over all these orders, so that one walk along the shelves is enough."""
    sums: dict[str, Decimal | None] = {}
    for _, what in opened.shown:
        for line in what.goods.lines if what.goods else ():
            sums[line.name] = _added(sums.get(line.name, Decimal(0)), line.quantity)
    return [(name, "" if count is None else f"{count.normalize():f}") for name, count in sums.items()]


def _added(so_far: Decimal | None, quantity: str) -> Decimal | None:
    """None once an amount is no number: then the single orders tell it."""
    try:
        return None if so_far is None else so_far + Decimal(quantity)
    except InvalidOperation:
        return None


def _of(order: Waiting, mask: int) -> int:
    return needed(order.id, order.subject, rule_of(order.policy)) & mask


def _of_note(order: Waiting) -> int:
    """What lies in the parcel; with the invoice's data where the buyer gave any."""
    invoice = fields_held(order.subject).get(order.id, 0) & _INVOICE & rule_of(order.policy).fields
    return _of(order, _NOTE) | invoice


def _label(order: Waiting, what: Shown) -> Label:
    said = dict(what.values)
    return Label(
        order.id,
        said.get("delivery_name") or said.get("name", ""),
        said.get("delivery_phone") or said.get("phone", ""),
        said.get("delivery_address") or said.get("address", ""),
    )


def _note(order: Waiting, what: Shown) -> Note:
    said = dict(what.values)
    name = said.get("delivery_name") or said.get("name", "")
    goods = what.goods or Purchases((), "")
    return Note(order.id, order.placed_at, goods, name, said.get("order_note", ""), _invoice(what))


def _invoice(what: Shown) -> str:
    one = what.invoice
    said = () if one is None else (one.company, one.tax_code, one.address, f"{one.number} {one.issued_on}")
    return "\n".join(text for text in said if text.strip())


def _left_out(opened: Opened) -> Sequence[LeftOut]:
    return [LeftOut(one.id, why.clause, why.sentence) for one, why in opened.refused]


def _sender(language: str) -> Sender:
    return sender_of(current().policy, language)


def _refused(request: HttpRequest, opened: Opened) -> HttpResponse:
    page = {"opened": (), "refused": opened.refused, "together": ()}
    return render(request, "console/pick.html", page, status=403)


def _unavailable(request: HttpRequest) -> HttpResponse:
    return render(request, "console/pick.html", {"unavailable": True}, status=503)


def _pdf(made: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
