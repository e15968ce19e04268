"""Before a report's hour, and when it has passed: written in the timeline, and said to whoever runs the shop by letter.

A moment is claimed by compare-and-set, so that two clocks say it once; what passed while the software was down is
noticed by the first sweep afterwards. A letter says which file and by when, and nothing of what happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.core.terms import Channel
from giuloi.promises.report.incidents.alarm import LEVELS, reached
from giuloi.promises.report.incidents.book import writing
from giuloi.promises.report.incidents.kinds import STAGE_WORDS, TO_WORDS, What
from giuloi.promises.report.incidents.rows import DutyAlertRow, DutyRow
from giuloi.promises.use.channels import Message, NotDelivered, adapter_of
from giuloi.records.access.alert_addresses import address_of
from giuloi.records.access.colleagues import colleagues
from giuloi.records.backup.frozen import is_sending_frozen
from giuloi.records.database import answering, durable
from giuloi.records.published import current

ACTOR = "code/incident_clock"
LEGAL = "legal"  # the role that is told beside administrators
MOST_PAUSE = timedelta(hours=1)


def remind(now: datetime) -> int:
    """Raise every report that reached its next moment; returns how many. The clock knocks for this."""
    return sum(_raise(row, now) for row in _due(now))


@answering()
def _due(now: datetime) -> list[DutyRow]:
    held = DutyRow.objects.filter(alert_at__lte=now, sent_at=None, waived_at=None).select_related("incident")
    return list(held.order_by("alert_at", "id")[:100])


def _raise(row: DutyRow, now: datetime) -> bool:
    start = min(row.incident.known_at, row.incident.data_known_at or row.incident.known_at)
    level, following = reached(start, row.due_at, now)
    with writing(now, ACTOR) as book:
        still = DutyRow.objects.filter(id=row.id, level=row.level, sent_at=None, waived_at=None)
        if not still.update(level=level, alert_at=following):
            return False
        what = What.MISSED if level == LEVELS else What.ALERTED
        book.line(row.incident_id, what, to=row.to, stage=row.stage, due_at=row.due_at.isoformat())
        DutyAlertRow.objects.bulk_create(
            [DutyAlertRow(duty=row, level=level, staff_id=one, try_at=now) for one in told_of_incidents()],
            ignore_conflicts=True,
        )
    return True


def told_of_incidents() -> list[int]:
    """Who is told: administrators, and whoever looks after the law."""
    return [one.id for one in colleagues() if one.administrator or one.role == LEGAL]


def send_reminders(now: datetime) -> int:
    """Write to whoever is to be told; returns to how many. What a server did not take is tried again."""
    if is_sending_frozen():
        return 0
    found = _waiting(now)
    return sum(_write(staff, [one for one in found if one.staff_id == staff], now) for staff in _of(found))


def _of(alerts: Iterable[DutyAlertRow]) -> list[int]:
    return sorted({one.staff_id for one in alerts})


@answering()
def _waiting(now: datetime) -> list[DutyAlertRow]:
    held = DutyAlertRow.objects.filter(told_at=None, try_at__lte=now, staff__left_at=None)
    return list(held.select_related("duty").order_by("duty__due_at", "id")[:200])


def _write(staff: int, alerts: list[DutyAlertRow], now: datetime) -> bool:
    address = address_of(staff)
    ids = [one.id for one in alerts]
    try:
        if address is None:
            return _again(alerts, now)
        with adapter_of(Channel.EMAIL).open() as line:
            line.send(address, _letter(alerts), f"incident-{min(ids):x}-{max(ids):x}")
    except NotDelivered as error:
        structlog.get_logger().warning("not_delivered", kind="incident", exception=type(error).__name__)
        return _again(alerts, now)
    with durable():
        DutyAlertRow.objects.filter(id__in=ids).update(told_at=now)
    return True


def _again(alerts: list[DutyAlertRow], now: datetime) -> bool:
    with durable():
        for one in alerts:
            pause = min(timedelta(minutes=2 ** min(one.tries, 10)), MOST_PAUSE)
            DutyAlertRow.objects.filter(id=one.id).update(tries=one.tries + 1, try_at=now + pause)
    return False


def _letter(alerts: list[DutyAlertRow]) -> Message:
    vi, en = (
        ["Báo cáo sự cố sau gần đến hạn hoặc đã lỡ:", ""],
        ["These incident reports are due or missed:", ""],
    )
    for one in {one.duty_id: one for one in alerts}.values():
        duty, missed = one.duty, one.level == LEVELS
        at = duty.due_at.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")
        to, stage = TO_WORDS[duty.to], STAGE_WORDS[duty.stage]
        vi.append(f"- {stage.vi} cho {to.vi}, hạn {at}" + (": ĐÃ LỠ" if missed else ""))
        en.append(f"- {stage.en} to {to.en}, due {at}" + (": MISSED" if missed else ""))
    vi.append("\nXem bảng điều khiển, mục Sự cố.")
    en.append("\nSee the console, under Incidents.")
    subject = Words("Báo cáo sự cố gần đến hạn", "Incident reports near their hour")
    return Message(subject, Words("\n".join(vi), "\n".join(en)), current().policy.language)
