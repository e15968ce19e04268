"""Erasing many people at once: sets, one transaction each for a batch (used by the daily run).

A batch is one erasure with one leaf for each of its steps, and the same steps as for one person. What is begun and
cut off is finished by the clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from giuloi.promises.keep.erasure.beginning import new_row
from giuloi.promises.keep.erasure.plan import Outlook, outlooks
from giuloi.promises.keep.erasure.rows import ErasedPerson, State, write_people
from giuloi.promises.keep.erasure.starting import ACTOR, intend
from giuloi.promises.keep.erasure.sweeping import run_steps
from giuloi.records.database import durable
from giuloi.records.freezing import freeze_many
from giuloi.records.subjects import Subject

BATCH = 2000  # people of one leaf, one key store transaction and one data transaction
_NOT_YET = (State.COOLING.value, State.WAITING.value, State.INTENT.value, State.KEYS.value)


@dataclass(frozen=True, slots=True)
class Many:
    """How many were erased whole, how many but for what law keeps, and how many have to wait; with the rows' ids."""

    whole: int
    partly: int
    waiting: int
    erasures: tuple[int, ...]


def erase_many(subjects: Sequence[int], at: datetime, why: str) -> Many:
    """Erase these people now, without a cooling-off. `why` is one word ("retention"). Safe to repeat.

    Who is held, has an open order or is being erased already is left for another day. The backups are noted as
    unreadable, and partners told, by the clock. Raises Unavailable where a store cannot answer.
    """
    whole = partly = waiting = 0
    erasures: list[int] = []
    people = sorted(set(subjects))
    for start in range(0, len(people), BATCH):
        looks = outlooks(_here(people[start : start + BATCH]), at)
        entire = {one: look for one, look in looks.items() if look.whole}
        parts = {one: look for one, look in looks.items() if not look.whole and not look.waits}
        erasures += [_erase(some, at, why) for some in (entire, parts) if some]
        whole, partly = whole + len(entire), partly + len(parts)
        waiting += len(looks) - len(entire) - len(parts)
    return Many(whole, partly, waiting, tuple(erasures))


def _here(people: Sequence[int]) -> list[int]:
    """Those who are there, and of whom no erasure is under way."""
    under_way = ErasedPerson.objects.filter(subject_id__in=people, erasure__state__in=_NOT_YET)
    busy = set(under_way.values_list("subject_id", flat=True))
    there = Subject.objects.filter(id__in=people).values_list("id", flat=True)
    return sorted(set(there) - busy)


def _erase(looks: Mapping[int, Outlook], at: datetime, why: str) -> int:
    _, row = new_row(at, at, ACTOR, why)
    row.people = len(looks)
    freeze_many(sorted(looks), at)
    with durable():
        row.save(force_insert=True)
        write_people(row.id, looks)
    intend(row, looks, at)
    run_steps(row.id, at)
    return int(row.id)
