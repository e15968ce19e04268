"""Plain text → headings, paragraphs and sentences, each with the line it began at. Not one word is changed.

A paragraph ends at an empty line, at a bullet or number, and where one line ends a sentence and the next begins one:
texts are pasted from pages that lost their empty lines. Only what marks an item ("- ", "1.2. ", "b) ") is taken off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from giuloi.core.bilingual import Words
from giuloi.core.normal import normalized
from giuloi.core.policy.reader import MOST_CHARACTERS
from giuloi.core.terms import GiuloiError

_NUMBERED = re.compile(
    r"(?:[IVX]{1,5}|[0-9]{1,2}|[A-ZĐ])[.)]\s+|(?:điều|phần|mục)\s+[0-9IVX]+\s*[.:)]\s*", re.IGNORECASE
)
_MARKER = re.compile(r"(?:[-–•+*·▪●]|[0-9]{1,2}(?:\.[0-9]{1,2})+[.)]?|[0-9]{1,2}[.)]|[a-zđ]\))\s+")
_HASHES = re.compile(r" {0,3}#{1,6}\s+")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
_LONGEST_HEADING = 90
LOOKED_AT = 2_000  # characters of a sentence that are looked through: nobody reads on in a longer one
_SENTENCE_END = re.compile(r"(?<=[.!?…;])[\"”)]*\s+(?=[^\sa-zà-ỹđ])|\n(?=\s*[-•])")


class NotPlainText(GiuloiError):
    """This is no text that can be imported; `words` say why."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(vi, en)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, or a paragraph: its words as they stand, and the line (from 1) where they begin."""

    text: str
    line: int
    heading: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and the line where it begins. `folded`: in small letters and on one line, what patterns look at."""

    text: str
    line: int
    folded: str


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()[:LOOKED_AT]


def parts_of(text: str) -> list[Part]:
    """The headings and paragraphs in order. Raises NotPlainText."""
    lines = _lines(text)
    found: list[Part] = []
    open_ = False
    for number, line in enumerate(lines, 1):
        said = line.strip()
        if not said:
            open_ = False
            continue
        if title := _title(line, said, first=not found):
            found.append(Part(title, number, heading=True))
            open_ = False
        elif open_ and not _MARKER.match(said) and not _begins(found[-1].text, said):
            found[-1] = Part(f"{found[-1].text}\n{said}", found[-1].line, heading=False)
        else:
            found.append(Part(_after(_MARKER, said), number, heading=False))
            open_ = True
    return found


def sentences_of(part: Part) -> Iterator[Sentence]:
    """The sentences of a paragraph, word for word."""
    start, line = 0, part.line
    for found in (*_SENTENCE_END.finditer(part.text), None):
        end, after = found.span() if found else (len(part.text), len(part.text))
        if said := part.text[start:end].strip():
            yield Sentence(said, line, _folded(said))
        line += part.text.count("\n", start, after)
        start = after


def _lines(text: str) -> list[str]:
    if len(text) > MOST_CHARACTERS:
        raise NotPlainText(
            f"văn bản dài hơn {MOST_CHARACTERS} ký tự",
            f"the text is longer than {MOST_CHARACTERS} characters",
        )
    text = normalized("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    for number, line in enumerate(text.split("\n"), 1):
        if any("\ud800" <= one <= "\udfff" or (one < " " and one != "\t") for one in line):
            raise NotPlainText(
                f"dòng {number}: không phải văn bản UTF-8 (hãy lưu lại dạng văn bản thường, không phải Word hay PDF)",
                f"line {number}: this is no UTF-8 text (save it as plain text, not as Word or PDF)",
            )
        if _is_fence(line) or "<!--" in line:
            raise NotPlainText(
                f"dòng {number}: đã có khối ``` hoặc ghi chú <!--: đây là chính sách viết sẵn, "
                "dùng giuloi policy check",
                f"line {number}: there is a fence or a comment: this is a policy already, use giuloi policy check",
            )
    return text.split("\n")


def _title(line: str, said: str, *, first: bool) -> str:
    """The words of a heading without its number; "" for what is none."""
    if marks := _HASHES.match(line):
        return _after(_NUMBERED, line[marks.end() :].strip())
    if len(said) > _LONGEST_HEADING or said[-1] in ".;,!?":
        return ""
    words = _after(_NUMBERED, said)
    letters = [one for one in said if one.isalpha()]
    shouted = len(letters) > 3 and all(one.isupper() for one in letters)
    if shouted or (first and said[-1] != ":"):
        return words
    return words.rstrip(":") if words != said and words[:1].isupper() and len(words.split()) <= 12 else ""


def _is_fence(line: str) -> bool:
    """Also behind a mark of a list, which is taken off: what is left would hold rules that nobody confirmed."""
    return bool(_FENCE.match(line) or _FENCE.match(_after(_MARKER, line.strip())))


def _after(marker: re.Pattern[str], said: str) -> str:
    """Without the marker it begins with. One in the middle is the shop's own: "giao hàng - đổi trả"."""
    found = marker.match(said)
    return said if found is None else said[found.end() :]


def _begins(before: str, said: str) -> bool:
    return before[-1] in ".:;!?" and said[0].isupper()
