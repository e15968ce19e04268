"""One sequence of bytes for one JSON value (RFC 8785), so that a signature means the same everywhere.

Only what this project signs: objects, arrays, text, whole numbers, true, false, null. Fractions are left out
on purpose: their canonical form is the hard part of the RFC, and nothing here needs one.
"""

from __future__ import annotations

import json
from typing import Any

from giuloi.core.terms import BadEvidence

GREATEST = 2**53 - 1  # what every reader of JSON holds exactly (RFC 8785 §3.2.2.3, RFC 7493 §2.2)
DEEPEST = 32  # levels of arrays and objects; keeps a hostile document from exhausting the stack


def canonical(value: Any) -> bytes:
    """The canonical UTF-8 bytes of `value`; raises BadEvidence for what has none, quoting none of it."""
    # Of what is in order already, Python's encoder writes just what the RFC asks for (§3.2.2): no space, the
    # short escapes where JSON has them, other controls as \u00xx in lower case, everything else as it is.
    text = json.dumps(_ordered(value, DEEPEST), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()


def _ordered(value: Any, levels: int) -> Any:
    """A copy with the keys of every object in order, of plain types only."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _whole(value)
    if isinstance(value, int):
        if abs(value) > GREATEST:
            raise BadEvidence("a number beyond 2^53 - 1 has no canonical form: write it as text")
        return int(value)
    if levels == 0:
        raise BadEvidence(f"nothing is signed that is nested more than {DEEPEST} levels deep")
    if isinstance(value, list | tuple):
        return [_ordered(item, levels - 1) for item in value]
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise BadEvidence("the keys of a JSON object are text")
        return {key: _ordered(value[key], levels - 1) for key in sorted(map(_whole, value), key=_utf16)}
    raise BadEvidence(f"a value of type {type(value).__name__} has no canonical form")


def _whole(text: str) -> str:
    """Plain text without half surrogates, which no UTF-8 can hold."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise BadEvidence("text with half a surrogate pair has no canonical form")
    return str(text)


def _utf16(key: str) -> bytes:
    """Keys sort by UTF-16 code units (RFC 8785 §3.2.3): above U+FFFF that is not the order of characters."""
    return key.encode("utf-16-be")
