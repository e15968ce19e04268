"""The letters that alerts become: one for each colleague, about everything they have not been told yet.

No word about a customer stands in one: how many, what kind, by when, and the numbers by which they are found.
A letter that a server did not take is tried again until the request has ended; meanwhile the console says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import structlog
from django.db.models import F, Q, QuerySet

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.core.terms import Channel
from giuloi.promises.answer.alerts import AlertRow
from giuloi.promises.use.channels import Message, NotDelivered, adapter_of
from giuloi.records.access.alert_addresses import address_of
from giuloi.records.backup.frozen import is_sending_frozen
from giuloi.records.countdown import LEVELS
from giuloi.records.database import answering, durable
from giuloi.records.published import current
from giuloi.records.request_kinds import KIND_WORDS, OPEN

PAUSE = timedelta(
    minutes=10
)  # between two letters to one colleague: an overload is one letter, not a thousand
LONGEST_PAUSE = timedelta(hours=1)  # between two tries
MOST = 20  # requests named in one letter


def send_alerts(now: datetime) -> int:
    """Write to whoever is to be told something; returns to how many colleagues. The clock knocks for this."""
    if is_sending_frozen():
        return 0
    told = 0
    for staff in _whom(now):
        told += _send(staff, _for(staff, now), now)
    return told


@answering()
def untold(now: datetime) -> int:
    """How many alerts wait although it was tried, or because a colleague gave no address."""
    return int(_waiting().filter(tries__gt=0, at__lte=now).count())


def _waiting() -> QuerySet[AlertRow]:
    # Whoever ended a request in time need not be told that it was late. A missed one is told of either way.
    still = Q(request__state__in=OPEN) | Q(level=len(LEVELS), request__finished_at__gt=F("request__due_at"))
    return AlertRow.objects.filter(still, told_at=None, staff__left_at=None)


@answering()
def _whom(now: datetime) -> list[int]:
    """The colleagues with something due whom no letter reached within the last minutes."""
    due = set(_waiting().filter(try_at__lte=now).values_list("staff_id", flat=True))
    lately = AlertRow.objects.filter(staff_id__in=due, told_at__gt=now - PAUSE).values_list(
        "staff_id", flat=True
    )
    return sorted(due - set(lately))


@answering()
def _for(staff: int, now: datetime) -> list[AlertRow]:
    held = _waiting().filter(staff_id=staff, at__lte=now).select_related("request")
    return list(held.order_by("request__due_at", "id"))


def _send(staff: int, alerts: Sequence[AlertRow], now: datetime) -> bool:
    address = address_of(staff)
    if address is None:
        _again(alerts, now)
        return False
    # The same letter, tried again, is the same one to the server; with more in it, it is another.
    key = f"alert-{min(one.id for one in alerts):x}-{max(one.id for one in alerts):x}"
    try:
        with adapter_of(Channel.EMAIL).open() as line:
            line.send(address, letter(alerts, now), key)
    except NotDelivered as error:
        structlog.get_logger().warning("not_delivered", kind="alert", exception=type(error).__name__)
        _again(alerts, now)
        return False
    with durable():
        _rows(alerts).update(told_at=now)
    return True


def _again(alerts: Sequence[AlertRow], now: datetime) -> None:
    with durable():
        for tries in {one.tries for one in alerts}:
            pause = min(timedelta(minutes=2 ** min(tries, 10)), LONGEST_PAUSE)
            mine = [one for one in alerts if one.tries == tries]
            _rows(mine).update(tries=tries + 1, try_at=now + pause)


def _rows(alerts: Iterable[AlertRow]) -> QuerySet[AlertRow]:
    return AlertRow.objects.filter(id__in=[one.id for one in alerts], told_at=None)


def letter(alerts: Sequence[AlertRow], now: datetime) -> Message:
    """One letter in both languages, each request once, with the highest level it reached."""
    highest: dict[int, AlertRow] = {}
    for one in alerts:
        if one.request_id not in highest or one.level > highest[one.request_id].level:
            highest[one.request_id] = one
    told = list(highest.values())
    missed = sum(one.level == len(LEVELS) for one in told)
    subject = Words(
        f"{len(told)} yêu cầu gần đến hạn" + (f", {missed} đã lỡ hẹn" if missed else ""),
        f"{len(told)} requests near their hour" + (f", {missed} missed" if missed else ""),
    )
    return Message(subject, _text(told, now), current().policy.language)


def _text(told: Sequence[AlertRow], now: datetime) -> Words:
    lines = [_line(one, now) for one in told[:MOST]]
    rest = len(told) - len(lines)
    vi = ["Những yêu cầu sau của khách đang chờ:", "", *(one.vi for one in lines)]
    en = ["These requests of customers are waiting:", "", *(one.en for one in lines)]
    if rest:
        vi.append(f"… và {rest} yêu cầu nữa.")
        en.append(f"… and {rest} more.")
    vi += ["", "Xem trong bảng điều khiển, mục Yêu cầu."]
    en += ["", "See the console, under Requests."]
    return Words("\n".join(vi), "\n".join(en))


def _line(alert: AlertRow, now: datetime) -> Words:
    kind = KIND_WORDS[alert.request.kind]
    at = alert.request.due_at.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")
    late = alert.at - alert.should_at
    vi, en = (
        f"- {kind.vi}, hạn {at}, số {alert.request_id}",
        f"- {kind.en}, due {at}, number {alert.request_id}",
    )
    if alert.request.due_at <= now:
        vi, en = f"{vi}: ĐÃ LỠ HẸN", f"{en}: MISSED"
    if late > PAUSE:
        vi, en = f"{vi} (phần mềm báo muộn)", f"{en} (the software noticed late)"
    return Words(vi, en)
