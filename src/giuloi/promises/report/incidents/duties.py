"""The reports that are owed: handed in, given a number, followed up until the file is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from giuloi.core.bilingual import Words
from giuloi.core.deadline import due
from giuloi.core.terms import Duration, GiuloiError, NotATerm, Unit
from giuloi.promises.report.incidents.book import writing
from giuloi.promises.report.incidents.kinds import CUSTOMERS, What
from giuloi.promises.report.incidents.rows import DutyRow, IncidentRow
from giuloi.promises.report.incidents.writing import still_open
from giuloi.records.database import answering

KEPT_FOR = Duration(5, Unit.YEARS)  # a file is kept so long after it was closed; nothing erases it sooner
_LONGEST = 120
_LAST = datetime.max.replace(tzinfo=UTC)  # what has no hour comes last


class NotOver(GiuloiError):
    """Something is still owed: the file stays open."""

    words = Words(
        "Chưa đóng được: còn báo cáo chưa gửi, hoặc chưa có số tiếp nhận.",
        "It cannot be closed: a report is not handed in yet, or has no receipt number.",
    )


@dataclass(frozen=True, slots=True)
class Duty:
    """One report that is owed, as a page shows it."""

    id: int
    to: str
    stage: str
    clause: str
    source: str
    due_at: datetime | None
    sent_at: datetime | None
    way: str
    receipt: str
    receipt_at: datetime | None
    waived_at: datetime | None

    @property
    def over(self) -> bool:
        """Handed in, or not needed."""
        return self.sent_at is not None or self.waived_at is not None

    @property
    def in_time(self) -> bool:
        """Handed in by its hour."""
        return self.sent_at is not None and (self.due_at is None or self.sent_at <= self.due_at)

    def missed(self, now: datetime) -> bool:
        """Its hour passed without it, or before it."""
        if self.waived_at is not None or self.due_at is None:
            return False
        return (self.sent_at or now) > self.due_at


@answering()
def duties_of(incident: int) -> list[Duty]:
    """The reports of one file, the first due first."""
    found = [_duty(row) for row in DutyRow.objects.filter(incident_id=incident)]
    return sorted(found, key=lambda one: (one.due_at is None, one.due_at or _LAST, one.to))


def handed_in(duty: int, at: datetime, by: str, way: str, *, sent_at: datetime | None = None) -> None:
    """A report was handed in, by this way ("dichvucong.gov.vn", "by hand"), at `at` or before.

    Raises NotATerm without a way or for a time to come, LookupError for one that was handed in or is not needed.
    """
    moment = sent_at or at
    if not 0 < len(way.strip()) <= _LONGEST or moment > at:
        raise NotATerm("a report went by some way, and not in the future")
    with writing(at, by) as book:
        row = _open_duty(duty)
        row.sent_at, row.sent_by, row.way, row.alert_at = moment, by, way.strip(), None
        row.save(update_fields=["sent_at", "sent_by", "way", "alert_at"])
        said = {"to": row.to, "stage": row.stage, "way": row.way, "sent_at": moment.isoformat()}
        book.line(row.incident_id, What.REPORTED, **said)


def received(duty: int, number: str, at: datetime, by: str) -> None:
    """The receiver gave the report this number. Raises NotATerm without one, LookupError for one not handed in."""
    if not 0 < len(number.strip()) <= _LONGEST:
        raise NotATerm("write the receipt number down as it stands on the receipt")
    with writing(at, by) as book:
        row = DutyRow.objects.filter(id=duty).exclude(sent_at=None).first()
        if row is None:
            raise LookupError("what was not handed in has no receipt")
        row.receipt, row.receipt_at = number.strip(), at
        row.save(update_fields=["receipt", "receipt_at"])
        book.line(row.incident_id, What.RECEIPT, to=row.to, stage=row.stage, number=row.receipt)


def not_needed(duty: int, reason: str, at: datetime, by: str) -> None:
    """A report need not be made, and why (no personal data was affected). Raises as `handed_in`."""
    if not 0 < len(reason.strip()) <= 1000:
        raise NotATerm("say why this report is not needed")
    with writing(at, by) as book:
        row = _open_duty(duty)
        row.waived_at, row.alert_at = at, None
        row.save(update_fields=["waived_at", "alert_at"])
        book.line(row.incident_id, What.NOT_NEEDED, to=row.to, stage=row.stage, text=reason.strip())


def close(incident: int, at: datetime, by: str) -> None:
    """Close the file, once nothing is owed any more. Raises NotOver before that."""
    with writing(at, by) as book:
        still_open(incident)
        owed = duties_of(incident)
        unanswered = [one for one in owed if one.sent_at and one.to != CUSTOMERS and not one.receipt]
        if unanswered or not all(one.over for one in owed):
            raise NotOver("a report is still owed")
        IncidentRow.objects.filter(id=incident).update(closed_at=at)
        book.line(incident, What.CLOSED)


def kept_until(row: IncidentRow) -> datetime | None:
    """Until when the file must be kept; None while it is open."""
    return None if row.closed_at is None else due(row.closed_at, KEPT_FOR, frozenset())


@dataclass(frozen=True, slots=True)
class Counts:
    """Incidents of twelve months in numbers, for everybody: reports in time, and not."""

    opened: int
    open_now: int
    in_time: int
    missed: int


@answering()
def counted(now: datetime) -> Counts:
    """The numbers of the twelve months that end now. A report behind its hour counts as missed already."""
    since = now - timedelta(days=365)
    files = IncidentRow.objects.filter(opened_at__gt=since)
    owed = [_duty(row) for row in DutyRow.objects.filter(incident__opened_at__gt=since)]
    with_hour = [one for one in owed if one.due_at is not None and one.waived_at is None]
    missed = sum(one.missed(now) for one in with_hour)
    in_time = sum(one.in_time for one in with_hour)
    return Counts(files.count(), IncidentRow.objects.filter(closed_at=None).count(), in_time, missed)


def _open_duty(duty: int) -> DutyRow:
    row = DutyRow.objects.filter(id=duty, sent_at=None, waived_at=None).first()
    if row is None:
        raise LookupError("this report was handed in, or is not needed")
    return row


def _duty(row: DutyRow) -> Duty:
    return Duty(
        *(row.id, row.to, row.stage, row.clause, row.source, row.due_at, row.sent_at),
        *(row.way, row.receipt, row.receipt_at, row.waived_at),
    )
