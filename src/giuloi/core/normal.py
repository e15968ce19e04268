"""Unicode's normal forms, of text that anybody may have sent (UAX #15).

Marks on one letter are put in order by comparing each with its neighbours: a hundred thousand of them on one "a" keep
a processor busy for half a minute. So text goes through the Stream-Safe Text Format first (UAX #15 §13): after thirty
marks in a row a joiner ends the run. No word of any language has so many.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]
MOST_MARKS = 30  # on one letter, as UAX #15 §13 says
_JOINER = "\u034f"  # COMBINING GRAPHEME JOINER, a starter
# Below U+0300 nothing is a mark; a letter there holds three at most, and a mark is three at most, taken apart.
_MAYBE = re.compile(rf"[^\x00-\u02ff]{{{(MOST_MARKS - 3) // 3}}}")


def normalized(form: Form, text: str) -> str:
    """The text in that form, in time that grows with its length."""
    return unicodedata.normalize(form, _stream_safe(text) if _MAYBE.search(text) else text)


def _stream_safe(text: str) -> str:
    found: list[str] = []
    marks = 0
    for one in text:
        before, after, only = _marks_of(one)
        if marks + before > MOST_MARKS:
            found.append(_JOINER)
            marks = 0
        marks = marks + after if only else after
        found.append(one)
    return "".join(found)


@lru_cache(maxsize=4096)
def _marks_of(one: str) -> tuple[int, int, bool]:
    """How many marks a character begins and ends with once it is taken apart, and whether it is nothing but marks."""
    parts = [unicodedata.combining(part) != 0 for part in unicodedata.normalize("NFKD", one)]
    if all(parts):
        return len(parts), len(parts), True
    return parts.index(False), parts[::-1].index(False), False
