"""How far an order is, and its payment, from placed to closed (I.1): which step may follow which, as a table.

Steps on the main line may be skipped (a shop may hear of a delivery before it noted the hand-over), never
taken back. Whether the order may still be worked on (its data opened) follows from both: money that is owed
to the customer keeps an order open, for giving it back is part of what they asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from giuloi.core.bilingual import Words
from giuloi.promises.collect.delivered import OrderState


class Progress(StrEnum):
    """How far an order is for the customer. `returned`: the goods are back with the shop."""

    PLACED = "placed"
    CONFIRMED = "confirmed"  # the shop takes it on, and fulfilment has it from now
    PACKED = "packed"
    HANDED_OVER = "handed_over"  # to the carrier
    DELIVERED = "delivered"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    RETURN_ASKED = "return_asked"  # and accepted: the goods may come back
    RETURNED = "returned"


class Payment(StrEnum):
    """How the money stands; never an account or card."""

    UNPAID = "unpaid"
    PAID = "paid"
    REFUND_DUE = "refund_due"
    REFUNDED = "refunded"


class Reason(StrEnum):
    """Why a step was taken, where that has to be told: from this list, for free text may tell of people."""

    NONE = ""
    ASKED = "asked"
    OUT_OF_STOCK = "out_of_stock"
    PRICE_CHANGED = "price_changed"
    SHOP_CLOSED = "shop_closed"
    UNPAID = "unpaid"
    NOT_REACHED = "not_reached"
    NOT_ACCEPTED = "not_accepted"
    DAMAGED = "damaged"
    MISTAKE = "mistake"
    WITHDRAWN = "withdrawn"
    NOT_SUITABLE = "not_suitable"
    AT_SOURCE = "at_source"
    OTHER = "other"


MAIN_LINE = (
    Progress.PLACED,
    Progress.CONFIRMED,
    Progress.PACKED,
    Progress.HANDED_OVER,
    Progress.DELIVERED,
    Progress.CLOSED,
)
_P = Progress
NEXT: Mapping[Progress, frozenset[Progress]] = MappingProxyType(
    {
        _P.PLACED: frozenset({*MAIN_LINE[1:], _P.CANCELLED}),
        _P.CONFIRMED: frozenset({*MAIN_LINE[2:], _P.CANCELLED}),
        _P.PACKED: frozenset({*MAIN_LINE[3:], _P.CANCELLED}),
        # Called back, or nobody took it in: cancelled when it is lost on the way, returned when it comes back.
        _P.HANDED_OVER: frozenset({*MAIN_LINE[4:], _P.CANCELLED, _P.RETURNED}),
        _P.DELIVERED: frozenset({_P.CLOSED, _P.RETURN_ASKED, _P.RETURNED}),
        _P.CLOSED: frozenset({_P.RETURN_ASKED, _P.RETURNED}),
        _P.RETURN_ASKED: frozenset({_P.RETURNED, _P.CLOSED}),
        _P.CANCELLED: frozenset(),
        _P.RETURNED: frozenset(),
    }
)
NEXT_PAYMENT: Mapping[Payment, frozenset[Payment]] = MappingProxyType(
    {
        Payment.UNPAID: frozenset({Payment.PAID}),
        Payment.PAID: frozenset({Payment.UNPAID, Payment.REFUND_DUE, Payment.REFUNDED}),
        Payment.REFUND_DUE: frozenset({Payment.REFUNDED, Payment.PAID}),
        Payment.REFUNDED: frozenset(),
    }
)
BEFORE_PACKING = (
    Progress.PLACED,
    Progress.CONFIRMED,
)  # until then a customer's cancelling is carried out at once
CAN_COME_BACK = (Progress.DELIVERED, Progress.CLOSED)
CASH_ON_DELIVERY = "cod"


def is_behind(step: Progress, now: Progress) -> bool:
    """Whether a step on the main line was passed already: news of it is late, and changes nothing."""
    now = Progress.DELIVERED if now in (_P.RETURN_ASKED, _P.RETURNED) else now
    return step in MAIN_LINE and now in MAIN_LINE and MAIN_LINE.index(step) < MAIN_LINE.index(now)


def payment_after(step: Progress, payment: Payment, method: str) -> Payment:
    """How the money stands after a step: cash is paid on delivery, and what was paid is owed when goods are not."""
    if step is Progress.DELIVERED and payment is Payment.UNPAID and method == CASH_ON_DELIVERY:
        return Payment.PAID
    if step in (Progress.CANCELLED, Progress.RETURNED) and payment is Payment.PAID:
        return Payment.REFUND_DUE
    return payment


def state_of(progress: Progress, payment: Payment) -> OrderState:
    """Whether it may still be worked on: what the gate's case and the retention of the order hang on."""
    if progress is Progress.CLOSED:
        return OrderState.CLOSED
    if payment is not Payment.REFUND_DUE:
        if progress is Progress.CANCELLED:
            return OrderState.CANCELLED
        if progress is Progress.RETURNED:
            return OrderState.CLOSED
    return OrderState.PLACED


PROGRESS_WORDS: Mapping[Progress, Words] = MappingProxyType(
    {
        _P.PLACED: Words("đã đặt", "placed"),
        _P.CONFIRMED: Words("đã xác nhận", "confirmed"),
        _P.PACKED: Words("đã đóng gói", "packed"),
        _P.HANDED_OVER: Words("đã giao cho bên vận chuyển", "handed over to the carrier"),
        _P.DELIVERED: Words("đã giao tới nơi", "delivered"),
        _P.CLOSED: Words("đã xong", "closed"),
        _P.CANCELLED: Words("đã hủy", "cancelled"),
        _P.RETURN_ASKED: Words("đang đổi trả", "being returned"),
        _P.RETURNED: Words("tiệm đã nhận lại hàng", "goods are back with the shop"),
    }
)
PAYMENT_WORDS: Mapping[Payment, Words] = MappingProxyType(
    {
        Payment.UNPAID: Words("chưa trả tiền", "not paid"),
        Payment.PAID: Words("đã trả tiền", "paid"),
        Payment.REFUND_DUE: Words("chờ hoàn tiền", "refund due"),
        Payment.REFUNDED: Words("đã hoàn tiền", "refunded"),
    }
)
REASON_WORDS: Mapping[Reason, Words] = MappingProxyType(
    {
        Reason.NONE: Words("", ""),
        Reason.ASKED: Words("theo yêu cầu của quý khách", "as you asked"),
        Reason.OUT_OF_STOCK: Words("tiệm đã hết hàng", "out of stock"),
        Reason.PRICE_CHANGED: Words("giá đã thay đổi", "the price has changed"),
        Reason.SHOP_CLOSED: Words("tiệm tạm nghỉ", "the shop is closed"),
        Reason.UNPAID: Words("chưa nhận được tiền", "no payment came in"),
        Reason.NOT_REACHED: Words("không liên lạc được với người nhận", "nobody could be reached"),
        Reason.NOT_ACCEPTED: Words("người nhận không lấy hàng", "not accepted at the door"),
        Reason.DAMAGED: Words("hàng bị hỏng", "damaged"),
        Reason.MISTAKE: Words("có nhầm lẫn", "a mistake"),
        Reason.WITHDRAWN: Words("quý khách đã rút lại đồng ý", "consent was withdrawn"),
        Reason.NOT_SUITABLE: Words("hàng không như mong đợi", "not as expected"),
        Reason.AT_SOURCE: Words("theo trang bán hàng", "as the shop platform says"),
        Reason.OTHER: Words("lý do khác", "another reason"),
    }
)
