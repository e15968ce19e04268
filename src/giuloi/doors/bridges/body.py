"""A delivery's raw bytes to plain JSON values, within bounds; and one JSON object read through an allow-list.

Everything here is about what a stranger, or a shop's server gone wrong, may send. No message repeats a key
or a value of theirs: keys can be made of personal data too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from giuloi.core.terms import GiuloiError

MOST_BYTES = 1 << 20
DEEPEST = 32
LONGEST_NUMBER = 40
LARGEST_ID = (1 << 63) - 1


class Malformed(GiuloiError):
    """Not a body that this bridge can read at all: not UTF-8, not JSON, too deep, a key said twice."""


class NotUnderstood(GiuloiError):
    """Good JSON that does not say what its topic promises: a type or a value that nothing here can mean."""


# Possessive, so that a string without an end is passed over once and not tried again from each of its quotes.
_TOKENS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


def read_json(raw: bytes) -> Any:
    """The value of a JSON text; numbers come as int or Decimal. Raises Malformed.

    Stricter than RFC 8259 leaves room for: no key twice in one object (two readers would see two orders),
    no NaN or Infinity, no number longer than 40 characters, at most 32 levels.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("the body is not UTF-8") from None
    _refuse_depth(text)
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_decimal,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError:
        raise Malformed("the body is not JSON") from None


def _refuse_depth(text: str) -> None:
    """Before parsing, so that brackets alone can never exhaust the parser's stack.

    Closing brackets too many lower the count, which is safe: the parser stops at the first of them.
    """
    depth = 0
    for token in _TOKENS.finditer(text):
        mark = text[token.start()]
        if mark in "[{":
            depth += 1
            if depth > DEEPEST:
                raise Malformed(f"the body is nested more than {DEEPEST} levels deep")
        elif mark in "]}":
            depth -= 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise Malformed("one object of the body says a key twice")
    return made


def _whole(digits: str) -> int:
    return int(_short(digits))


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(_short(digits))
    except InvalidOperation:  # JSON knows no largest exponent; a decimal does
        raise Malformed("the body holds a number whose exponent nothing can hold") from None


def _short(digits: str) -> str:
    if len(digits) > LONGEST_NUMBER:
        raise Malformed(f"the body holds a number longer than {LONGEST_NUMBER} characters")
    return digits


def _no_constant(word: str) -> NoReturn:
    raise Malformed("the body holds NaN or Infinity, which are not JSON")


@dataclass(slots=True)
class Tally:
    """What was not copied, in numbers: keys left out, and texts that were cut or cleaned to fit."""

    dropped: int = 0
    mended: int = 0


class Part:
    """One JSON object, of which only allow-listed keys can be read; the others are counted, never looked at.

    A left-out subtree counts as one. Absent and null read alike: "", None or nothing.
    """

    def __init__(self, value: object, what: str, allowed: frozenset[str], tally: Tally) -> None:
        if not isinstance(value, Mapping):
            raise NotUnderstood(f"{what} should be an object")
        self._said = {key: value[key] for key in allowed if value.get(key) is not None}
        self._what, self._allowed, self._tally = what, allowed, tally
        tally.dropped += len(value.keys() - allowed)

    def text(self, key: str, longest: int) -> str:
        """A text of at most `longest` UTF-8 bytes; control characters become spaces, the rest is cut.

        Cut and not refused: customers write these, and a platform that is refused a few times in a row stops
        sending altogether. The cut is counted.
        """
        said = self._value(key)
        if said is None:
            return ""
        if not isinstance(said, str):
            raise NotUnderstood(f"{self._what}.{key} should be a text")
        plain = said.replace("\r\n", "\n").strip()
        fit = _cut(_CONTROLS.sub(" ", plain).strip(), longest)
        self._tally.mended += fit != plain
        return fit

    def word(self, key: str) -> str:
        """A short machine word such as "processing" or "VND", or "" when it is none."""
        said = self._value(key)
        if said is not None and not isinstance(said, str):
            raise NotUnderstood(f"{self._what}.{key} should be a word")
        return said if said and _WORD.fullmatch(said) else ""

    def id(self, key: str) -> int:
        """An id of the platform: 0 (nobody) to 2^63 - 1, as a number or as its digits."""
        said = self._value(key)
        if isinstance(said, str) and _DIGITS.fullmatch(said):
            said = int(said)
        if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said <= LARGEST_ID:
            raise NotUnderstood(f"{self._what}.{key} should be a whole number from 0 to 2^63 - 1")
        return said

    def amount(self, key: str) -> str:
        """A decimal as text: "170000.00"; platforms write it as a number or as a text. "0" when absent."""
        said = self._value(key)
        written = "0" if said is None else said if isinstance(said, str) else f"{said}"
        if isinstance(said, (bool, Mapping, list)) or not _AMOUNT.fullmatch(written):
            raise NotUnderstood(f"{self._what}.{key} should be a decimal number")
        return written

    def moment(self, key: str) -> datetime | None:
        """A time such as "2026-11-22T07:26:29", which the `_gmt` keys mean in UTC; None when absent."""
        said = self._value(key)
        if said is None:
            return None
        try:
            if isinstance(said, str) and _MOMENT.fullmatch(said):
                return datetime.fromisoformat(said).replace(tzinfo=UTC)
        except ValueError:
            pass  # the form is right and the day is not: the 30th of February
        raise NotUnderstood(f"{self._what}.{key} should be a time like 2026-11-22T07:26:29")

    def part(self, key: str, allowed: frozenset[str]) -> Part:
        """The object under a key; absent reads as an empty one."""
        return Part(self._value(key) or {}, f"{self._what}.{key}", allowed, self._tally)

    def parts(self, key: str, allowed: frozenset[str]) -> list[Part]:
        """The objects in the array under a key."""
        said = self._value(key)
        if said is None:
            return []
        if not isinstance(said, list):
            raise NotUnderstood(f"{self._what}.{key} should be an array")
        return [Part(one, f"{self._what}.{key}", allowed, self._tally) for one in said]

    def _value(self, key: str) -> Any:
        if key not in self._allowed:
            raise KeyError(key)  # a slip of ours: a key that is read must stand in the allow-list
        return self._said.get(key)


# Controls but tab and line feed, and lone halves of surrogate pairs, which no UTF-8 text can hold.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_DIGITS = re.compile(r"[0-9]{1,19}")
_WORD = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_AMOUNT = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,30})?")
_MOMENT = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")


def _cut(text: str, longest: int) -> str:
    """Never in the middle of a character: the bytes of a cut one are left out."""
    return text.encode("utf-8")[:longest].decode("utf-8", "ignore")
