"""One document in memory: pages in millimetres from the upper left corner, texts, rules, and a code of the order."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import segno
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from giuloi.doors.console.papers.lettering import BOLD, REGULAR, broken, fitted, printable, typeface

A5, A6 = (148.0, 210.0), (105.0, 148.0)  # mm, upright


class Sheet:
    """A document under way. Its properties name the kind of paper and the shop, never whom it is for."""

    def __init__(self, size: tuple[float, float], title: str, shop: str) -> None:
        for font in (REGULAR, BOLD):
            typeface(font)
        self.width, self.height = size
        self._file = BytesIO()
        # A document of one run is not traced from another: no time of making in it.
        self._canvas = Canvas(self._file, pagesize=(size[0] * mm, size[1] * mm), invariant=1)
        self._canvas.setTitle(title)
        self._canvas.setAuthor(shop)
        self._canvas.setCreator("Giữ Lời")

    def text(self, x: float, y: float, text: str, size: float = 9, font: str = REGULAR) -> None:
        """One line whose foot stands `y` mm from the top."""
        self._canvas.setFont(font, size)
        self._canvas.drawString(x * mm, (self.height - y) * mm, printable(text).replace("\n", " "))

    def right(self, x: float, y: float, text: str, size: float = 9, font: str = REGULAR) -> None:
        """As `text`, ending at x."""
        self._canvas.setFont(font, size)
        self._canvas.drawRightString(x * mm, (self.height - y) * mm, printable(text).replace("\n", " "))

    def block(
        self, x: float, y: float, width: float, height: float, text: str,
        largest: float, least: float, font: str = REGULAR, leading: float = 1.25,
    ) -> float:  # fmt: skip
        """A text in a box, as large as it fits; returns how many mm down it reaches."""
        size, lines = fitted(text, font, width * mm, height * mm, largest, least, leading)
        return self.lines(x, y, lines, size, font, leading)

    def wrapped(self, text: str, width: float, size: float, font: str = REGULAR) -> list[str]:
        """The lines of a text in a column so many mm wide."""
        return broken(text, font, size, width * mm)

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float,
        font: str = REGULAR,
        leading: float = 1.25,
    ) -> float:
        """These lines from y downwards; returns where the next would begin."""
        self._canvas.setFont(font, size)
        step = size * leading / mm
        for number, line in enumerate(lines):
            # A stacked tone ("Ễ") rises to 1.05 of the size: the first line's foot stands that far down.
            self._canvas.drawString(x * mm, (self.height - y - number * step - size * 1.05 / mm) * mm, line)
        return y + len(lines) * step

    def rule(self, y: float, left: float, right: float, thick: float = 0.6) -> None:
        """A line across."""
        self._canvas.setLineWidth(thick)
        self._canvas.line(left * mm, (self.height - y) * mm, right * mm, (self.height - y) * mm)

    def frame(self, x: float, y: float, width: float, height: float, thick: float = 1.0) -> None:
        """A box."""
        self._canvas.setLineWidth(thick)
        self._canvas.rect(x * mm, (self.height - y - height) * mm, width * mm, height * mm)

    def code(self, x: float, y: float, side: float, text: str) -> None:
        """A QR code of a number of ours, with its quiet zone, `side` mm wide. Nothing about a person is in it."""
        matrix = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
        dot = side / (len(matrix) + 8)  # four dots of quiet zone on each side (ISO/IEC 18004)
        for down, row in enumerate(matrix):
            for across, dark in enumerate(row):
                if dark:
                    self._canvas.rect(
                        (x + (across + 4) * dot) * mm,
                        (self.height - y - (down + 5) * dot) * mm,
                        dot * 1.02 * mm,  # a hair more, so that no printer draws white lines between the dots
                        dot * 1.02 * mm,
                        stroke=0,
                        fill=1,
                    )

    def next_page(self) -> None:
        """The page is full."""
        self._canvas.showPage()

    def done(self) -> bytes:
        """The whole document."""
        self._canvas.save()
        return self._file.getvalue()
