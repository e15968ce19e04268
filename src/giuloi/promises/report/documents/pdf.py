"""A paper as PDF: A4, the typeface embedded, so that it prints the same everywhere.

Liberation Serif 2.1 (SIL OFL 1.1) has the widths of Times New Roman and every Vietnamese letter.
"""

from __future__ import annotations

import threading
from functools import cache
from html import escape
from importlib.resources import files
from io import BytesIO
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import HRFlowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from giuloi.promises.report.documents import model
from giuloi.promises.report.documents.model import BLANK, MARGINS, MOTTO, SIZE, STATE, Paper, Part

FONT, BOLD, ITALIC = "giuloi-serif", "giuloi-serif-bold", "giuloi-serif-italic"
_FILES = {FONT: "Regular", BOLD: "Bold", ITALIC: "Italic"}
_WIDTH = A4[0] - (MARGINS[1] + MARGINS[3]) * mm

# reportlab keeps what a document has used of a typeface in the typeface: two documents are never made at once.
_AT_WORK = threading.Lock()


def pdf(paper: Paper) -> bytes:
    """The bytes of the file."""
    with _AT_WORK:
        _typefaces()
        out = BytesIO()
        top, right, bottom, left = (one * mm for one in MARGINS)
        document = SimpleDocTemplate(
            out, pagesize=A4, topMargin=top, rightMargin=right, bottomMargin=bottom, leftMargin=left,
            title=paper.title, author=paper.office, creator="Giữ Lời", invariant=1,
        )  # fmt: skip
        document.build(
            _story(paper), onFirstPage=_draft(paper, first=True), onLaterPages=_draft(paper, first=False)
        )
        return out.getvalue()


@cache
def _typefaces() -> None:
    folder = files("giuloi.promises.report.documents") / "fonts"
    for name, style in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(folder / f"LiberationSerif-{style}.ttf")))


def _style(
    font: str = FONT, align: Any = TA_JUSTIFY, size: float = SIZE, after: float = 4, left: float = 0
) -> Any:
    return ParagraphStyle(
        f"{font}{align}{size}{after}{left}", fontName=font, fontSize=size, leading=size * 1.3, alignment=align,
        spaceAfter=after, leftIndent=left,
    )  # fmt: skip


def _text(text: str, style: Any) -> Any:
    return Paragraph(escape(text, quote=False).replace("\n", "<br/>"), style)


def _story(paper: Paper) -> list[Any]:
    story: list[Any] = []
    if paper.form:
        story.append(_text(paper.form, _style(ITALIC, TA_RIGHT, 11)))
    story += [_head(paper), Spacer(1, 5 * mm)]
    story.append(_text(paper.title, _style(BOLD, TA_CENTER, 14, 2)))
    if paper.subtitle:
        story.append(_text(paper.subtitle, _style(BOLD, TA_CENTER, SIZE, 2)))
    story.append(HRFlowable(width=30 * mm, thickness=0.6, color="black", spaceBefore=2, spaceAfter=10))
    if paper.to:
        lines = "Kính gửi: " + paper.to[0] if len(paper.to) == 1 else "Kính gửi:\n- " + "\n- ".join(paper.to)
        story.append(_text(lines, _style(FONT, TA_CENTER if len(paper.to) == 1 else TA_LEFT, 14, 8, 0)))
    for part in paper.parts:
        story += _part(part)
    return [*story, Spacer(1, 6 * mm), _signers(paper)]


def _head(paper: Paper) -> Any:
    plain, large = _style(FONT, TA_CENTER, after=0), _style(BOLD, TA_CENTER, 12, 0)
    left = [_text(paper.office, large), _rule(22), _text(paper.number, plain)]
    right = [
        _text(STATE, large),
        _text(MOTTO, _style(BOLD, TA_CENTER, after=0)),
        _rule(52),
        _text(paper.place_and_date, _style(ITALIC, TA_CENTER, after=0)),
    ]
    grid = Grid([[left, right]], colWidths=[_WIDTH * 0.40, _WIDTH * 0.60])
    grid.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("ALIGN", (0, 0), (-1, -1), "CENTER")]))
    return grid


def _rule(width: float) -> Any:
    return HRFlowable(
        width=width * mm, thickness=0.6, color="black", spaceBefore=2, spaceAfter=3, hAlign="CENTER"
    )


def _part(part: Part) -> list[Any]:
    if isinstance(part, model.Section):
        heading = _style(BOLD, TA_LEFT, after=4)
        heading.keepWithNext = 1
        return [_text(part.text, heading)]
    if isinstance(part, model.Field):
        value = escape(part.value or BLANK, quote=False).replace("\n", "<br/>")
        return [Paragraph(f"{escape(part.label, quote=False)}: {value}", _style())]
    if isinstance(part, model.Table):
        return [_grid(part), Spacer(1, 4 * mm)]
    return [_text(part.text, _style())]


def _grid(table: model.Table) -> Any:
    cell = _style(size=10.5, align=TA_LEFT, after=0)
    rows = [[_text(one, _style(BOLD, TA_CENTER, 10.5, 0)) for one in table.headings]]
    rows += [[_text(one, cell) for one in row] for row in table.rows]
    grid = Grid(rows, colWidths=[_WIDTH * share for share in table.widths], repeatRows=1)
    grid.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return grid


def _signers(paper: Paper) -> Any:
    cells = [
        [
            _text(one.who, _style(BOLD, TA_CENTER, after=0)),
            _text(one.how, _style(ITALIC, TA_CENTER, 12)),
            Spacer(1, 28 * mm),
        ]
        for one in paper.signers
    ]
    row = [[], *cells] if len(cells) == 1 else cells
    grid = Grid([row], colWidths=[_WIDTH / 2] * 2)
    return KeepTogether([grid])


def _draft(paper: Paper, *, first: bool) -> Any:
    """On each page its number, from the second on, in the middle of the upper margin, as the decree asks."""

    def drawn(canvas: Any, document: Any) -> None:
        if not first:
            canvas.setFont(FONT, SIZE)
            canvas.drawCentredString(A4[0] / 2, A4[1] - 12 * mm, str(document.page))

    return drawn
