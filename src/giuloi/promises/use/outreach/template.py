"""The words of a campaign: text with a few variables, and nothing that could be run or that could track.

    Template.parse("Chào {{ten}}, {{shop}} có bánh mới.").render({"name": "An", "shop": "Tiệm Bánh Phố Cổ"})

There is no logic, no HTML and no escaping to get wrong: a variable is replaced by its value, and a value is never
read as a template. Line breaks of a value become blanks, so that no header can be written through one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from giuloi.core.bilingual import Words
from giuloi.core.normal import normalized
from giuloi.core.terms import GiuloiError
from giuloi.promises.use.outreach.links import wrong_link

# As it is written in a template → what it stands for.
VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        "ten": "name",
        "name": "name",
        "shop": "shop",
        "tiem": "shop",
        "address": "address",
        "dia_chi": "address",
        "contact": "contact",
        "lien_he": "contact",
        "clause": "clause",
        "dieu_khoan": "clause",
        "preferences": "preferences",
        "tuy_chon": "preferences",
        "opinion": "opinion",
        "y_kien": "opinion",
    }
)
LONGEST = 20_000  # characters of a text
LONGEST_SUBJECT = 150
_OPENING = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|\$\{|<%")
_VARIABLE = re.compile(r"\{\{ *([^{}\n]*?) *\}\}")
_TAG = re.compile(r"<\s*[/!?a-zA-Z]|&#|&[a-zA-Z]+;|javascript\s*:|data\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot stay in a template: where (line and column, from 1) and why."""

    line: int
    column: int
    words: Words


class BadTemplate(GiuloiError):
    """A template that is not sent; `faults` say where and what to write instead."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"a template has {len(faults)} faults")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Template:
    """Checked words: literals and variables in turn, beginning with a literal."""

    parts: tuple[str, ...]

    @staticmethod
    def parse(text: str, *, subject: bool = False) -> Template:
        """Read one; raises BadTemplate with every fault. A `subject` is one line and holds no link."""
        text = normalized("NFC", text.replace("\r\n", "\n"))
        if faults := tuple(sorted(_faults(text, subject), key=lambda one: (one.line, one.column))):
            raise BadTemplate(faults)
        pieces = _VARIABLE.split(text)
        return Template(tuple(VARIABLES[one] if at % 2 else one for at, one in enumerate(pieces)))

    @property
    def uses(self) -> frozenset[str]:
        """The variables it asks for."""
        return frozenset(self.parts[1::2])

    def render(self, values: Mapping[str, str]) -> str:
        """The words for one reader; a variable without a value is left out."""
        return "".join(
            _one_line(values.get(one, "")) if at % 2 else one for at, one in enumerate(self.parts)
        ).strip()


def _one_line(value: str) -> str:
    """A value cannot break a line, and draws what it holds: no control, no mark that turns the writing round."""
    return " ".join("".join(" " if unicodedata.category(one) in _UNSEEN else one for one in value).split())


_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _faults(text: str, subject: bool) -> list[Fault]:
    faults = [*_of_length(text, subject), *_of_characters(text, subject)]
    variables = list(_VARIABLE.finditer(text))
    for found in variables:
        if found[1] not in VARIABLES:
            faults.append(_fault(text, found.start(), _UNKNOWN))
    held = [range(found.start(), found.end()) for found in variables]
    faults += [
        _fault(text, found.start(), _LOGIC)
        for found in _OPENING.finditer(text)
        if not any(found.start() in one for one in held)
    ]
    faults += [_fault(text, found.start(), _HTML) for found in _TAG.finditer(text)]
    faults += [_fault(text, at, words) for at, words in wrong_link(text, allowed=not subject)]
    return faults


def _of_length(text: str, subject: bool) -> list[Fault]:
    if not text.strip():
        return [Fault(1, 1, _EMPTY)]
    return [Fault(1, 1, _LONG)] if len(text) > (LONGEST_SUBJECT if subject else LONGEST) else []


def _of_characters(text: str, subject: bool) -> list[Fault]:
    """Controls, marks that hide or turn round what is read, and in a subject any line break."""
    return [
        _fault(text, at, _BREAK if one in "\r\n" else _CONTROL)
        for at, one in enumerate(text)
        if (one in "\r\n" and (subject or one == "\r"))
        or (one not in "\r\n" and unicodedata.category(one) in _UNSEEN)
    ]


def _fault(text: str, at: int, words: Words) -> Fault:
    line = text.count("\n", 0, at) + 1
    return Fault(line, at - (text.rfind("\n", 0, at) + 1) + 1, words)


_NAMES = ", ".join("{{" + one + "}}" for one in VARIABLES)
_UNKNOWN = Words(
    f"Không có biến này. Các biến dùng được: {_NAMES}.", f"There is no such variable. There are: {_NAMES}."
)
_LOGIC = Words(
    "Mẫu không có lệnh và không có ngoặc nhọn lẻ: chỉ có {{biến}}.",
    "A template has no commands and no stray braces: only {{variables}}.",
)
_HTML = Words(
    "Tin chỉ có chữ: không HTML, không mã, không ký tự viết kiểu &amp;.",
    "A message is plain text: no HTML, no script, no characters written like &amp;.",
)
_CONTROL = Words(
    "Có ký tự điều khiển hoặc ký tự ẩn: hãy gõ lại thay vì dán.",
    "There is a control or hidden character here: type it instead of pasting it.",
)
_BREAK = Words("Tiêu đề chỉ có một dòng.", "A subject is one line.")
_EMPTY = Words("Ô này đang trống.", "This is empty.")
_LONG = Words(
    f"Dài quá: tiêu đề nhiều nhất {LONGEST_SUBJECT} ký tự, nội dung {LONGEST}.",
    f"Too long: at most {LONGEST_SUBJECT} characters for a subject, {LONGEST} for a text.",
)
