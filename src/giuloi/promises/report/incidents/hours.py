"""By which hours the reports of a file are due and went out, as its timeline says: a row that says otherwise is seen.

Who has the database could otherwise move a missed hour, or the time of a late report, and be in time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime

from giuloi.core.terms import Undecryptable
from giuloi.promises.report.incidents.book import Line, line_of
from giuloi.promises.report.incidents.kinds import What
from giuloi.promises.report.incidents.rows import DutyRow, LineRow

Hours = dict[tuple[int, str], datetime]  # (incident, "police/initial") → a moment
_SAYING = (What.OPENED, What.DATA_KNOWN, What.REPORTED)


def hours_now(incident: int) -> str:
    """What a line says of the hours as they stand: JSON, "police/initial" → the moment."""
    owed = DutyRow.objects.filter(incident_id=incident).exclude(due_at=None)
    return json.dumps({_name(one): _text(one.due_at) for one in owed}, sort_keys=True)


def moved(rows: Iterable[LineRow]) -> set[int]:
    """The files one of whose reports is due, or went out, at another moment than the timeline says."""
    due, sent = _said(rows)
    return {
        duty.incident_id
        for duty in DutyRow.objects.all()
        if due.get(key := (duty.incident_id, _name(duty)), duty.due_at) != duty.due_at
        or sent.get(key, duty.sent_at) != duty.sent_at
    }


def _said(rows: Iterable[LineRow]) -> tuple[Hours, Hours]:
    """(by when, when) of every report; the last line counts. Lines of an earlier release do not say by when."""
    due: Hours = {}
    sent: Hours = {}
    for line in _opened(rows):
        for name, moment in json.loads(line.said.get("due", "{}")).items():
            due[line.incident, name] = datetime.fromisoformat(moment)
        if line.what is What.REPORTED:
            name = f"{line.said['to']}/{line.said['stage']}"
            sent[line.incident, name] = datetime.fromisoformat(line.said["sent_at"])
    return due, sent


def _opened(rows: Iterable[LineRow]) -> Iterator[Line]:
    for row in rows:
        if row.what in _SAYING:
            with suppress(Undecryptable):  # that the line was altered is said by the chain
                yield line_of(row)


def _name(duty: DutyRow) -> str:
    return f"{duty.to}/{duty.stage}"


def _text(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()
