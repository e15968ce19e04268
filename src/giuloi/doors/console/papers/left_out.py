"""The last page of a print-out: which orders stayed shut, and by which clause; nothing about anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from giuloi.core.bilingual import Words
from giuloi.core.terms import ClauseRef
from giuloi.doors.console.papers.lettering import BOLD
from giuloi.doors.console.papers.sheet import Sheet
from giuloi.promises.collect.order_numbers import spoken_number

_TITLE = Words("KHÔNG IN ĐƯỢC", "NOT PRINTED")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One order that was not opened."""

    order: int
    clause: ClauseRef
    why: Words


def list_left_out(sheet: Sheet, left_out: Sequence[LeftOut], language: str) -> None:
    """Pages with one paragraph for each; none at all when nothing was left out."""
    y = sheet.height
    for one in left_out:
        said = f"{spoken_number(one.order)} · {one.clause}\n{one.why.spoken(language)}"
        lines = sheet.wrapped(said, sheet.width - 16, 8)
        if y + len(lines) * 3.6 + 3 > sheet.height - 8:
            if y < sheet.height:
                sheet.next_page()
            sheet.text(8, 14, _TITLE.spoken(language), 12, BOLD)
            y = 18.0
        y = sheet.lines(8, y, lines, 8) + 3
    if left_out:
        sheet.next_page()
