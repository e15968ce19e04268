"""The numbers people read: each use counted once, on its day in Viet Nam, and nobody named."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from giuloi.records.database import rows, run
from giuloi.records.places import places
from giuloi.records.uses import tally
from giuloi.records.uses.pending import Use, record_uses
from giuloi.records.uses.sequencer import Sequencer, integrate
from giuloi.records.uses.tally import Tally, tallies
from giuloi.records.uses.tiles import TileLog
from tests.cast import AN, BINH
from tests.records.conftest import NOON, Shop

DAY = date(2026, 11, 22)


def _use(*people: int, event: str = "reveal", at: datetime = NOON) -> Use:
    decision = "denied" if event == "refuse" else "allowed"
    actor = "code/export_bundle"
    return Use(at, actor, event, "supply", "I.1", "0" * 64, decision, people, channel="in_house")


def _counts(*days: date) -> list[tuple[str, int]]:
    return [(one.event, one.count) for one in tallies(min(days), max(days))]


def test_every_use_is_counted_by_day_clause_and_event(shop: Shop) -> None:
    """Two openings and one in a batch of two: four uses of clause I.1 on this day."""
    an, binh = shop.person(AN), shop.person(BINH)
    record_uses([_use(an), _use(binh), _use(an, binh)])
    integrate()
    assert tallies(DAY, DAY) == [Tally(DAY, "I.1", "reveal", "allowed", "supply", 4)]


def test_a_flood_counts_each_of_its_refusals(shop: Shop) -> None:
    """A hundred refusals stand in one leaf, and in the numbers as a hundred."""
    binh = shop.person(BINH)
    record_uses([_use(binh, event="refuse") for _ in range(100)])
    integrate()
    assert _counts(DAY) == [("refuse", 100)]
    assert rows("SELECT leaves FROM records_usetally") == [(1,)]


def test_a_day_is_a_day_in_viet_nam(shop: Shop) -> None:
    """At 16:59:59 UTC it is still today there, a second later it is tomorrow."""
    binh, late = shop.person(BINH), datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC)
    record_uses([_use(binh, at=late), _use(binh, at=late + timedelta(seconds=1))])
    integrate()
    assert [one.day for one in tallies(DAY, DAY + timedelta(days=1))] == [DAY, DAY + timedelta(days=1)]
    assert tallies(DAY + timedelta(days=2), DAY + timedelta(days=9)) == []


def test_the_leaves_alone_give_the_same_numbers(shop: Shop) -> None:
    """Made again from the tree, the table is what the sequencer kept."""
    an, binh = shop.person(AN), shop.person(BINH)
    some = [_use(an), _use(an, binh, event="refuse"), replace(_use(binh), clause="IV.3", purpose="")]
    for _ in range(3):
        record_uses(some)
        integrate()
    kept = tallies(DAY, DAY)
    with closing(TileLog(places().ledger)) as log:
        tally.rebuild(log.entries(0, log.size))
        assert tally.leaves_counted() == log.size
    assert tallies(DAY, DAY) == kept


def test_an_installation_from_before_the_numbers_counts_its_leaves_at_the_next_start(shop: Shop) -> None:
    """An empty table beside a grown tree is made from the tree, once, and goes on from there."""
    binh = shop.person(BINH)
    record_uses([_use(binh), _use(binh)])
    integrate()
    run("DELETE FROM records_usetally")
    with closing(Sequencer()) as running:
        running.recover()
        assert _counts(DAY) == [("reveal", 2)]
        record_uses([_use(binh)])
        running.tick()
    assert _counts(DAY) == [("reveal", 3)]


def test_the_numbers_name_nobody(shop: Shop) -> None:
    """Neither an id nor a pseudonym stands in the table."""
    binh = shop.person(BINH)
    record_uses([_use(binh)])
    integrate()
    [row] = rows("SELECT day, clause, event, decision, purpose, leaves, count FROM records_usetally")
    assert row == ("2026-11-22", "I.1", "reveal", "allowed", "supply", 1, 1)
