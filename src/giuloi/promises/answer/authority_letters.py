"""The letters about authorities' files that near their hour: one a colleague, with numbers and times alone (III.2).

As for customers' requests (letters.py): a row waits until a server took its letter. Neither who asks nor about whom
stands in one, for letters go through strangers' hands.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.core.terms import Channel
from giuloi.promises.share.authority.rows import AuthorityAlert
from giuloi.promises.share.authority.watching import LEVELS
from giuloi.promises.share.authority.words import NOTED
from giuloi.promises.use.channels import Message, NotDelivered, adapter_of
from giuloi.records.access.alert_addresses import address_of
from giuloi.records.backup.frozen import is_sending_frozen
from giuloi.records.database import answering, durable
from giuloi.records.published import current

LONGEST_PAUSE = timedelta(hours=1)


def send_alerts(now: datetime) -> int:
    """Write to whoever is to be told of a file; returns to how many colleagues. The clock knocks for this."""
    if is_sending_frozen():
        return 0
    waiting: dict[int, list[AuthorityAlert]] = {}
    for one in _waiting(now):
        waiting.setdefault(one.staff_id, []).append(one)
    return sum(_send(staff, alerts, now) for staff, alerts in sorted(waiting.items()))


@answering()
def _waiting(now: datetime) -> list[AuthorityAlert]:
    # What was released or refused in time needs no letter any more; that an hour was missed is told all the same.
    held = AuthorityAlert.objects.filter(told_at=None, try_at__lte=now, staff__left_at=None)
    found = held.select_related("file").order_by("file__due_at", "id")
    return [one for one in found if one.level == len(LEVELS) or one.file.escalate_at is not None]


def _send(staff: int, alerts: Sequence[AuthorityAlert], now: datetime) -> bool:
    address = address_of(staff)
    if address is None:
        _again(alerts, now)
        return False
    try:
        with adapter_of(Channel.EMAIL).open() as line:
            line.send(address, letter(alerts), f"authority-{min(one.id for one in alerts):x}")
    except NotDelivered as error:
        structlog.get_logger().warning("not_delivered", kind="alert", exception=type(error).__name__)
        _again(alerts, now)
        return False
    with durable():
        AuthorityAlert.objects.filter(id__in=[one.id for one in alerts]).update(told_at=now)
    return True


def _again(alerts: Sequence[AuthorityAlert], now: datetime) -> None:
    with durable():
        for one in alerts:
            pause = min(timedelta(minutes=2 ** min(one.tries, 10)), LONGEST_PAUSE)
            still = AuthorityAlert.objects.filter(id=one.id, told_at=None)
            still.update(tries=one.tries + 1, try_at=now + pause)


def letter(alerts: Sequence[AuthorityAlert]) -> Message:
    """One letter in both languages: each file once, with the highest level that it reached."""
    highest = {one.file_id: one for one in sorted(alerts, key=lambda one: one.level)}
    subject = Words(
        f"{len(highest)} hồ sơ cơ quan có thẩm quyền gần đến hạn",
        f"{len(highest)} authority files near their hour",
    )
    lines = [_line(one) for one in highest.values()]
    vi = "\n".join(["Xem mục “Cơ quan” trong bảng điều khiển:", "", *(one.vi for one in lines)])
    en = "\n".join(["See “Authorities” in the console:", "", *(one.en for one in lines)])
    return Message(subject, Words(vi, en), current().policy.language)


def _line(alert: AuthorityAlert) -> Words:
    due = alert.file.due_at.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")
    said = NOTED[LEVELS[alert.level - 1]]
    return Words(f"- {alert.file.code}, hạn {due}: {said.vi}", f"- {alert.file.code}, due {due}: {said.en}")
