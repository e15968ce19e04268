"""The one data map: every field about a person, its bit, its retention class, and whether it is sensitive.

Bits are append-only: a leaf of the use ledger names the opened fields by their bits, for ever. A field that
is no longer collected keeps its bit; a new one takes the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from giuloi.core.terms import NotATerm, RetentionClass


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `bit` numbers it in masks and leaves; `longest` is its most UTF-8 bytes."""

    name: str
    bit: int
    klass: RetentionClass
    longest: int
    vi: str
    en: str
    sensitive: bool = False

    @property
    def mask(self) -> int:
        """The mask with only this field's bit set."""
        return 1 << self.bit


_CONTACT, _ORDER, _CARE, _LEGAL = RetentionClass

FIELDS: tuple[Field, ...] = (
    Field("name", 0, _CONTACT, 512, "họ tên", "name"),
    Field("phone", 1, _CONTACT, 32, "điện thoại", "phone"),
    Field("email", 2, _CONTACT, 320, "email", "e-mail"),
    Field("address", 3, _CONTACT, 2048, "địa chỉ", "address"),
    Field("birth_year", 4, _CONTACT, 4, "năm sinh", "year of birth"),
    Field("zalo", 5, _CONTACT, 128, "Zalo", "Zalo identity"),
    Field("messenger", 6, _CONTACT, 128, "Messenger", "Messenger identity"),
    Field("purchases", 7, _ORDER, 65536, "hàng đã mua", "what was bought"),
    Field("delivery_name", 8, _ORDER, 512, "người nhận", "name for delivery"),
    Field("delivery_phone", 9, _ORDER, 32, "điện thoại nhận hàng", "phone for delivery"),
    Field("delivery_address", 10, _ORDER, 2048, "địa chỉ giao hàng", "address for delivery"),
    Field("order_note", 11, _ORDER, 4096, "ghi chú đơn hàng", "note on the order"),
    Field("care_note", 12, _CARE, 65536, "nội dung chăm sóc", "what was written to care"),
    Field("declaration", 13, _LEGAL, 4096, "lời cam đoan khi đăng ký", "declaration at registration"),
    Field("invoice", 14, _LEGAL, 65536, "thông tin hóa đơn", "invoice data"),
    Field("attachment", 15, _CARE, 6_000_000, "tệp gửi kèm", "attached file"),  # base64 of up to 4 MB
    Field("opinion", 16, _CARE, 65536, "ý kiến sau khi mua", "opinion after buying"),
)

FIELD = {field.name: field for field in FIELDS}
BY_BIT = {field.bit: field for field in FIELDS}
EVERY = sum(field.mask for field in FIELDS)


def mask_of(names: Iterable[str]) -> int:
    """The mask of these field names; raises NotATerm naming the first word that is no field."""
    mask = 0
    for name in names:
        if name not in FIELD:
            raise NotATerm(f"{name!r} is not a field; the fields are {', '.join(FIELD)}")
        mask |= FIELD[name].mask
    return mask


def names_in(mask: int) -> tuple[str, ...]:
    """The field names of a mask, in the order of their bits."""
    return tuple(field.name for field in FIELDS if mask & field.mask)


def classes_in(mask: int) -> frozenset[RetentionClass]:
    """Which retention classes the fields of a mask belong to: which data keys it takes to open them."""
    return frozenset(field.klass for field in FIELDS if mask & field.mask)
