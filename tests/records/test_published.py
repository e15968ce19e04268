"""Every version that was ever published stays, whole."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

from giuloi.records import published
from tests.records.conftest import NOON, Shop

DAY = date(2026, 11, 22)


def test_every_published_version_is_listed_the_newest_first(shop: Shop) -> None:
    """A second version joins the first; the same text again is no new version."""
    folder = files("giuloi.policies")
    sources = {name: (folder / name).read_text("utf-8") for name in ("shop.vi.md", "shop.en.md")}
    first = published.current()
    published.publish(sources, DAY, NOON)
    assert published.versions() == [first]
    changed = {
        name: text.replace('version               = "1"', 'version               = "2"')
        for name, text in sources.items()
    }
    second = published.publish(changed, DAY, NOON)
    assert published.versions() == [second, first]
    assert second.policy.hash != first.policy.hash
