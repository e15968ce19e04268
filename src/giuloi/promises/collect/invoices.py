"""What an invoice says (I.1): sealed with its order, in the class that the law has us keep, from when it arises.

The buyer gives company, tax code, address and e-mail when ordering or later, and corrects them until the invoice
is issued; then it has a number and a date, and stays. The row beside it says only how far that is.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime

from django.db import models

from giuloi.core.bilingual import Words
from giuloi.core.identifiers import norm_v1
from giuloi.core.terms import GiuloiError, NotAnIdentifier, SubjectState
from giuloi.promises.collect.form import Problem
from giuloi.promises.collect.orders import Order
from giuloi.promises.collect.progress import Progress
from giuloi.promises.collect.tax_code import tax_code
from giuloi.records import vault
from giuloi.records.database import answering, durable
from giuloi.records.subjects import standing_of

_LONGEST = 500  # characters of one line
_NUMBER = re.compile(r"[0-9A-Za-z/-]{1,40}")


class Invoice(models.Model):
    """How far the invoice of one order is. What it says is sealed: subject, record = order, field `invoice`."""

    order = models.OneToOneField("collect.Order", models.CASCADE, related_name="+", primary_key=True)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    actor = models.TextField()

    class Meta:
        db_table = "collect_invoice"


@dataclass(frozen=True, slots=True)
class InvoiceData:
    """What it says. `number` and `issued_on` (YYYY-MM-DD) are empty until it is issued."""

    company: str = field(repr=False)
    tax_code: str = field(repr=False)
    address: str = field(repr=False)
    email: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    issued_on: str = field(default="", repr=False)

    def text(self) -> str:
        """The text that is sealed: JSON that its owner can read in a copy of their data."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


class NotInvoiced(GiuloiError):
    """Nothing was sealed. `problems` stand beside fields of the form; `words` say what stands in the way at all."""

    def __init__(self, words: Words, *problems: Problem) -> None:
        super().__init__(words.en)
        self.words, self.problems = words, problems


def read(text: str) -> InvoiceData:
    """The data back from their opened text."""
    return InvoiceData(**json.loads(text))


def problems_in(data: InvoiceData) -> list[Problem]:
    """What is wrong with it as it was typed; needs nobody's data."""
    found = [
        _said(name, "missing")
        for name in ("company", "tax_code", "address")
        if not getattr(data, name).strip()
    ]
    found += [_said(name, "too_long") for name, text in asdict(data).items() if len(text) > _LONGEST]
    if data.tax_code.strip() and tax_code(data.tax_code) is None:
        found.append(_said("tax_code", "no_tax_code"))
    if data.email.strip():
        try:
            norm_v1("email", data.email)
        except NotAnIdentifier:
            found.append(_said("email", "no_email"))
    return found


def ask_invoice(order: int, data: InvoiceData, at: datetime, actor: str) -> None:
    """The buyer asks for an invoice, or corrects what it says; durable on return. Raises NotInvoiced."""
    with durable():
        _seal(order, replace(data, number="", issued_on=""), at, actor)


def issue_invoice(order: int, data: InvoiceData, at: datetime, actor: str) -> None:
    """It is issued, with its number and date, and is not changed any more. Raises NotInvoiced."""
    problems = [_said("number", "no_number")] if not _NUMBER.fullmatch(data.number.strip()) else []
    try:
        date.fromisoformat(data.issued_on.strip())
    except ValueError:
        problems.append(_said("issued_on", "no_date"))
    if problems:
        raise NotInvoiced(_PUT_RIGHT, *problems)
    with durable():
        _seal(order, data, at, actor)
        Invoice.objects.filter(order_id=order).update(issued_at=at)


@answering()
def invoice_state(order: int) -> Invoice | None:
    """How far the invoice of an order is; None while nobody asked for one."""
    return Invoice.objects.filter(order_id=order).first()


def _seal(order: int, data: InvoiceData, at: datetime, actor: str) -> None:
    if problems := problems_in(data):
        raise NotInvoiced(_PUT_RIGHT, *problems)
    row = Order.objects.filter(id=order, subject__isnull=False).first()
    if row is None or row.progress == Progress.CANCELLED:
        raise NotInvoiced(_NO_ORDER)
    found = standing_of(row.subject_id)
    if found is None or found[1] & SubjectState.FROZEN:
        raise NotInvoiced(_FROZEN)
    made, _ = Invoice.objects.get_or_create(
        order_id=order, defaults={"asked_at": at, "changed_at": at, "actor": actor}
    )
    # Compare-and-set: what is issued this very moment is not written over.
    if not Invoice.objects.filter(order_id=made.order_id, issued_at=None).update(changed_at=at, actor=actor):
        raise NotInvoiced(_ISSUED)
    stripped = {name: text.strip() for name, text in asdict(data).items()}
    stripped["tax_code"] = tax_code(data.tax_code) or ""
    vault.seal(row.subject_id, {"invoice": InvoiceData(**stripped).text()}, at, record=order)


def _said(name: str, code: str) -> Problem:
    words = _SENTENCES[code]
    return Problem(name, code, words.vi, words.en)


_PUT_RIGHT = Words("Xin xem lại các mục được đánh dấu.", "Please look at what is marked.")
_NO_ORDER = Words("Đơn này không xuất hóa đơn được.", "No invoice can be issued for this order.")
_FROZEN = Words(
    "Thông tin đang được đóng băng nên chưa ghi được: xin báo bộ phận chăm sóc khách hàng.",
    "This information is frozen and cannot be written now: please tell customer care.",
)
_ISSUED = Words(
    "Hóa đơn đã xuất nên không sửa ở đây được nữa: xin báo bộ phận chăm sóc khách hàng.",
    "The invoice is issued and cannot be changed here any more: please tell customer care.",
)
_SENTENCES = {
    "missing": Words("Xin điền mục này.", "Please fill this in."),
    "too_long": Words("Nội dung dài quá.", "This is too long."),
    "no_tax_code": Words(
        "Mã số thuế có 10 số, có thể thêm gạch nối và 3 số của chi nhánh; xin kiểm tra lại từng số.",
        "A tax code has 10 digits, perhaps with a dash and 3 digits of a branch; please check each of them.",
    ),
    "no_email": Words("Địa chỉ email chưa đúng.", "This is not an e-mail address."),
    "no_number": Words(
        "Số hóa đơn chỉ gồm chữ, số, gạch.", "An invoice number has letters, digits and dashes."
    ),
    "no_date": Words("Ngày theo dạng 2026-11-22.", "A date such as 2026-11-22."),
}
