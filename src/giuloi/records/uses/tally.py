"""How often: uses counted by day (of Viet Nam), clause, event, decision and purpose, for the numbers people read.

The counts follow from the leaves and from nothing else, so they name nobody. The sequencer adds a tick's leaves
in the transaction that takes its pending rows away, so each leaf is counted once whatever dies; and each row
says how many leaves it stands for, so a table that is behind the tree (an installation from before it was
there) shows, and is made again from the leaves at the next start.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from django.db import models

from giuloi.core.ledger.entry import UseEntry, decode
from giuloi.records.database import durable, rows, run, run_many
from giuloi.records.uses.leaf import Use

VIET_NAM = timezone(timedelta(hours=7))  # no summer time: a day there is the same 24 hours in every year


class UseTally(models.Model):
    """So many uses of one kind on one day, which so many leaves tell of."""

    day = models.TextField()  # ISO 8601: sorts as it counts, and reads the same in both databases
    clause = models.TextField()
    event = models.TextField()
    decision = models.TextField()
    purpose = models.TextField()
    leaves = models.BigIntegerField()
    count = models.BigIntegerField()

    class Meta:
        db_table = "records_usetally"
        constraints = (
            models.UniqueConstraint(
                fields=("day", "clause", "event", "decision", "purpose"), name="records_usetally_once"
            ),
        )


@dataclass(frozen=True, slots=True)
class Kind:
    """What is counted together."""

    day: date
    clause: str
    event: str
    decision: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many uses of one kind there were on one day; a flood or a batch counts each of its uses."""

    day: date
    clause: str
    event: str
    decision: str
    purpose: str
    count: int


def tallies(since: date, until: date) -> list[Tally]:
    """The counts of the days from `since` to `until`, both included, by day, clause and the rest."""
    found = rows(_BETWEEN, (since.isoformat(), until.isoformat()))
    return [
        Tally(date.fromisoformat(day), clause, event, decision, purpose, int(count))
        for day, clause, event, decision, purpose, count in found
    ]


def first_day() -> date | None:
    """The first day that has a count; None when nothing was ever used."""
    [(day,)] = rows("SELECT min(day) FROM records_usetally")
    return date.fromisoformat(day) if day else None


def kind_of(at: datetime, what: Use | UseEntry) -> Kind:
    """Under which kind a use, or a leaf, is counted; `at` is its moment."""
    day = at.astimezone(VIET_NAM).date()
    return Kind(day, what.clause, what.event, what.decision, what.purpose)


def counted(uses: Iterable[tuple[Kind, int]]) -> dict[Kind, tuple[int, int]]:
    """kind → (leaves, uses) of leaves, each given by its kind and its count."""
    counts: dict[Kind, tuple[int, int]] = {}
    for kind, count in uses:
        leaves, before = counts.get(kind, (0, 0))
        counts[kind] = (leaves + 1, before + count)
    return counts


def add(counts: Mapping[Kind, tuple[int, int]]) -> None:
    """Add counts, in the caller's transaction: the one in which their leaves become known."""
    run_many(
        _ADD,
        [
            (kind.day.isoformat(), kind.clause, kind.event, kind.decision, kind.purpose, *both)
            for kind, both in counts.items()
        ],
    )


def leaves_counted() -> int:
    """How many leaves the whole table tells of: the size of the tree, unless it has to be made again."""
    return int(rows("SELECT coalesce(sum(leaves), 0) FROM records_usetally")[0][0])


def rebuild(leaves: Iterable[bytes]) -> None:
    """Make the table again from all leaves of the tree. Only for whoever holds the sequencer's lock."""
    counts = counted(_read(leaf) for leaf in leaves)
    with durable():
        run("DELETE FROM records_usetally")
        add(counts)


def _read(leaf: bytes) -> tuple[Kind, int]:
    entry = decode(leaf)
    return kind_of(datetime.fromisoformat(entry.t), entry), entry.count


_BETWEEN = """
SELECT day, clause, event, decision, purpose, count FROM records_usetally
WHERE day BETWEEN %s AND %s ORDER BY day, clause, event, decision, purpose
"""
_ADD = """
INSERT INTO records_usetally (day, clause, event, decision, purpose, leaves, count)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (day, clause, event, decision, purpose)
DO UPDATE SET leaves = records_usetally.leaves + excluded.leaves, count = records_usetally.count + excluded.count
"""
