"""A paper as DOCX, to be gone over and completed in a word processor; laid out as the PDF is."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from giuloi.promises.report.documents import model
from giuloi.promises.report.documents.model import BLANK, MARGINS, MOTTO, SIZE, STATE, Paper, Part

FONT = "Times New Roman"
_LONGEST_NAME = 255  # of a property, in the format
_PAGE = 210.0 - MARGINS[1] - MARGINS[3]  # mm between the margins
# A document of one run is not traced from another, and two runs of the same file are the same bytes.
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def docx(paper: Paper) -> bytes:
    """The bytes of the file."""
    document = Document()
    _page(document, paper)
    if paper.form:
        _add(document, paper.form, ALIGN.RIGHT, italic=True, size=11)
    _head(document, paper)
    _add(document, paper.title, ALIGN.CENTER, bold=True, size=14, before=12, after=2)
    if paper.subtitle:
        _add(document, paper.subtitle, ALIGN.CENTER, bold=True, after=10)
    if len(paper.to) == 1:
        _add(document, f"Kính gửi: {paper.to[0]}", ALIGN.CENTER, size=14, before=6, after=8)
    elif paper.to:
        _add(document, "Kính gửi:\n- " + "\n- ".join(paper.to), ALIGN.LEFT, size=14, before=6, after=8)
    for part in paper.parts:
        _part(document, part)
    _signers(document, paper)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, MARGINS)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(SIZE)
    # Word takes Vietnamese letters for East Asian ones unless the typeface is named for those as well.
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(4)
    about = document.core_properties
    title, author = (_clean(one)[:_LONGEST_NAME] for one in (paper.title, paper.office))
    about.title, about.author, about.last_modified_by, about.comments = title, author, "", ""
    about.created = about.modified = _NO_TIME


def _add(
    where: Any,
    text: str,
    align: Any,
    *,
    bold: bool = False,
    italic: bool = False,
    size: float = SIZE,
    before: float = 0,
    after: float = 4,
) -> Any:
    paragraph = where.add_paragraph()
    _write(paragraph, text, align, bold=bold, italic=italic, size=size)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    return paragraph


def _write(
    paragraph: Any, text: str, align: Any, *, bold: bool = False, italic: bool = False, size: float = SIZE
) -> None:
    paragraph.alignment = align
    run = paragraph.add_run(_clean(text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def _clean(text: str) -> str:
    """Without what XML 1.0 has no place for (§2.2): one such letter in a part would keep the whole file from export."""
    return "".join(
        letter
        for letter in text
        if letter == "\n"
        or (letter >= " " and not "\ud800" <= letter <= "\udfff" and letter not in "\ufffe\uffff")
    )


def _head(document: Any, paper: Paper) -> None:
    table = document.add_table(rows=1, cols=2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    left, right = table.rows[0].cells
    for cell, column, share in ((left, table.columns[0], 0.36), (right, table.columns[1], 0.64)):
        cell.width = column.width = Mm(_PAGE * share)
    _write(left.paragraphs[0], paper.office, ALIGN.CENTER, bold=True, size=12)
    _add(left, paper.number, ALIGN.CENTER, before=6)
    _write(right.paragraphs[0], STATE, ALIGN.CENTER, bold=True, size=12)
    right.paragraphs[0].paragraph_format.space_after = Pt(0)
    motto = _add(right, MOTTO, ALIGN.CENTER, bold=True)
    motto.runs[0].underline = True
    _add(right, paper.place_and_date, ALIGN.CENTER, italic=True)


def _part(document: Any, part: Part) -> None:
    if isinstance(part, model.Section):
        heading = _add(document, part.text, ALIGN.LEFT, bold=True, before=4)
        heading.paragraph_format.keep_with_next = True
    elif isinstance(part, model.Field):
        # A paragraph each: a line that is broken inside one would be stretched over the whole width.
        for line in f"{part.label}: {part.value or BLANK}".split("\n"):
            _add(document, line, ALIGN.JUSTIFY)
    elif isinstance(part, model.Table):
        _grid(document, part)
    else:
        _add(document, part.text, ALIGN.JUSTIFY)


def _grid(document: Any, part: model.Table) -> None:
    table = document.add_table(rows=1, cols=len(part.headings))
    table.style, table.autofit = "Table Grid", False
    _row(table.rows[0], part, part.headings, bold=True)
    again = OxmlElement("w:tblHeader")  # the headings stand on every page
    again.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(again)
    for values in part.rows:
        _row(table.add_row(), part, values)
    _add(document, "", ALIGN.LEFT)


def _row(row: Any, part: model.Table, values: tuple[str, ...], *, bold: bool = False) -> None:
    for cell, value, share in zip(row.cells, values, part.widths, strict=True):
        cell.width = Mm(_PAGE * share)
        _write(cell.paragraphs[0], value, ALIGN.CENTER if bold else ALIGN.LEFT, bold=bold, size=10.5)


def _signers(document: Any, paper: Paper) -> None:
    _add(document, "", ALIGN.LEFT)
    table = document.add_table(rows=1, cols=2)
    cells = table.rows[0].cells if len(paper.signers) > 1 else table.rows[0].cells[1:]
    for cell, one in zip(cells, paper.signers, strict=True):
        _write(cell.paragraphs[0], one.who, ALIGN.CENTER, bold=True)
        _add(cell, one.how, ALIGN.CENTER, italic=True, size=12)
        _add(cell, "\n\n\n", ALIGN.CENTER)
