"""Personal data in free text that may not belong there: for a warning beside the field, never for a refusal.

Precise before complete: an order number, a price, a date or a barcode that is taken for somebody's card teaches
people to click warnings away. So each kind has to fit its own structure, checksum or spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from giuloi.core.bilingual import Words
from giuloi.core.identifiers import norm_v1
from giuloi.core.terms import NotAnIdentifier

LONGEST = 100_000  # characters that are looked at


class Recognised(StrEnum):
    """What a piece of text looks like."""

    IDENTITY_CARD = (
        "identity_card"  # căn cước: province, century and sex, year, serial (Circular 17/2024/TT-BCA)
    )
    TAX_CODE = "tax_code"  # 10 digits, the last a check digit; -001 … for a branch (Circular 86/2024/TT-BTC)
    PHONE = "phone"
    EMAIL = "email"
    BANK_CARD = "bank_card"  # ISO/IEC 7812-1: 13 to 19 digits, the last by Luhn


@dataclass(frozen=True, slots=True)
class Finding:
    """`text[start:end]` looks like `kind`; `words` say what to do about it. The text itself is not repeated."""

    kind: Recognised
    start: int
    end: int
    words: Words


_WORDS = {
    Recognised.IDENTITY_CARD: Words(
        "Đoạn này giống số căn cước. Tiệm không cần số căn cước: xin bỏ ra.",
        "This looks like an identity card number. The shop does not need it: please take it out.",
    ),
    Recognised.TAX_CODE: Words(
        "Đoạn này giống mã số thuế. Hãy ghi vào phần hóa đơn, không để ở đây.",
        "This looks like a tax code. It belongs with the invoice, not here.",
    ),
    Recognised.PHONE: Words(
        "Đoạn này giống số điện thoại. Hãy để ở phần liên hệ của khách, không để ở đây.",
        "This looks like a phone number. It belongs with the customer's contact, not here.",
    ),
    Recognised.EMAIL: Words(
        "Đoạn này giống địa chỉ email. Hãy để ở phần liên hệ của khách, không để ở đây.",
        "This looks like an e-mail address. It belongs with the customer's contact, not here.",
    ),
    Recognised.BANK_CARD: Words(
        "Đoạn này giống số thẻ ngân hàng. Không bao giờ ghi số thẻ: xin bỏ ra.",
        "This looks like a bank card number. Never write one down: please take it out.",
    ),
}

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?![\w@])")
# Digits with single separators between them, and nothing around that would make them part of a code.
_NUMBER = re.compile(
    r"(?<![\w#/@.-])(?:\+|\((?=[0-9+]))?[0-9](?:[0-9]|[ .\-][0-9]|\)[ ]?[0-9]|[ ]\([0-9]){7,26}(?![\w@]|[.,:/-][0-9])"
)
_MONEY = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_CURRENCY = re.compile(r"\s?(?:đ|₫|vnd|vnđ|đồng|dong|k\b|usd|%|kg|g\b|ml|cm|km)", re.IGNORECASE)
_DATE = re.compile(
    r"(?:[0-3]?[0-9][ .-][01]?[0-9][ .-](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}[ .-][01][0-9][ .-][0-3][0-9])"
)
_TAX_WORD = re.compile(
    r"(?:mst|mã số thuế|ma so thue|mã số doanh nghiệp|msdn|tax (?:code|id|no))\W{0,3}\Z", re.IGNORECASE
)
_ORDER_WORD = re.compile(
    r"(?:đơn(?: hàng)?|mã(?: đơn| vận đơn| hàng)?|vận đơn|order|tracking|số seri|serial|imei)(?: số| no\.?)?\W{0,3}\Z",
    re.IGNORECASE,
)
_PROVINCES = frozenset(
    f"{number:03}"
    for number in (
        *(
            1,
            2,
            4,
            6,
            8,
            10,
            11,
            12,
            14,
            15,
            17,
            19,
            20,
            22,
            24,
            25,
            26,
            27,
            30,
            31,
            33,
            34,
            35,
            36,
            37,
            38,
            40,
            42,
        ),
        *(
            44,
            45,
            46,
            48,
            49,
            51,
            52,
            54,
            56,
            58,
            60,
            62,
            64,
            66,
            67,
            68,
            70,
            72,
            74,
            75,
            77,
            79,
            80,
            82,
            83,
            84,
        ),
        *(86, 87, 89, 91, 92, 93, 94, 95, 96),
    )
)
_CARD = re.compile(
    r"4[0-9]{12}(?:[0-9]{3}){0,2}|(?:5[1-5]|2[2-7])[0-9]{14}|3[47][0-9]{13}|35[0-9]{14}|3(?:0[0-5]|[68][0-9])[0-9]{11}"
    r"|6(?:011|5[0-9]{2}|4[4-9][0-9])[0-9]{12}|62[0-9]{14,17}|9704[0-9]{12}(?:[0-9]{3})?"
)
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def recognise(text: str) -> list[Finding]:
    """What in the text looks like personal data, in order; findings do not overlap."""
    plain = "".join(_digit(character) for character in text[:LONGEST])
    found = [*_emails(plain), *_numbers(plain)]
    return sorted(found, key=lambda finding: finding.start)


def _digit(character: str) -> str:
    """Other scripts' digits are digits: one character stays one, so that places stay."""
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


def _emails(text: str) -> Iterator[Finding]:
    for found in _EMAIL.finditer(text):
        if _is("email", found[0]):
            yield _finding(Recognised.EMAIL, found.start(), found.end())


def _numbers(text: str) -> Iterator[Finding]:
    for found in _NUMBER.finditer(text):
        if (whole := _number(text, found.start(), found.end())) is not None:
            yield whole
            continue
        for one in re.finditer(r"[^ ]{9,}", found[0]):  # several that only a space keeps apart
            part = _number(text, found.start() + one.start(), found.start() + one.end())
            if part is not None:
                yield part


def _number(text: str, start: int, end: int) -> Finding | None:
    kind = _kind_of(text[start:end], text[max(0, start - 24) : start], text[end : end + 8])
    return None if kind is None else _finding(kind, start, end)


def _kind_of(written: str, before: str, after: str) -> Recognised | None:
    digits = re.sub(r"[^0-9]", "", written)
    if _TAX_WORD.search(before) and is_tax_code(digits):
        return Recognised.TAX_CODE
    if (
        _MONEY.fullmatch(written)
        or _CURRENCY.match(after)
        or _DATE.match(written)
        or _ORDER_WORD.search(before)
    ):
        return None
    if is_bank_card(digits) and _is_grouped(written, digits):
        return Recognised.BANK_CARD
    if is_identity_card(digits):
        return Recognised.IDENTITY_CARD
    if _is_phone(written, digits):
        return Recognised.PHONE
    # One number in eleven has the right check digit: without the word for it, only what looks like nothing else.
    alone = digits.startswith("0") and len(digits) == 10 and digits == written
    branch = re.fullmatch(r"[0-9]{10}-[0-9]{3}", written)
    return Recognised.TAX_CODE if (alone or branch) and is_tax_code(digits) else None


def is_identity_card(digits: str) -> bool:
    """Twelve digits: province, century and sex (0 to 3: born 1900 to 2099), two of the year, a serial number."""
    if len(digits) != 12 or digits[:3] not in _PROVINCES or digits[3] not in "0123":
        return False
    year = int(digits[4:6])
    return year >= 20 if digits[3] in "01" else year <= 40


def is_tax_code(digits: str) -> bool:
    """Ten digits whose last is 10 minus the weighted sum of the others modulo 11; thirteen for a branch."""
    if len(digits) not in (10, 13) or digits[10:] == "000":
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_TAX_WEIGHTS, digits, strict=False))
    return 10 - total % 11 == int(digits[9])


def is_bank_card(digits: str) -> bool:
    """A length and beginning that cards have, and Luhn's check digit."""
    if not _CARD.fullmatch(digits):
        return False
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    return (
        sum(map(int, digits[-1::-2])) + sum(value - 9 if value > 9 else value for value in doubled)
    ) % 10 == 0


def _is_grouped(written: str, digits: str) -> bool:
    """As cards are written: in one go, or in groups of four (4-6-5 and 4-6-4 too)."""
    groups = [len(group) for group in re.split(r"[ -]", written)]
    fours = groups[:-1] == [4] * (len(groups) - 1) and groups[-1] <= 4
    return written == digits or fours or groups in ([4, 6, 5], [4, 6, 4])


def _is_phone(written: str, digits: str) -> bool:
    """A Vietnamese number as people write it: 0…, 84…, +84…; foreign ones only with their plus."""
    abroad = written.lstrip("(").startswith("+")
    if not abroad and not digits.startswith("0") and not (digits.startswith("84") and len(digits) == 11):
        return False
    if written != digits and min(map(len, re.findall(r"[0-9]+", written)[1:] or ["9" * 9])) < 2:
        return False  # single digits between separators: a list of sizes, not a number
    return _is("phone", written if abroad or digits[0] == "0" else f"+{digits}")


def _is(kind: str, written: str) -> bool:
    try:
        norm_v1("email" if kind == "email" else "phone", written)
    except NotAnIdentifier:
        return False
    return True


def _finding(kind: Recognised, start: int, end: int) -> Finding:
    return Finding(kind, start, end, _WORDS[kind])
