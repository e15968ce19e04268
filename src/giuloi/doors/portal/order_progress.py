"""How far one order is, as its customer reads it: what happened and when, what comes next, and what they can ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.promises.collect.invoices import invoice_state
from giuloi.promises.collect.order_asking import CAN_BE_CANCELLED
from giuloi.promises.collect.order_moves import Step, moves_of
from giuloi.promises.collect.own_orders import OwnOrder
from giuloi.promises.collect.progress import (
    BEFORE_PACKING,
    CAN_COME_BACK,
    MAIN_LINE,
    PAYMENT_WORDS,
    PROGRESS_WORDS,
    REASON_WORDS,
    Payment,
    Progress,
    Reason,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One step: `at` is None while it is to come; `why` is "" in both languages where there is nothing to say."""

    words: Words
    at: datetime | None
    why: Words


@dataclass(frozen=True, slots=True)
class Asks:
    """What the page offers: at once by a page here, or by asking people; and the invoice."""

    cancel_here: bool
    cancel: bool
    send_back: bool
    invoice: bool
    invoice_issued: bool


def lines_of(order: OwnOrder) -> list[Line]:
    """What happened, in order, and on an order under way what is still to come."""
    moves = moves_of(order.id)
    if not moves:  # placed before steps were kept
        moves = (Step(None, order.progress, order.payment, order.placed_at, "", Reason.NONE),)
    told = [_line(one) for one in moves if not one.of_money or one.payment is Payment.REFUNDED]
    if order.open and order.progress in MAIN_LINE:
        later = MAIN_LINE[MAIN_LINE.index(order.progress) + 1 : -1]
        told += [Line(_TO_COME[step], None, REASON_WORDS[Reason.NONE]) for step in later]
    return told


def money_of(order: OwnOrder) -> Words:
    """How the money stands; with cash on delivery, that it is paid at the door."""
    if order.payment is Payment.UNPAID and order.method == "cod" and order.open:
        return Words("trả tiền khi nhận hàng", "to be paid on delivery")
    if order.payment is Payment.UNPAID and not order.open:
        return Words("không có gì phải trả", "nothing to pay")
    return PAYMENT_WORDS[order.payment]


def asks_of(order: OwnOrder) -> Asks:
    """What can be asked of it as it stands now."""
    invoice = invoice_state(order.id)
    issued = invoice is not None and invoice.issued_at is not None
    return Asks(
        cancel_here=can_cancel_here(order),
        cancel=order.progress in CAN_BE_CANCELLED,
        send_back=order.progress in CAN_COME_BACK,
        invoice=(not order.bridge and order.progress not in (Progress.CANCELLED, Progress.RETURNED))
        or issued,
        invoice_issued=issued,
    )


def can_cancel_here(order: OwnOrder) -> bool:
    """Carried out at once: nothing is packed, and no other platform has to hear of it."""
    return order.progress in BEFORE_PACKING and not order.bridge


# What is still to come is not said as if it had been done.
_TO_COME = {
    Progress.CONFIRMED: Words("tiệm xác nhận", "the shop confirms"),
    Progress.PACKED: Words("đóng gói", "packing"),
    Progress.HANDED_OVER: Words("giao cho bên vận chuyển", "handing over to the carrier"),
    Progress.DELIVERED: Words("giao tới nơi", "delivery"),
}


def _line(step: Step) -> Line:
    words = PAYMENT_WORDS[step.payment] if step.of_money else PROGRESS_WORDS[step.became]
    return Line(words, step.at, REASON_WORDS[step.reason])
