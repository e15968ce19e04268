"""Vietnamese on paper: a typeface with every letter and tone, texts broken into lines, and fitted where they must go.

The typeface is embedded in each file, cut down to the letters that occur, so that it prints the same everywhere and
its text can be searched and copied.
"""

from __future__ import annotations

import threading
import unicodedata
from functools import cache
from importlib.resources import files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from giuloi.core.normal import normalized

REGULAR, BOLD = "giuloi", "giuloi-bold"
NO_GLYPH = "□"  # stands for a letter that the typeface lacks (Han, Thai, a picture): seen at once, and nothing shifts
_FILES = {REGULAR: "DejaVuSansCondensed.ttf", BOLD: "DejaVuSansCondensed-Bold.ttf"}

# reportlab keeps what a document has used of a typeface in the typeface: two documents are never made at once.
AT_WORK = threading.Lock()


@cache
def typeface(name: str) -> TTFont:
    """A typeface by one of the names above, registered on first use."""
    font = TTFont(name, str(files("giuloi.doors.console.papers") / "fonts" / _FILES[name]))
    pdfmetrics.registerFont(font)
    return font


def printable(text: str) -> str:
    """The text as it will stand on paper: tones joined to their letters (NFC), line breaks kept, no controls."""
    whole = normalized("NFC", text.replace("\r\n", "\n"))
    glyphs = typeface(REGULAR).face.charToGlyph
    return "".join(_one(letter, glyphs) for letter in whole)


def _one(letter: str, glyphs: dict[int, int]) -> str:
    if letter == "\n" or letter == " ":
        return letter
    if unicodedata.category(letter) in ("Cc", "Cf", "Zs", "Zl", "Zp"):
        return " " if unicodedata.category(letter) != "Cf" else ""
    return letter if ord(letter) in glyphs else NO_GLYPH


def broken(text: str, font: str, size: float, width: float) -> list[str]:
    """The lines of a text that is `width` points wide at most: broken between words, and inside one that is longer."""
    typeface(font)
    lines: list[str] = []
    for paragraph in printable(text).split("\n"):
        line = ""
        for word in paragraph.split():
            joined = f"{line} {word}" if line else word
            if _wide(joined, font, size) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            *whole, line = _pieces(word, font, size, width)
            lines += whole
        if line:
            lines.append(line)
    return lines


def _pieces(word: str, font: str, size: float, width: float) -> list[str]:
    pieces, piece = [], ""
    for letter in word:
        if piece and _wide(piece + letter, font, size) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def _wide(text: str, font: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, font, size))


def fitted(
    text: str, font: str, width: float, height: float, largest: float, least: float, leading: float = 1.25
) -> tuple[float, list[str]]:
    """(size, lines): the largest size at which the whole text fits; at the least size, what does not fit is cut
    off with an ellipsis, so that nothing ever runs over what stands beneath."""
    size = largest
    while True:
        lines = broken(text, font, size, width)
        if len(lines) * size * leading <= height or size <= least:
            break
        size = max(least, size - 0.5)
    room = max(1, int(height // (size * leading)))
    if len(lines) > room:
        lines = [*lines[: room - 1], _cut(lines[room - 1], font, size, width)]
    return size, lines


def _cut(line: str, font: str, size: float, width: float) -> str:
    while line and _wide(f"{line}…", font, size) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"
