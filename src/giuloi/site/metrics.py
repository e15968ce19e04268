"""/metrics in the Prometheus text format: counts and times, never about a person.

It answers only who shows GIULOI_METRICS_TOKEN, and nobody while there is none. That a request comes from
loopback says nothing: what comes through a proxy does too, and not every proxy says that it is one.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from giuloi.core.terms import Unavailable
from giuloi.promises.answer.gauges import gauges
from giuloi.promises.use.channels import queue
from giuloi.site import errors, health

REGISTRY = CollectorRegistry(auto_describe=True)
_REQUESTS = Counter("giuloi_requests", "Requests answered.", ["method", "route", "status"], registry=REGISTRY)
_SECONDS = Histogram(
    "giuloi_request_seconds",
    "How long an answer took.",
    ["route"],
    registry=REGISTRY,
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


class _Records(Collector):
    """The checks of /readyz and the sequencer's backlog as gauges, asked when scraped."""

    def describe(self) -> list[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        ready = GaugeMetricFamily("giuloi_ready", "1 when the check holds.", labels=["check"])
        for check, holds in health.checks().items():
            ready.add_metric([check], float(holds))
        yield ready
        if (waiting := health.backlog()) is not None:
            yield GaugeMetricFamily(
                "giuloi_pending_uses", "Uses that are not in the ledger yet.", value=waiting
            )


class _Messages(Collector):
    """What the channels sent, and could not."""

    def describe(self) -> list[CounterMetricFamily]:
        return []

    def collect(self) -> Iterator[CounterMetricFamily]:
        found = CounterMetricFamily(
            "giuloi_messages", "Messages sent, retried, failed.", labels=["kind", "outcome"]
        )
        for (kind, outcome), number in sorted(queue.counts.items()):
            found.add_metric([kind, outcome], number)
        yield found


class _Requests(Collector):
    """What customers asked and how near its hour it is (IV.3), asked when scraped."""

    def describe(self) -> list[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            found = gauges(datetime.now(UTC))
        except Unavailable:  # giuloi_ready says so already: the other figures are still wanted
            return
        for name, what, by_kind in (
            ("open", "Customers' requests that are open.", found.open),
            ("due_soon", "Open requests due within the hour.", found.soon),
            ("overdue", "Open requests behind their hour: missed promises.", found.missed),
        ):
            family = GaugeMetricFamily(f"giuloi_customer_requests_{name}", what, labels=["kind"])
            for kind, number in by_kind.items():
                family.add_metric([kind], number)
            yield family
        for name, what, value in (
            ("oldest_seconds", "How long the oldest open request has been in flight.", found.oldest),
            ("alerts_waiting", "Alerts to colleagues that no letter carried yet.", found.untold),
            ("silent_overruns", "Missed promises that were not noted: must be 0.", found.silent),
            ("answerable", "1 when somebody answers for what comes in now.", float(found.answerable)),
        ):
            yield GaugeMetricFamily(f"giuloi_customer_requests_{name}", what, value=value)


REGISTRY.register(_Records())
REGISTRY.register(_Requests())
REGISTRY.register(_Messages())


def request_answered(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answer under the route's pattern: never under its path, which may name somebody."""
    _REQUESTS.labels(method, route, str(status)).inc()
    _SECONDS.labels(route).observe(seconds)


def metrics(request: HttpRequest) -> HttpResponse:
    """Everything in the registry; 404 to whom it is not meant for."""
    if not _may_scrape(request):
        return errors.answer(request, 404)
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _may_scrape(request: HttpRequest) -> bool:
    token: str = settings.GIULOI_METRICS_TOKEN
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and hmac.compare_digest(shown.encode(), token.encode())
