"""/me/orders/…/invoice: what the invoice is to say; corrected until it is issued (I.1)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.fields import FIELD
from giuloi.doors.portal.coming import now, see, signed_in, tell
from giuloi.doors.portal.order_cancel import own_order
from giuloi.doors.portal.order_progress import asks_of
from giuloi.doors.portal.shown import invoice_of
from giuloi.promises.collect.invoices import InvoiceData, NotInvoiced, ask_invoice
from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.collect.own_orders import OwnOrder
from giuloi.records.consents import CUSTOMER
from giuloi.records.own_data import own_data

_TEXTS = ("company", "tax_code", "address", "email")


@require_http_methods(["GET", "POST"])
@signed_in()
def page(request: HttpRequest, order: int) -> HttpResponse:
    """The form, with what was said before; issued, what it says."""
    found = own_order(request, order)
    asks = asks_of(found)
    if not asks.invoice:
        raise Http404
    if request.method == "POST":
        return _sent(request, found)
    data = own_data(found.subject, now(), FIELD["invoice"].mask)
    held = invoice_of(data, order)
    typed = asdict(held) if held else dict.fromkeys(_TEXTS, "")
    return _shown(request, found, typed, issued=asks.invoice_issued)


def _sent(request: HttpRequest, found: OwnOrder) -> HttpResponse:
    typed = {name: request.POST.get(name, "").replace("\0", "").strip()[:2048] for name in _TEXTS}
    try:
        ask_invoice(found.id, InvoiceData(**typed), now(), CUSTOMER)
    except NotInvoiced as no:
        status = 422 if no.problems else 409
        return _shown(request, found, typed, status=status, problems=no.problems, why=no.words)
    tell(request, _NOTED)
    return see(f"/me/orders/{found.id}")


def _shown(
    request: HttpRequest, found: OwnOrder, typed: dict[str, str], status: int = 200, **more: Any
) -> HttpResponse:
    problems = more.pop("problems", ())
    context = {
        "order": found,
        "number": spoken_number(found.id),
        "typed": typed,
        "inputs": [
            (name, label, typed.get(name, ""), [one for one in problems if one.field == name])
            for name, label in _LABELS.items()
        ],
        **more,
    }
    return render(request, "portal/order_invoice.html", context, status=status)


_LABELS = {
    "company": Words("Tên công ty hoặc người mua", "Company or buyer"),
    "tax_code": Words("Mã số thuế", "Tax code"),
    "address": Words("Địa chỉ trên hóa đơn", "Address on the invoice"),
    "email": Words("Email nhận hóa đơn (không bắt buộc)", "E-mail for the invoice (if you like)"),
}
_NOTED = Words(
    "Đã ghi thông tin hóa đơn; quý khách sửa được cho đến khi hóa đơn được xuất.",
    "The invoice details are noted; you can correct them until the invoice is issued.",
)
