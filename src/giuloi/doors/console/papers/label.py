"""A shipping label, A6: to whom and whither, from whom, and the order's number. Nothing else (clause III.3).

The carrier is told name, telephone and address, as the policy says; what is in the parcel and what it cost stands
on no label. The code holds the order's number, which opens nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from giuloi.core.bilingual import Words
from giuloi.doors.console.papers.left_out import LeftOut, list_left_out
from giuloi.doors.console.papers.lettering import AT_WORK, BOLD
from giuloi.doors.console.papers.sheet import A6, Sheet
from giuloi.promises.collect.order_numbers import spoken_number

_TITLE = Words("Nhãn giao hàng", "Shipping labels")
_LEFT, _RIGHT = 6.0, 99.0


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on one label."""

    order: int
    name: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sender:
    """The shop as the policy's head names it."""

    name: str
    address: str
    contact: str


def labels(wanted: Sequence[Label], sender: Sender, language: str, left_out: Sequence[LeftOut] = ()) -> bytes:
    """A PDF with one page for each.

    `left_out` are those that stayed shut: the last page names them, so that none is missed.
    """
    with AT_WORK:
        sheet = Sheet(A6, _TITLE.spoken(language), sender.name)
        for one in wanted:
            _draw(sheet, one, sender, language)
            sheet.next_page()
        list_left_out(sheet, left_out, language)
        return sheet.done()


def _draw(sheet: Sheet, one: Label, sender: Sender, language: str) -> None:
    said = _SAID[language == "en"]
    width = _RIGHT - _LEFT
    sheet.frame(3, 3, 99, 142)
    sheet.text(_LEFT, 9.5, said["from"], 7.5)
    end = sheet.block(_LEFT, 10.5, 58, 8, sender.name, 12, 8, BOLD)
    sheet.block(_LEFT, end + 0.5, 58, 33 - end, f"{sender.address}\n{sender.contact}", 8, 6)
    sheet.code(66, 4, 34, spoken_number(one.order))
    sheet.rule(39, 3, 102)
    sheet.text(_LEFT, 45, said["to"], 8)
    end = sheet.block(_LEFT, 46.5, width, 20, one.name, 20, 10, BOLD)
    end = sheet.block(_LEFT, end + 1, width, 11, one.phone, 18, 11, BOLD)
    sheet.text(_LEFT, end + 5, said["address"], 8)
    sheet.block(_LEFT, end + 6.5, width, 118 - end - 6.5, one.address, 15, 7, leading=1.3)
    sheet.rule(121, 3, 102)
    sheet.text(_LEFT, 127, said["order"], 8)
    sheet.block(_LEFT, 128, width, 8, spoken_number(one.order), 14, 8, BOLD)
    sheet.block(_LEFT, 137, width, 6, said["promise"], 6.5, 5)


_SAID = (
    {
        "from": "NGƯỜI GỬI",
        "to": "NGƯỜI NHẬN",
        "address": "Địa chỉ",
        "order": "Số đơn hàng",
        "promise": "Thông tin trên nhãn chỉ dùng để giao đơn này. Giao xong xin xé bỏ nhãn.",
    },
    {
        "from": "FROM",
        "to": "TO",
        "address": "Address",
        "order": "Order number",
        "promise": "What stands here is for delivering this order only. Please tear up the label afterwards.",
    },
)
