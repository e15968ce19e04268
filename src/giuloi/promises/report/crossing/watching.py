"""Whoever abroad may get anything starts a clock of 60 days: recipients that are on, and providers that are set up.

The law counts from the first transfer (Law 91/2025 art. 20.2, Decree 356/2025 art. 18). We count from the first sweep
that finds that something could go: never later than that transfer, but for the seconds between two sweeps.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.conf import settings

from giuloi.core.terms import Channel
from giuloi.promises.report.crossing.rows import Crossing
from giuloi.promises.use.channels import NotReady, adapter_of
from giuloi.records.database import joined
from giuloi.records.recipients import registered

HOME = "VN"


def watch_crossings(now: datetime) -> int:
    """Write down every party abroad that is new; returns how many. A party that is gone keeps its row and its duty."""
    known = set(Crossing.objects.values_list("party", flat=True))
    new = [(party, country) for party, country in _abroad(now) if party not in known]
    with joined():
        for party, country in new:
            Crossing.objects.get_or_create(party=party, defaults={"country": country, "first_at": now})
    return len(new)


def _abroad(now: datetime) -> Iterator[tuple[str, str]]:
    for one in registered(now):
        if one.receives and one.country != HOME:
            yield f"recipient/{one.name}", one.country
    for channel in () if settings.GIULOI_DEMO else Channel:
        with suppress(NotReady):
            adapter = adapter_of(channel)
            adapter.ready()
            if adapter.country and adapter.country != HOME:
                yield f"channel/{channel.value}/{adapter.name}", adapter.country
