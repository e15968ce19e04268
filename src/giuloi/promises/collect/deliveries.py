"""Deliveries of a shop platform, taken in whole or not at all, each once (clause I.1).

`receive` is one transaction of the data database; the key store's part (claims, keys, a freeze) is durable
before it commits. So a crash leaves either everything of a delivery, or claims and keys that lead nowhere and
are used again when the delivery comes again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import models

from giuloi.promises.collect import delivered
from giuloi.promises.collect.delivered import (
    Bridge,
    Delivery,
    ErasedAtSource,
    GoneAtSource,
    NotData,
    OfNoConcern,
)
from giuloi.promises.collect.from_source import (
    Outcome,
    take_customer,
    take_departure,
    take_erasure,
    take_order,
)
from giuloi.promises.collect.turns import BRIDGES, take_turn
from giuloi.promises.collect.webhooks import keep_to_topic
from giuloi.records.database import durable, moment, rows, run


class DeliveryLog(models.Model):
    """One body that arrived, however often. `digest` is keyed: it tells a repeat and nothing else.

    `outcome` is an `Outcome`, or "malformed", "not_understood" or "other_topic" with the `status` that was answered.
    """

    id = models.BigAutoField(primary_key=True)
    bridge = models.TextField()
    webhook = models.TextField()
    topic = models.TextField()
    digest = models.BinaryField()
    status = models.SmallIntegerField()
    outcome = models.TextField()
    times = models.IntegerField(default=1)
    dropped = models.IntegerField(default=0)
    mended = models.IntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "collect_delivery"
        constraints = (
            models.UniqueConstraint(fields=["bridge", "webhook", "digest"], name="collect_delivery_once"),
        )


MOST_AHEAD = timedelta(days=1)  # how far a shop's clock may be ahead of ours and still be believed


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a delivery. `times` counts how often this very body came from this webhook."""

    outcome: Outcome
    times: int = 1


def receive(delivery: Delivery, bridge: Bridge, at: datetime) -> Received:
    """Take in one delivery; on disk when this returns. Raises Unavailable when that cannot be done now, and
    OtherTopic when the webhook has said another topic before.

    The same body from the same webhook changes nothing the second time, except for what carries no time
    (something is gone, an error): that is looked at again, for it can truly happen twice.
    """
    if isinstance(delivery.content, OfNoConcern):
        return Received(Outcome.OF_NO_CONCERN)
    with durable():
        take_turn(BRIDGES)
        keep_to_topic(delivery, bridge)
        times, before = _log(delivery, bridge, at)
        timeless = isinstance(delivery.content, GoneAtSource | NotData)
        if before in set(Outcome) and not timeless:
            return Received(Outcome.REPEAT, times)
        outcome = _take(delivery, bridge, at)
        _note(delivery, bridge, outcome)
        return Received(outcome, times)


def note_refused(
    bridge: Bridge, webhook: str, topic: str, digest: bytes, status: int, why: str, at: datetime
) -> None:
    """Keep count of a well-signed body that was refused; if it comes again it is read again."""
    with durable():
        rows(_LOG, (bridge.label, webhook, topic, digest, status, why, 0, 0, moment(at), moment(at)))


def _take(delivery: Delivery, bridge: Bridge, at: datetime) -> Outcome:
    content = _not_ahead(delivery.content, at)
    if isinstance(content, delivered.Customer):
        return take_customer(content, bridge, at)
    if isinstance(content, delivered.Order):
        return take_order(content, bridge, at, created=delivery.topic.endswith(".created"))
    if isinstance(content, ErasedAtSource):
        return take_erasure(content, bridge, at)
    if isinstance(content, GoneAtSource):
        return take_departure(content, bridge, at)
    return Outcome.READ_AGAIN


def _not_ahead(content: delivered.Content, at: datetime) -> delivered.Content:
    """News from beyond tomorrow are of now: taken at its word, the year 2999 would make all later news old."""
    if isinstance(content, delivered.Customer | ErasedAtSource):
        return replace(content, modified_at=_believed(content.modified_at, at))
    if isinstance(content, delivered.Order):
        modified_at, placed_at = _believed(content.modified_at, at), _believed(content.placed_at, at)
        return replace(content, modified_at=modified_at, placed_at=placed_at)
    return content


def _believed(said: datetime, at: datetime) -> datetime:
    return said if said <= at + MOST_AHEAD else at


# One statement, so that of two that arrive at the same instant exactly one is the first.
_LOG = """
INSERT INTO collect_delivery
    (bridge, webhook, topic, digest, status, outcome, times, dropped, mended, first_at, last_at)
VALUES (%s, %s, %s, %s, %s, %s, 1, %s, %s, %s, %s)
ON CONFLICT (bridge, webhook, digest) DO UPDATE SET
    times = collect_delivery.times + 1, last_at = excluded.last_at
RETURNING times, outcome
"""


def _log(delivery: Delivery, bridge: Bridge, at: datetime) -> tuple[int, str]:
    """(how often it came, what became of it before): "" the first time."""
    told = (bridge.label, delivery.webhook, delivery.topic, delivery.digest, 200, "")
    found = rows(_LOG, (*told, delivery.dropped, delivery.mended, moment(at), moment(at)))
    return int(found[0][0]), str(found[0][1])


def _note(delivery: Delivery, bridge: Bridge, outcome: Outcome) -> None:
    run(
        "UPDATE collect_delivery SET outcome = %s, status = 200 "
        "WHERE bridge = %s AND webhook = %s AND digest = %s",
        (outcome.value, bridge.label, delivery.webhook, delivery.digest),
    )
