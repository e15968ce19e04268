"""The timeline: lines that are only ever added, each chained to the one before it and tied to the use ledger's head.

    with writing(at, actor) as book:
        ...rows...
        book.line(incident, What.CONTAINED, action="revoke_key", what=pseudonym)

Rows and line are one transaction; what was done and is not in the timeline does not exist.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from giuloi.core.canonical import canonical
from giuloi.core.ledger.entry import utc_second
from giuloi.promises.report.incidents.kinds import What
from giuloi.promises.report.incidents.rows import LineRow
from giuloi.records import chain
from giuloi.records.database import answering, durable
from giuloi.records.sealed_text import open_text, seal_text

NOBODY = 0  # the incident of a line that is about the timeline itself


@dataclass(frozen=True, slots=True)
class Line:
    """One line, opened: `said` are words of lists, ids, times, and what somebody wrote."""

    number: int
    incident: int
    at: datetime
    actor: str
    what: What
    said: dict[str, Any]
    size: int


@dataclass(slots=True)
class Book:
    """The timeline while somebody writes in it. Made by `writing` only."""

    at: datetime
    actor: str
    _head: chain.Head = field(default_factory=lambda: chain.Head(0, chain.FIRST))

    def line(self, incident: int, what: What, **said: str | int) -> None:
        """Add a line. What is said is sealed: a part of it may be somebody's own words."""
        number = self._head.count + 1
        text = json.dumps(said, ensure_ascii=False, sort_keys=True)
        ledger = chain.ledger_now()
        row = LineRow(
            number=number,
            incident_id=incident,
            at=self.at.replace(microsecond=0),
            actor=self.actor,
            what=what.value,
            sealed=seal_text(text, "line", number),
            size=ledger.size if ledger else 0,
            root=ledger.root if ledger else b"",
        )
        row.code = chain.code_of(self._head.code, number, bytes_of(row))
        row.save(force_insert=True)
        self._head = chain.Head(number, row.code)


@contextmanager
def writing(at: datetime, actor: str) -> Iterator[Book]:
    """Write in the timeline, alone, in one durable transaction; the head is noted once that is on disk.

    Where lines are missing from the end, the first line written afterwards says so, for good.
    """
    with chain.alone():
        with durable():
            book = Book(at, actor)
            _go_on_from(book, LineRow.objects.order_by("-number").first())
            yield book
        chain.note(book._head)


def _go_on_from(book: Book, last: LineRow | None) -> None:
    if last is not None:
        book._head = chain.Head(last.number, bytes(last.code))
    noted = chain.noted()
    if noted is None or noted.count == 0 or is_there(noted):
        return
    missing, code = noted.count, noted.code.hex()
    book._head = chain.Head(max(book._head.count, missing), book._head.code)
    book.line(NOBODY, What.GAP, noted=missing, code=code, found=last.number if last else 0)


def is_there(noted: chain.Head) -> bool:
    """Whether the line that was noted as the newest still stands in the timeline, as it was."""
    row = LineRow.objects.filter(number=noted.count).first()
    return row is not None and bytes(row.code) == noted.code


def bytes_of(row: LineRow) -> bytes:
    """What the code of a line is over: everything in it."""
    said = {
        "incident": str(row.incident_id),
        "at": utc_second(row.at),
        "actor": row.actor,
        "what": row.what,
        "sealed": bytes(row.sealed).hex(),
        "size": row.size,
        "root": bytes(row.root).hex(),
    }
    return canonical(said)


@answering()
def lines_of(incident: int) -> list[Line]:
    """The timeline of one file, oldest first. Raises Undecryptable for a line that was altered."""
    return [line_of(row) for row in LineRow.objects.filter(incident_id=incident).order_by("number")]


def line_of(row: LineRow) -> Line:
    """One line, opened."""
    said = json.loads(open_text(bytes(row.sealed), "line", row.number))
    return Line(row.number, row.incident_id, row.at, row.actor, What(row.what), said, row.size)
