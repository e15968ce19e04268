"""Telling: what happened becomes one message for each webhook that asked for it, sent until it is taken.

`hand_out` takes happenings and writes messages in one transaction, so nothing is told twice or forgotten. `tell`
sends what is due, with growing pauses for about a day; then a message has failed, and stays to be seen. The clock
knocks for both. A receiver may be told the same twice (it answered, and we died before we knew): `webhook-id` tells.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain, islice, zip_longest
from time import monotonic

from django.conf import settings
from django.db import models

from giuloi.promises.share import posting, signed
from giuloi.promises.share.destinations import NotADestination, address_of, destination
from giuloi.promises.share.subscriptions import Subscription, secret_of, subscriptions
from giuloi.records.backup.frozen import is_sending_frozen
from giuloi.records.database import answering, durable
from giuloi.records.happenings import Happened, any_waiting, take
from giuloi.records.ids import new_id

_AT_ONCE = 500
# The clock has other work: what is left after so many messages, or so many seconds, waits for its next knock.
_SENT_AT_ONCE = 50
_LONGEST = 20.0
_MINUTE = 60
# Seconds until the next attempt; together a day.
PAUSES = (5, 30, 2 * _MINUTE, 10 * _MINUTE, 30 * _MINUTE, *(3600 * hours for hours in (1, 2, 4, 8, 8)))
KEPT = timedelta(days=30)


class State(StrEnum):
    """What became of a message."""

    WAITING = "waiting"
    TAKEN = "taken"
    FAILED = "failed"
    ENDED = "ended"  # its webhook was removed before it was taken


class Message(models.Model):
    """One message for one webhook. `ids` are opaque ids: nothing of anybody."""

    id = models.BigIntegerField(primary_key=True)
    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="+")
    event = models.TextField()
    at = models.DateTimeField()
    ids = models.JSONField()
    state = models.TextField(default=State.WAITING)
    tries = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField()

    class Meta:
        db_table = "share_message"
        indexes = (models.Index(fields=["state", "due_at"], name="share_message_due"),)


class Attempt(models.Model):
    """One attempt: when, and which status came back.

    0: no answer; -1: its address is not one to go to; -2: nothing was sent, for nothing could sign it.
    """

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    status = models.SmallIntegerField()

    class Meta:
        db_table = "share_attempt"


@dataclass(frozen=True, slots=True)
class Told:
    """One message as its log shows it: `statuses` of every attempt, oldest first."""

    id: int
    event: str
    state: str
    at: datetime
    statuses: tuple[int, ...]


NO_WAY, UNSIGNED = -1, -2


class _Turns:
    """Which webhook was tried last, so that the next knock begins with the one after it.

    Of this process alone: the clock is one, and who begins after a restart does not matter.
    """

    last = 0


def tell(at: datetime) -> int:
    """All of it: hand out, send what is due, forget what is old. Returns how many messages were sent."""
    if is_sending_frozen():  # restored data, not confirmed: some of it was told already
        return 0
    hand_out(at)
    _end_removed()
    sent = _send_due(at)
    Message.objects.exclude(state=State.WAITING).filter(at__lt=at - KEPT).delete()
    return sent


def hand_out(at: datetime) -> int:
    """Happenings become messages; returns how many messages. What nobody asked for is forgotten here."""
    if not any_waiting():
        return 0
    with durable():
        wanted = [(one, set(one.events.split())) for one in subscriptions()]
        made = [
            _message(subscription, happened, at)
            for happened in take(_AT_ONCE)
            for subscription, events in wanted
            if happened.event in events
        ]
        Message.objects.bulk_create(made)
    return len(made)


def _message(to: Subscription, happened: Happened, at: datetime) -> Message:
    return Message(
        id=new_id(),
        subscription=to,
        event=happened.event.value,
        at=happened.at,
        ids=dict(happened.ids),
        due_at=at,
    )


@answering()
def _end_removed() -> None:
    """What waited for a webhook that was removed; here, so that a message made meanwhile ends as well."""
    Message.objects.filter(state=State.WAITING, subscription__removed_at__isnull=False).update(
        state=State.ENDED
    )


def _send_due(at: datetime) -> int:
    """In turn, one of each webhook, until all is sent or the knock has lasted long enough; how many were taken.

    Who gave no answer is not asked again in this knock: the others' time is not spent on waiting for one.
    """
    until, sent, silent = monotonic() + _LONGEST, 0, set()
    for message in islice(_in_turn(at), _SENT_AT_ONCE):
        number = message.subscription_id
        if number in silent:
            continue
        if monotonic() >= until:
            break
        _Turns.last = number
        status = _try(message, at)
        sent += _taken(status)
        if status is not None and status <= 0:
            silent.add(number)
    return sent


@answering()
def _in_turn(at: datetime) -> Iterator[Message]:
    """What is due: the oldest of each webhook, then the second of each, and so on."""
    found = subscriptions()
    after = [one for one in found if one.id > _Turns.last]
    lines = [_due(one, at) for one in (*after, *found[: len(found) - len(after)])]
    return (one for one in chain.from_iterable(zip_longest(*lines)) if one is not None)


def _due(to: Subscription, at: datetime) -> Sequence[Message]:
    waiting = Message.objects.filter(state=State.WAITING, due_at__lte=at, subscription=to)
    return list(waiting.select_related("subscription").order_by("due_at", "at", "id")[:_SENT_AT_ONCE])


def _taken(status: int | None) -> bool:
    return status is not None and 200 <= status < 300


def _try(message: Message, at: datetime) -> int | None:
    """One attempt, written down; its status, None when somebody else makes it.

    The next one is settled before it is made: a crash in between costs a pause.
    """
    tries = message.tries + 1
    last = tries > len(PAUSES)
    following = at + timedelta(seconds=0 if last else PAUSES[tries - 1])
    mine = Message.objects.filter(id=message.id, tries=message.tries, state=State.WAITING)
    if not mine.update(tries=tries, due_at=following):
        return None
    try:
        status = send(message.subscription, str(message.id), _body(message), at)
    except (
        Exception
    ):  # whatever keeps this message from going, the ones behind it go; its log shows the attempt
        status = UNSIGNED
    taken = _taken(status)
    if taken or last:
        Message.objects.filter(id=message.id).update(state=State.TAKEN if taken else State.FAILED)
    Attempt.objects.create(message_id=message.id, at=at, status=status)
    return status


def send(to: Subscription, message: str, body: bytes, at: datetime) -> int:
    """Send a body to a webhook now, signed; the status, 0 without an answer, -1 where it must not go.

    Raises NotServing when the key store has no secret for it.
    """
    loopback = bool(settings.GIULOI_DEMO)
    try:
        place = destination(to.url, loopback=loopback)
        address = address_of(place, loopback=loopback)
    except NotADestination:
        return NO_WAY
    return posting.post(
        place, address, signed.headers(message, int(at.timestamp()), body, secret_of(to.id)), body
    )


def test(to: Subscription, at: datetime) -> int:
    """Send a message that says nothing, to see whether it arrives; the status."""
    return send(to, str(new_id()), _written("test", at, {}), at)


@answering()
def log_of(number: int, most: int = 100) -> list[Told]:
    """The newest messages of a webhook with their attempts."""
    found = list(Message.objects.filter(subscription_id=number).order_by("-at", "id")[:most])
    statuses: dict[int, list[int]] = {one.id: [] for one in found}
    for message, status in (
        Attempt.objects.filter(message_id__in=statuses).order_by("id").values_list("message_id", "status")
    ):
        statuses[message].append(status)
    return [Told(one.id, one.event, one.state, one.at, tuple(statuses[one.id])) for one in found]


def _body(message: Message) -> bytes:
    return _written(message.event, message.at, message.ids)


def _written(event: str, at: datetime, ids: dict[str, str]) -> bytes:
    return json.dumps(
        {"type": event, "timestamp": at.isoformat(), "data": ids}, separators=(",", ":")
    ).encode()
