"""Erasing a part of what is held: keys first, then rows, and the records of which nothing is left (IV.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from giuloi.core.terms import RetentionClass
from giuloi.records import traces, vault
from giuloi.records.database import durable
from giuloi.records.keyring import keyring
from giuloi.records.keyring.erasing import Part
from giuloi.records.vault import PERSON, Place


def erase_records_of(parts: Sequence[Part], at: datetime, *, also: Callable[[], None] | None = None) -> int:
    """Erase these rows (or, without a record, whole classes); returns how many rows went. Safe to repeat.

    Where nothing of a class remains, its key goes too; the key of `legal`, under which a person's own history opens,
    only with the person. `also` is written in the same transaction as the rows go. Raises Unavailable.
    """
    people = sorted({part.subject for part in parts})
    there = vault.places_of(people)
    going = _going(parts, there)
    staying = {(one, klass) for one, _, klass in set(there) - going}
    keys = [_part(place, staying) for place in sorted(going)]
    unfindable = {one.subject for one in keys if one.record is None and one.klass is RetentionClass.CONTACT}
    # Keys before rows: a crash in between leaves what nobody can open, and the next run takes it away.
    keyring().erase_parts(list(dict.fromkeys(keys)), at, unindex=sorted(unfindable))
    with durable():
        vault.remove_rows(going)
        traces.erase_records(_emptied(going, there))
        if also:
            also()
    return len(going)


def _going(parts: Iterable[Part], there: Iterable[Place]) -> set[Place]:
    single = {(part.subject, part.record, part.klass) for part in parts if part.record is not None}
    whole = {(part.subject, part.klass) for part in parts if part.record is None}
    return {place for place in there if place in single or (place[0], place[2]) in whole}


def _part(place: Place, staying: set[tuple[int, RetentionClass]]) -> Part:
    subject, record, klass = place
    last = (subject, klass) not in staying and klass is not RetentionClass.LEGAL
    return Part(subject, klass, None if last else record)


def _emptied(going: set[Place], there: Iterable[Place]) -> list[int]:
    left = {(one, record) for one, record, _ in set(there) - going}
    return sorted({record for one, record, _ in going if record != PERSON and (one, record) not in left})
