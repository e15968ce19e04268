"""One line of an order as a clerk types it while the customer talks: "2 banh com 45k" is how many, what, how dear.

The amount may stand at either end ("banh com x2"), the price in any way it is said in Viet Nam: 45k, 45 nghìn,
45.000đ, 1tr2. What has no price is looked up by whoever knows the shop's goods; nothing is guessed here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from giuloi.core.bilingual import Words
from giuloi.core.normal import normalized
from giuloi.core.terms import GiuloiError

LONGEST = 200  # characters of one line
MOST_PIECES, DEAREST = Decimal(9_999), Decimal(1_000_000_000)  # a slip of the keyboard lies beyond them

_COUNT = r"(\d{1,4}(?:[.,]\d{1,3})?)"
_FIRST = re.compile(rf"^(?:x\s*)?{_COUNT}\s*(?:x|×|\*)?\s+(?=\S)", re.IGNORECASE)
_LAST = re.compile(rf"\s+(?:x|×|\*)\s*{_COUNT}$", re.IGNORECASE)
# A price is the last word with a figure that says thousands, or is long enough to be đồng: "bánh số 8" is none.
_PRICE = re.compile(
    r"\s+(?:@|=|giá\s+|gia\s+)?\s*"
    r"(?:(?P<millions>\d{1,6})\s*(?:tr|triệu|trieu)\s*(?P<rest>\d{0,3})"
    r"|(?P<thousands>\d{1,6}(?:[.,]\d{1,2})?)\s*(?:k|ngàn|ngan|nghìn|nghin)"
    r"|(?P<dong>\d{1,3}(?:[.,]\d{3})+|\d{4,10})\s*(?:đ|₫|vnd|đồng|dong)?)\s*$",
    re.IGNORECASE,
)

NO_NAME = Words("Thiếu tên hàng: ví dụ “2 bánh cốm 45k”.", "No name: for example “2 bánh cốm 45k”.")
TOO_MANY = Words("Số lượng từ trên 0 đến 9.999.", "An amount above 0, at most 9,999.")
TOO_DEAR = Words("Đơn giá tối đa 1.000.000.000 ₫.", "A price of at most 1,000,000,000 ₫.")
TOO_LONG = Words(f"Nhiều nhất {LONGEST} ký tự một dòng.", f"At most {LONGEST} characters a line.")


class NotALine(GiuloiError):
    """This is no line of an order; `words` say what to type, and repeat nothing of it."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class Typed:
    """What one line says. `price` is đồng for one piece, None where none was said."""

    quantity: Decimal
    name: str
    price: Decimal | None


def read_line(text: str) -> Typed | None:
    """The line in a text; None for a blank one. Raises NotALine."""
    text = " ".join(normalized("NFC", text).split())
    if not text:
        return None
    if len(text) > LONGEST:
        raise NotALine(TOO_LONG)
    rest, price = _price(f" {text}")
    rest, quantity = _quantity(rest.strip())
    if not any(one.isalpha() for one in rest):
        raise NotALine(NO_NAME)
    if not 0 < quantity <= MOST_PIECES:
        raise NotALine(TOO_MANY)
    if price is not None and price > DEAREST:
        raise NotALine(TOO_DEAR)
    return Typed(quantity, rest, price)


def read_price(text: str) -> Decimal | None:
    """A price by itself ("45k", "45.000 ₫", "45000"); None for what is none, or beyond any price."""
    rest, price = _price(f" {' '.join(text.split())}")
    return price if not rest.strip() and price is not None and price <= DEAREST else None


def _price(text: str) -> tuple[str, Decimal | None]:
    found = _PRICE.search(text)
    if found is None:
        return text, None
    if found["millions"]:
        # "1tr2" is said for 1,200,000 and "1tr250" for 1,250,000: what follows is a fraction of the million.
        price = Decimal(found["millions"]) * 1_000_000 + Decimal(f"0.{found['rest'] or 0}") * 1_000_000
    elif found["thousands"]:
        price = Decimal(found["thousands"].replace(",", ".")) * 1000
    else:
        price = Decimal(re.sub(r"[.,]", "", found["dong"]))
    return text[: found.start()], price.quantize(Decimal(1))


def _quantity(text: str) -> tuple[str, Decimal]:
    for shape in (_FIRST, _LAST):
        found = shape.search(text)
        if found is not None:
            return (text[: found.start()] + text[found.end() :]).strip(), _decimal(found[1])
    return text, Decimal(1)


def _decimal(text: str) -> Decimal:
    """ "0,5" and "0.5" are a half; "1.000" of something is a thousand nowhere in a shop, and is one."""
    return Decimal(text.replace(",", "."))
