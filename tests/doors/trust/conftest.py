"""A shop with some history: uses and refusals of the days before today, an export, a second version of its policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import pytest

from giuloi.records import published
from giuloi.records.uses.bundle import export_bundle
from giuloi.records.uses.pending import Use, record_uses
from giuloi.records.uses.sequencer import integrate
from tests.cast import AN
from tests.records.conftest import Shop, an, shop

__all__ = ["History", "an", "history", "shop", "told"]


@dataclass(frozen=True, slots=True)
class History:
    """What there is to show: An's id, An's bundle, and the second version's number."""

    shop: Shop
    an: int
    bundle: bytes
    second: int


def told(people: tuple[int, ...], days_ago: int, clause: str, event: str = "reveal") -> Use:
    """One use so many days ago."""
    decision = "denied" if event == "refuse" else "allowed"
    at = datetime.now(UTC) - timedelta(days=days_ago)
    return Use(at, "staff/fulfilment/3f9c2a7b5d1e8046", event, "supply", clause, "0" * 64, decision, people)


@pytest.fixture
def history(shop: Shop) -> History:
    """Thirty days in which something happened on most."""
    subject = shop.person(AN)
    uses = [
        told((subject,), day, clause)
        for day in range(1, 29)
        for clause in ("I.1", "I.2", "IV.3")[: 1 + day % 3]
    ]
    uses += [told((subject,), day, "I.3", "refuse") for day in range(1, 29, 3)]
    record_uses(uses)
    integrate()
    bundle = export_bundle(subject, shop.now())
    folder = files("giuloi.policies")
    sources = {name: (folder / name).read_text("utf-8") for name in ("shop.vi.md", "shop.en.md")}
    old, new = 'roles    = ["fulfilment", "care"]', 'roles    = ["fulfilment"]'
    changed = {name: text.replace(old, new, 1) for name, text in sources.items()}
    second = published.publish(changed, date(2026, 11, 22), shop.now())
    return History(shop, subject, bundle, second.id)
