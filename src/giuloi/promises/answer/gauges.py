"""What a monitor asks every few seconds: how many requests are open, near their hour, behind it; and what waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from giuloi.promises.answer.escalation import silent
from giuloi.promises.answer.letters import untold
from giuloi.records.database import answering
from giuloi.records.request_kinds import KINDS, OPEN
from giuloi.records.requests import CustomerRequest
from giuloi.records.rota import answerable_at

SOON = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Gauges:
    """By kind: `open`, of these `soon` due within the hour, and `missed` behind their hour.

    `oldest` is how many seconds the oldest open request has been in flight, 0 without one; `untold` are alerts
    that no letter carried yet, `silent` overruns that were not noted (anything but 0 is a fault of this
    software), `answerable` whether anybody answers for what comes in now.
    """

    open: Mapping[str, int]
    soon: Mapping[str, int]
    missed: Mapping[str, int]
    oldest: float
    untold: int
    silent: int
    answerable: bool


@answering()
def gauges(now: datetime) -> Gauges:
    """All of them, as they are now."""
    held = CustomerRequest.objects.filter(state__in=OPEN).values("kind").order_by("kind")
    found = {
        one["kind"]: one
        for one in held.annotate(
            open=Count("id"),
            soon=Count("id", filter=Q(due_at__gt=now, due_at__lte=now + SOON)),
            missed=Count("id", filter=Q(due_at__lte=now)),
            oldest=Min("received_at"),
        )
    }
    since = min((one["oldest"] for one in found.values()), default=now)
    return Gauges(
        *({kind: found[kind][name] if kind in found else 0 for kind in KINDS} for name in _BY_KIND),
        oldest=(now - since).total_seconds(),
        untold=untold(now),
        silent=silent(now),
        answerable=answerable_at(now) is not None,
    )


_BY_KIND = ("open", "soon", "missed")
