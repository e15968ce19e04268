"""Is a letter made to keep its reader busy? Asked of the bytes, before they are taken apart."""

from __future__ import annotations

import re

_HEAD = 256 * 1024  # bytes in which the head must end
# A bare CR ends a line too, for the parser of the standard library.
_NESTED = re.compile(rb"(?i)(?:^|(?<=[\r\n]))content-type\s*:\s*(?:multipart|message)/")
_ABOUT_A_PART = re.compile(
    rb"(?i)(?:^|(?<=[\r\n]))content-(?:type|disposition)\s*:[^\r\n]*(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*"
)
_MOST_NESTED = 40
_MOST_LINES = 1_000_000
_REPORT = re.compile(rb"(?i)message/delivery-status")  # each empty line in it becomes a part
_MOST_LINES_OF_REPORTS = 20_000
_LONGEST = 8192  # bytes of a header with parameters: reading them takes the square of their number


def is_tangled(raw: bytes) -> bool:
    """Parts in parts without end, parameters without end, a head that never ends, or nothing but line breaks."""
    most = _MOST_LINES_OF_REPORTS if _REPORT.search(raw) else _MOST_LINES
    return (
        len(_NESTED.findall(raw)) > _MOST_NESTED
        or raw.count(b"\n") > most
        or raw.count(b"\r") > most
        or end_of_head(raw) is None
        or any(found.end() - found.start() > _LONGEST for found in _ABOUT_A_PART.finditer(raw))
    )


def end_of_head(raw: bytes) -> int | None:
    """Where the body begins; None when the head does not end where heads do."""
    found = re.search(rb"\r?\n\r?\n", raw[:_HEAD])
    return found.end() if found else len(raw) if len(raw) < _HEAD else None


def head(raw: bytes) -> bytes:
    """The head alone, as far as it is read."""
    return raw[: end_of_head(raw) or _HEAD]
