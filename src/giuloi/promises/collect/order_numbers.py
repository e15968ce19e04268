"""Order numbers as people read and type them: five groups of four digits, the last digit a check.

The id of an order is random and has up to nineteen digits, so a number tells nobody how many orders there are
and none can be guessed. The check digit is Damm's: it finds every single wrong digit and every two that
changed places (H. M. Damm, 2004), so a slip is told at once and is not looked up.
"""

from __future__ import annotations

import re
import unicodedata

_DIGITS, _GROUP, _MOST = 19, 4, 2**63 - 1
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_BETWEEN = re.compile(r"[\s.\-/#\u2010-\u2015]+")


def spoken_number(order: int) -> str:
    """ "0123-4567-8901-2345-6784": how an order is named to a person."""
    digits = f"{order:0{_DIGITS}d}"
    digits += str(_check(digits))
    return "-".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


def read_number(text: str) -> int | None:
    """The order that a text names, in any spelling; None for a slip. The bare id (up to 19 digits) is one too."""
    digits = bare(text)
    if len(digits) == _DIGITS + 1:
        digits = digits[:-1] if _check(digits) == 0 else ""
    if not digits or len(digits) > _DIGITS:
        return None
    order = int(digits)
    return order if 0 < order <= _MOST else None


def bare(text: str) -> str:
    """Only the digits, "" where something else stands among them."""
    compact = _BETWEEN.sub("", text[:80])
    digits = "".join(str(unicodedata.decimal(one, one)) for one in compact)
    return digits if digits.isascii() and digits.isdigit() else ""


def _check(digits: str) -> int:
    """Damm's digit of these; 0 for digits that end with their own."""
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return interim
