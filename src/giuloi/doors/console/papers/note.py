"""A packing note, A5: what is in the parcel and what it costs, to lie inside it; as many pages as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.doors.console.papers.label import Sender
from giuloi.doors.console.papers.left_out import LeftOut, list_left_out
from giuloi.doors.console.papers.lettering import AT_WORK, BOLD
from giuloi.doors.console.papers.sheet import A5, Sheet
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.order_numbers import spoken_number

_TITLE = Words("Phiếu hàng", "Packing note")
_LEFT, _RIGHT, _FOOT = 10.0, 138.0, 188.0
_NAME, _COUNT, _AMOUNT = 78.0, 106.0, _RIGHT  # mm: how wide a name is, where the numbers end


@dataclass(frozen=True, slots=True)
class Note:
    """What stands on one note. `invoice` is the buyer's invoice data, as text, where there is any."""

    order: int
    placed_at: datetime
    goods: Purchases = field(repr=False)
    name: str = field(default="", repr=False)
    remark: str = field(default="", repr=False)
    invoice: str = field(default="", repr=False)


def notes(wanted: Sequence[Note], sender: Sender, language: str, left_out: Sequence[LeftOut] = ()) -> bytes:
    """A PDF with one note after another, each on pages of its own.

    `left_out` are those that stayed shut: the last page names them, so that none is missed.
    """
    with AT_WORK:
        sheet = Sheet(A5, _TITLE.spoken(language), sender.name)
        for one in wanted:
            _Pages(sheet, one, sender, language).draw()
        list_left_out(sheet, left_out, language)
        return sheet.done()


class _Pages:
    """One note, page by page."""

    def __init__(self, sheet: Sheet, one: Note, sender: Sender, language: str) -> None:
        self.sheet, self.one, self.sender, self.said = sheet, one, sender, _SAID[language == "en"]
        self.y, self.number = 0.0, 0

    def draw(self) -> None:
        self._begin()
        for line in self.one.goods.lines:
            self._line(line)
        self._sums()
        for title, text in ((self.said["remark"], self.one.remark), (self.said["invoice"], self.one.invoice)):
            self._paragraph(title, text)
        self.sheet.next_page()

    def _begin(self) -> None:
        self.number += 1
        sheet, said = self.sheet, self.said
        if self.number > 1:
            sheet.text(_LEFT, 12, f"{spoken_number(self.one.order)} · {said['page']} {self.number}", 8)
            self.y = 16
        else:
            self._head()
        sheet.text(_LEFT, self.y + 4, said["item"], 8, BOLD)
        sheet.right(_COUNT, self.y + 4, said["quantity"], 8, BOLD)
        sheet.right(_AMOUNT, self.y + 4, said["amount"], 8, BOLD)
        sheet.rule(self.y + 5.5, _LEFT, _RIGHT)
        self.y += 7

    def _head(self) -> None:
        sheet, one = self.sheet, self.one
        end = sheet.block(_LEFT, 8, 92, 12, self.sender.name, 14, 9, BOLD)
        end = sheet.block(_LEFT, end, 92, 14, f"{self.sender.address}\n{self.sender.contact}", 8.5, 6.5)
        sheet.code(108, 5, 32, spoken_number(one.order))
        sheet.text(_LEFT, 44, self.said["title"], 15, BOLD)
        sheet.text(_LEFT, 50, f"{self.said['order']}: {spoken_number(one.order)}", 9)
        sheet.text(_LEFT, 55, f"{self.said['placed']}: {one.placed_at.astimezone(VIETNAM):%d/%m/%Y}", 9)
        self.y = 58.0
        if one.name:
            self.y = sheet.block(_LEFT, 56.5, _RIGHT - _LEFT, 10, f"{self.said['for']}: {one.name}", 9, 7) + 2

    def _line(self, line: Line) -> None:
        lines = self.sheet.wrapped(line.name, _NAME, 9.5) or [""]
        self._room(len(lines) * 4.2 + 2)
        end = self.sheet.lines(_LEFT, self.y, lines, 9.5)
        foot = self.y + 9.5 * 1.05 * 25.4 / 72
        self.sheet.right(_COUNT, foot, line.quantity, 9.5)
        self.sheet.right(_AMOUNT, foot, amount(line.total), 9.5)
        self.y = end + 1.2

    def _sums(self) -> None:
        goods = self.one.goods
        self._room(20)
        self.sheet.rule(self.y + 0.5, _LEFT, _RIGHT)
        if goods.total:
            self.sheet.text(_LEFT, self.y + 6, self.said["total"], 11, BOLD)
            self.sheet.right(_AMOUNT, self.y + 6, amount(goods.total), 12, BOLD)
            self.y += 8
        if goods.payment:
            paid = self.said["paid" if goods.paid else "not_paid"]
            how = self.said.get(f"by_{goods.payment}", goods.payment)
            self.sheet.text(_LEFT, self.y + 4, f"{self.said['payment']}: {how} · {paid}", 9)
            self.y += 7

    def _paragraph(self, title: str, text: str) -> None:
        if not text:
            return
        self._room(12)
        self.sheet.text(_LEFT, self.y + 5, title, 8.5, BOLD)
        self.y += 6.5
        for line in self.sheet.wrapped(text, _RIGHT - _LEFT, 9):
            self._room(4.2)
            self.y = self.sheet.lines(_LEFT, self.y, [line], 9)

    def _room(self, height: float) -> None:
        if self.y + height > _FOOT:
            self.sheet.next_page()
            self._begin()


def amount(text: str) -> str:
    """ "1.250.000 ₫"; what is no number stays as it is."""
    try:
        return f"{Decimal(text).quantize(Decimal(1)):,}".replace(",", ".") + " ₫" if text else ""
    except InvalidOperation:
        return text


_SAID = (
    {
        "title": "PHIẾU HÀNG", "order": "Số đơn hàng", "placed": "Ngày đặt", "for": "Khách", "item": "Món",
        "quantity": "Số lượng", "amount": "Thành tiền", "total": "Tổng cộng", "payment": "Thanh toán",
        "paid": "đã trả", "not_paid": "chưa trả", "by_cod": "khi nhận hàng", "by_transfer": "chuyển khoản",
        "remark": "Ghi chú", "invoice": "Thông tin xuất hóa đơn", "page": "trang",
    },
    {
        "title": "PACKING NOTE", "order": "Order number", "placed": "Placed", "for": "For", "item": "Item",
        "quantity": "Quantity", "amount": "Amount", "total": "Total", "payment": "Payment", "paid": "paid",
        "not_paid": "not paid", "by_cod": "on delivery", "by_transfer": "bank transfer", "remark": "Note",
        "invoice": "For the invoice", "page": "page",
    },
)  # fmt: skip
