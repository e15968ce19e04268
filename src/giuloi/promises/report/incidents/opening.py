"""An incident is opened: by an alarm, or by hand. The same alarm twice is one incident; a hand is asked which it means.

open_incident(IncidentKind.HONEY, at, detected_at, "code/detection", {"actor": pseudonym})
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.core.terms import GiuloiError, NotATerm
from giuloi.promises.report.incidents.alarm import first_alarm
from giuloi.promises.report.incidents.book import Book, writing
from giuloi.promises.report.incidents.clocks import owed
from giuloi.promises.report.incidents.hours import hours_now
from giuloi.promises.report.incidents.kinds import KIND_WORDS, IncidentKind, What
from giuloi.promises.report.incidents.rows import DutyRow, IncidentRow
from giuloi.records.database import answering
from giuloi.records.ids import new_id
from giuloi.records.published import current

BY_ALARM = "code/"  # an actor that begins so is our own code
Evidence = Mapping[str, str | int]
_LONGEST = 2000


class AlreadyOpen(GiuloiError):
    """Files of this kind are open: whoever opens one by hand says whether theirs is one of them."""

    def __init__(self, incidents: list[int]) -> None:
        self.incidents = incidents
        super().__init__("an incident of this kind is open already: join it, or say that this is another")

    words = Words(
        "Đang có hồ sơ cùng loại: hãy chọn ghi vào hồ sơ ấy, hay đây là một sự cố khác.",
        "A file of this kind is open: choose to write into it, or say that this is another incident.",
    )


def open_incident(
    kind: IncidentKind,
    at: datetime,
    detected_at: datetime,
    by: str,
    evidence: Evidence,
    *,
    data_known_at: datetime | None = None,
    join: int | None = None,
    another: bool = False,
) -> int:
    """Open a file and start its clocks; returns its id. Durable on return.

    `by` is a pseudonym: "code/…" is an alarm, anything else a hand. `evidence` is what the alarm saw, as ids,
    pseudonyms, counts and words, never a customer's value; `actor` in it tells one alarm of a kind from another.
    `detected_at` is the first T0, `data_known_at` the second if it is known already.

    An alarm whose file is open joins it. By hand: `join` names the open file that this belongs to, `another` says
    that it is a different incident; with neither, AlreadyOpen is raised when one of the kind is open. Raises NotATerm
    for a time to come, a kind that is none, or evidence that is too long.
    """
    if kind not in KIND_WORDS or len(json.dumps(dict(evidence))) > _LONGEST:
        raise NotATerm("an incident has a kind of the list, and evidence of a few words and numbers")
    if max(detected_at, data_known_at or detected_at) > at:
        raise NotATerm("an incident was detected before now, not after")
    kind = IncidentKind(kind)
    alarm = f"{kind}:{evidence.get('actor', '')}" if by.startswith(BY_ALARM) else ""
    with writing(at, by) as book:
        same = _same(kind, alarm, join, another)
        if same is not None:
            _joined(book, same, evidence, data_known_at, at)
            return same.id
        return _opened(book, kind, alarm, detected_at, data_known_at, evidence)


def _same(kind: IncidentKind, alarm: str, join: int | None, another: bool) -> IncidentRow | None:
    """The open file that this belongs to; None where a new one is opened."""
    is_open = IncidentRow.objects.filter(closed_at=None).order_by("opened_at", "id")
    if alarm:
        return is_open.filter(alarm=alarm).first()
    alike = list(is_open.filter(kind=kind.value))
    if join is not None:
        found = is_open.filter(id=join).first()
        if found is None:
            raise NotATerm("there is no open incident of that number")
        return found
    if alike and not another:
        raise AlreadyOpen([one.id for one in alike])
    return None


def _opened(
    book: Book,
    kind: IncidentKind,
    alarm: str,
    detected_at: datetime,
    data_known_at: datetime | None,
    evidence: Evidence,
) -> int:
    row = IncidentRow(
        id=new_id(),
        kind=kind.value,
        alarm=alarm,
        opened_by=book.actor,
        opened_at=book.at,
        known_at=detected_at,
        data_known_at=data_known_at,
    )
    row.save(force_insert=True)
    start = min(detected_at, data_known_at or detected_at)
    reports = list(owed(current().policy, start))
    for one in reports:
        alert = first_alarm(start, one.due_at)
        values = {"due_at": one.due_at, "clause": one.clause, "source": one.source, "alert_at": alert}
        DutyRow.objects.create(incident_id=row.id, to=one.to, stage=one.stage.value, **values)
    said = {"kind": kind.value, "known_at": detected_at.isoformat()}
    seen = json.dumps(dict(evidence), ensure_ascii=False)
    book.line(row.id, What.OPENED, **said, owed=len(reports), due=hours_now(row.id), evidence=seen)
    if data_known_at is not None:
        book.line(row.id, What.DATA_KNOWN, known_at=data_known_at.isoformat())
    return row.id


def _joined(
    book: Book, row: IncidentRow, evidence: Evidence, data_known_at: datetime | None, at: datetime
) -> None:
    book.line(row.id, What.JOINED, evidence=json.dumps(dict(evidence), ensure_ascii=False))
    if data_known_at is not None and row.data_known_at is None:
        IncidentRow.objects.filter(id=row.id).update(data_known_at=data_known_at)
        book.line(row.id, What.DATA_KNOWN, known_at=data_known_at.isoformat())


def data_affected(incident: int, known_at: datetime, at: datetime, by: str) -> bool:
    """From `known_at` on it is known that personal data was affected; False when that was written before.

    A second T0 before the first moves every clock to it: the earlier counts. Raises NotATerm for a time to come.
    """
    if known_at > at:
        raise NotATerm("it is known since a time before now")
    with writing(at, by) as book:
        row = IncidentRow.objects.filter(id=incident, closed_at=None, data_known_at=None).first()
        if row is None:
            return False
        row.data_known_at = known_at
        row.save(update_fields=["data_known_at"])
        if known_at < row.known_at:
            _earlier(row, known_at)
        book.line(incident, What.DATA_KNOWN, known_at=known_at.isoformat(), due=hours_now(incident))
    return True


def _earlier(row: IncidentRow, start: datetime) -> None:
    for one in owed(current().policy, start):
        if one.due_at is not None:
            held = DutyRow.objects.filter(incident=row, to=one.to, stage=one.stage.value, sent_at=None)
            values = {"due_at": one.due_at, "alert_at": first_alarm(start, one.due_at)}
            held.filter(due_at__gt=one.due_at).update(level=0, **values)


@answering()
def incident_row(incident: int) -> IncidentRow | None:
    """One file; None when there is none."""
    return IncidentRow.objects.filter(id=incident).first()


@answering()
def incidents(most: int = 200) -> list[IncidentRow]:
    """The files: those that are open first, then the newest."""
    found = IncidentRow.objects.order_by("-opened_at", "id")[:most]
    return sorted(found, key=lambda one: one.closed_at is not None)
