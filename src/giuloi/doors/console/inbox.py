"""The one inbox: everything that customers asked, the most urgent first, with the time left. It opens nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giuloi.core.bilingual import Words
from giuloi.core.time_left import TimeLeft, time_left
from giuloi.doors.console.department import serving, who_serve
from giuloi.doors.console.inbox_filter import SOON, TABS, chosen, numbered
from giuloi.doors.console.people import People, people
from giuloi.doors.console.saved_views import views_of
from giuloi.promises.answer import inbox
from giuloi.promises.answer.inbox import Filter, Row
from giuloi.records.request_kinds import KIND_WORDS, STATE_WORDS

MOST_EXPORTED = 20_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would calculate (OWASP)
_TONES = {"received": "warn", "in_hand": "", "waiting": "", "done": "ok", "partly": "warn", "refused": "late"}
COLUMNS = (
    "request", "kind", "state", "received_at", "due_at", "finished_at", "missed", "clause", "source", "order",
    "ground", "in_hand", "answerable",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One request as a line of the list."""

    row: Row
    kind: Words
    state: Words
    tone: str
    left: TimeLeft
    holder: Words
    answerable: Words


@require_GET
@serving
def index(request: HttpRequest) -> HttpResponse:
    """A page of the list, with the numbers beside each tab."""
    at, staff = datetime.now(UTC), request.staff.id
    wanted = chosen(request.GET)
    page = inbox.page(wanted.filter(staff), at, after=wanted.after)
    counts = inbox.counts(at, staff, soon=timedelta(hours=SOON))
    numbers = numbered(counts)
    shown: dict[str, Any] = {
        "chosen": wanted,
        "lines": lines(page.rows, at, people()),
        "after": page.after,
        "tabs": [(name, words, numbers.get(name)) for name, words in TABS.items()],
        "kinds": [(kind, words, counts.by_kind.get(kind, 0)) for kind, words in KIND_WORDS.items()],
        "colleagues": who_serve(),
        "views": views_of(staff),
        "at": at,
    }
    return render(request, "console/inbox.html", shown)


@require_GET
@serving
def export(request: HttpRequest) -> HttpResponse:
    """The same as a file for a spreadsheet: ids, words of ours and times; nothing that somebody wrote."""
    at = datetime.now(UTC)
    wanted = chosen(request.GET)
    text = StringIO()
    text.write("\ufeff")  # by which spreadsheets know that it is UTF-8
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(
        [safe(cell) for cell in cells(row, at)] for row in _all(wanted.filter(request.staff.id), at)
    )
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="inbox.csv"'
    return answer


def lines(rows: Iterable[Row], at: datetime, known: People) -> list[Line]:
    """The rows in words."""
    return [line(row, at, known) for row in rows]


def line(row: Row, at: datetime, known: People) -> Line:
    """One row in words."""
    return Line(
        row,
        KIND_WORDS[row.kind],
        STATE_WORDS[row.state],
        _TONES[row.state.value],
        time_left(row.due_at, at, row.finished_at),
        known.named(row.staff),
        known.named(row.answerable),
    )


def cells(row: Row, at: datetime) -> list[str]:
    """One request as the file has it. Numbers begin with "#": a spreadsheet would round an id of 19 digits."""
    return [
        f"#{row.id}",
        row.kind,
        row.state.value,
        _moment(row.received_at),
        _moment(row.due_at),
        _moment(row.finished_at),
        "yes" if row.missed(at) else "no",
        row.clause,
        row.source,
        f"#{row.order}" if row.order else "",
        row.ground,
        f"#{row.staff}" if row.staff else "",
        f"#{row.answerable}" if row.answerable else "",
    ]


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _moment(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).isoformat(timespec="seconds")


def _all(wanted: Filter, at: datetime) -> Iterator[Row]:
    after, given = "", 0
    while given < MOST_EXPORTED:
        page = inbox.page(wanted, at, after=after, most=500)
        yield from page.rows
        given += len(page.rows)
        if not page.after:
            return
        after = page.after
