"""What the words of a copy's data mean, for its readable page: nobody reads `in_house` or `lines: sku: more: 0`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from giuloi.core.bilingual import Words
from giuloi.core.gate.words import CHANNELS
from giuloi.core.terms import Channel, ConsentState
from giuloi.promises.collect.delivered import OrderState
from giuloi.promises.use.cases.messages import Direction

ORDER_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        OrderState.PLACED: Words("đang mở", "open"),
        OrderState.CLOSED: Words("đã đóng", "closed"),
        OrderState.CANCELLED: Words("đã hủy", "cancelled"),
        OrderState.ERASED_AT_SOURCE: Words("đã xóa ở trang bán hàng", "erased at the shop platform"),
    }
)
CONSENT_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        ConsentState.REQUESTED: Words("đã hỏi", "asked"),
        ConsentState.GIVEN: Words("đồng ý", "agreed"),
        ConsentState.REFUSED: Words("không đồng ý", "said no"),
        ConsentState.WITHDRAWN: Words("đã rút lại", "taken back"),
        ConsentState.EXPIRED: Words("đã hết hạn", "ended"),
    }
)
_DIRECTIONS: Mapping[str, Words] = MappingProxyType(
    {
        Direction.IN: Words("quý khách viết", "you wrote"),
        Direction.OUT: Words("cửa hàng trả lời", "the shop replied"),
        Direction.NOTE: Words("cửa hàng ghi lại", "the shop noted"),
    }
)
_PLACES: Mapping[str, Words] = MappingProxyType(
    {
        "portal": Words("trên trang của tiệm", "on the shop's pages"),
        "counter": Words("tại quầy hoặc qua thư", "at the counter or by letter"),
    }
)
# What stands inside a datum that is sealed as a structure (an order's goods, the declaration, an invoice).
_PARTS: Mapping[str, Words] = MappingProxyType(
    {
        "at": Words("Lúc", "At"),
        "policy": Words("Phiên bản chính sách", "Version of the policy"),
        "said": Words("Đã nói", "Said"),
        "policy_accepted": Words("Về chính sách", "About the policy"),
        "truthful": Words("Về sự thật", "About the truth"),
        "lines": Words("Các món", "Items"),
        "more": Words("Món khác", "More items"),
        "name": Words("Tên", "Name"),
        "sku": Words("Mã hàng", "Article"),
        "quantity": Words("Số lượng", "Quantity"),
        "total": Words("Thành tiền", "Amount"),
        "currency": Words("Tiền tệ", "Currency"),
        "payment": Words("Cách trả", "Payment"),
        "paid": Words("Đã trả", "Paid"),
        "record": Words("Hồ sơ số", "Record"),
        "company": Words("Công ty", "Company"),
        "tax_code": Words("Mã số thuế", "Tax code"),
        "address": Words("Địa chỉ", "Address"),
        "email": Words("Email", "E-mail"),
        "number": Words("Số", "Number"),
        "issued_on": Words("Ngày xuất", "Issued on"),
    }
)
_YES_NO = {True: Words("có", "yes"), False: Words("chưa", "no")}


def channel_words(name: str) -> Words:
    """How something reaches, or came from, somebody: a channel, or a place where they spoke."""
    if name in list(Channel):
        return Words(*CHANNELS[Channel(name)])
    return _PLACES.get(name, Words(name, name))


def direction_words(name: str) -> Words:
    """Whose words a message is."""
    return _DIRECTIONS.get(name, Words(name, name))


def part_words(name: str) -> Words:
    """What a part of a structured datum is called."""
    return _PARTS.get(name, Words(name, name))


def value_words(value: Any) -> Words | None:
    """A yes or no; None for what reads as it is."""
    return _YES_NO[value] if isinstance(value, bool) else None


def pair(name: str, words: Words) -> dict[str, str]:
    """Both languages beside a value that machines read: state_vi, state_en."""
    return {f"{name}_vi": words.vi, f"{name}_en": words.en}
