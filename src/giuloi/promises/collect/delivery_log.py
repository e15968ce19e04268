"""What shop platforms delivered, as their operator reads it: when, about what, what became of it. No body is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from giuloi.promises.collect.delivered import Bridge
from giuloi.promises.collect.deliveries import DeliveryLog
from giuloi.records.database import answering

PAGE = 25
REFUSED = ("malformed", "not_understood", "other_topic")
AGAIN = "read_again"


@dataclass(frozen=True, slots=True)
class Told:
    """One body that arrived. `dropped` and `mended` count what was not copied, or cut to fit."""

    id: int
    topic: str
    webhook: str
    status: int
    outcome: str
    times: int
    dropped: int
    mended: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """Some of them, the newest first; `number` counts from 1."""

    deliveries: tuple[Told, ...]
    number: int
    pages: int
    total: int


@answering()
def delivery_page(bridge: Bridge, number: int, outcomes: tuple[str, ...] = ()) -> Page:
    """One page of what a shop delivered, or of those with these outcomes."""
    found = DeliveryLog.objects.filter(bridge=bridge.label)
    if outcomes:
        found = found.filter(outcome__in=outcomes)
    total = found.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(number, 1), pages)
    rows = found.order_by("-last_at", "-id")[(number - 1) * PAGE : number * PAGE]
    return Page(tuple(_told(row) for row in rows), number, pages, total)


@answering()
def newest(bridge: Bridge) -> datetime | None:
    """When a shop was last heard of; None: never."""
    at: datetime | None = (
        DeliveryLog.objects.filter(bridge=bridge.label)
        .order_by("-last_at")
        .values_list("last_at", flat=True)
        .first()
    )
    return at


@answering()
def failed_since(at: datetime) -> Mapping[str, int]:
    """Shop ("woocommerce/shop1") → how many of its bodies since then were refused or have to be read again."""
    found = DeliveryLog.objects.filter(last_at__gte=at, outcome__in=(*REFUSED, AGAIN))
    counts = found.values("bridge").annotate(number=Count("id")).order_by("bridge")
    return {row["bridge"]: row["number"] for row in counts}


def _told(row: DeliveryLog) -> Told:
    return Told(
        row.id,
        row.topic,
        row.webhook,
        row.status,
        row.outcome,
        row.times,
        row.dropped,
        row.mended,
        row.first_at,
        row.last_at,
    )
