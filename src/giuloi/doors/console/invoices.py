"""/console/orders/<id>/invoice: what the buyer's invoice says, and that it was issued (I.1). Masked until needed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.core.fields import FIELD
from giuloi.core.terms import Unavailable
from giuloi.doors.console.form import Form
from giuloi.doors.console.guard import signed_in
from giuloi.doors.console.order_work import rule_of
from giuloi.doors.console.orders import found
from giuloi.doors.console.shown import shown
from giuloi.doors.console.told import told
from giuloi.doors.console.tongue import tell
from giuloi.promises.collect.invoices import (
    InvoiceData,
    NotInvoiced,
    ask_invoice,
    invoice_state,
    issue_invoice,
)
from giuloi.promises.collect.overview import SeenOrder
from giuloi.records.credentials import hold_as_staff
from giuloi.records.facts import Ask
from giuloi.records.reveal import Revealed, reveal

_ASKED = ("company", "tax_code", "address", "email")
_ISSUED = ("number", "issued_on")


@require_http_methods(["GET", "POST"])
@signed_in
def invoice(request: HttpRequest, order: int) -> HttpResponse:
    """Write it down, open it to issue it, note that it was issued."""
    seen = found(order)
    if request.staff.role not in rule_of(seen.policy).roles:
        raise PermissionDenied
    step = request.POST.get("step", "")
    if step == "show":
        return _show(request, seen)
    form = Form.of(request)
    if step in ("ask", "issue"):
        return _keep(request, seen, form, issue=step == "issue")
    return _page(request, seen, form)


def _keep(request: HttpRequest, seen: SeenOrder, form: Form, *, issue: bool) -> HttpResponse:
    said = {name: form.typed.get(name, "").strip() for name in (*_ASKED, *(_ISSUED if issue else ()))}
    write = issue_invoice if issue else ask_invoice
    try:
        write(seen.id, InvoiceData(**said), datetime.now(UTC), request.staff.pseudonym)
    except NotInvoiced as error:
        form.problems.update({one.field: Words(one.vi, one.en) for one in error.problems})
        return _page(request, seen, form, issuing=issue, words=error.words, status=422)
    except Unavailable:
        return _page(request, seen, form, issuing=issue, words=_UNAVAILABLE, status=503)
    tell(request, _NOTED if issue else _WRITTEN)
    return HttpResponseRedirect(f"/console/orders/{seen.id}/invoice")


def _show(request: HttpRequest, seen: SeenOrder) -> HttpResponse:
    """Open it through the gate, into the form by which it is issued."""
    holding = hold_as_staff(request.staff.id, rule_of(seen.policy).name, seen.case or None)
    form = Form({})
    try:
        answer = reveal(holding, ["invoice"], Ask(seen.subject), datetime.now(UTC))
    except Unavailable:
        return _page(request, seen, form, words=_UNAVAILABLE, status=503)
    said = told(answer.decision, holding, FIELD["invoice"].mask)
    if not isinstance(answer, Revealed):
        return _page(request, seen, form, status=403, told=said, refused=True)
    data = shown(answer, ["invoice"]).invoice
    if data is not None:
        today = f"{datetime.now(VIETNAM):%Y-%m-%d}"
        form.typed = {
            **{name: getattr(data, name) for name in _ASKED},
            "number": data.number,
            "issued_on": data.issued_on or today,
        }
    return _page(request, seen, form, issuing=data is not None, told=said, opened=True)


def _page(
    request: HttpRequest,
    seen: SeenOrder,
    form: Form,
    *,
    status: int = 200,
    issuing: bool = False,
    **more: Any,
) -> HttpResponse:
    page = {"order": seen, "form": form, "state": invoice_state(seen.id), "issuing": issuing, **more}
    return render(request, "console/invoice.html", page, status=status)


_WRITTEN = Words("Đã niêm phong thông tin hóa đơn của đơn này.", "The invoice data of this order is sealed.")
_NOTED = Words(
    "Đã ghi là hóa đơn đã xuất; từ đây không sửa được nữa.",
    "Noted as issued; it cannot be changed from here on.",
)
_UNAVAILABLE = Words(
    "Chưa làm được lúc này: một phần của hệ thống không trả lời. Chưa có gì được ghi hay mở; xin thử lại.",
    "This cannot be done now: a part of the system does not answer. Nothing was written or opened; please try again.",
)
