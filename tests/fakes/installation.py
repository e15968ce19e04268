"""A shop that has just been set up: keys, the shipped policy published, one WooCommerce shop connected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import giuloi
from giuloi.promises.collect import connections
from giuloi.promises.collect.delivered import Bridge
from giuloi.records import installation
from giuloi.records.published import Published, forget, publish
from tests.fakes.shop import SECRET

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)  # twelve o'clock in Hà Nội
SHOP1 = Bridge("woocommerce", "shop1")
_POLICIES = Path(giuloi.__file__).parent / "policies"


@dataclass(frozen=True, slots=True)
class Installed:
    """What a test may want to know of it."""

    policy: Published
    bridge: Bridge


def set_up(at: datetime = NOON) -> Installed:
    """Into the house that the settings name; the data database is the test's own."""
    forget()
    installation.create(at)
    sources = {file.name: file.read_text("utf-8") for file in sorted(_POLICIES.glob("shop.*.md"))}
    published = publish(sources, date(2026, 11, 22), at)
    connections.connect(SHOP1, SECRET, at)
    return Installed(published, SHOP1)
