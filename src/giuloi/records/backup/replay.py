"""What must never be rolled back is written into restored data again: what was erased, ended, restricted, marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.terms import RetentionClass
from giuloi.records import consent_ends, do_not_contact, freezing, traces
from giuloi.records.database import IDS, dialect, durable, id_list, rows, run
from giuloi.records.keyring import keyring
from giuloi.records.keyring.data_keys import CLASS_NUMBER
from giuloi.records.keyring.erasing import WHOLE_CLASS

_AT_ONCE = 1000
_NAME = {number: klass for klass, number in CLASS_NUMBER.items()}


@dataclass(frozen=True, slots=True)
class Replayed:
    """How much of each was missing in the backup."""

    people: int
    parts: int
    withdrawals: int
    expiries: int
    restrictions: int
    marks: int


def replay(at: datetime) -> Replayed:
    """All of it, in batches; safe to repeat after a crash anywhere."""
    return Replayed(
        sum(_erase(some) for some in _batches(keyring().tombstones())),
        _erase_parts(),
        consent_ends.replay_withdrawals(at),
        consent_ends.replay_expiries(at),
        freezing.replay_restrictions(),
        do_not_contact.replay(at),
    )


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _erase(people: Sequence[int]) -> int:
    """Everything of these people that the backup still had; how many of them were in it."""
    with durable():
        there = [int(one) for (one,) in rows(_THERE.format(IDS[dialect()]), (id_list(people),))]
        if there:
            _erase_records(_records_of(there))
            traces.erase_people(there)
    return len(there)


def _records_of(people: Sequence[int]) -> list[int]:
    """Orders, cases and messages of these people: what their tables are keyed by."""
    ids = IDS[dialect()]
    found = rows(_RECORDS.format(ids, ids, ids), (id_list(people),) * 3)
    return sorted({int(one) for (one,) in found if one})


def _erase_records(records: Sequence[int]) -> None:
    for some in _batches(records):
        traces.erase_records(some)


def _erase_parts() -> int:
    """Sealed rows of erased parts; and of a record nothing sealed is left of, every row about it."""
    gone = 0
    parts = keyring().erased_parts()
    for start in range(0, len(parts), _AT_ONCE):
        with durable():
            emptied: set[int] = set()
            for subject, klass, record, version in parts[start : start + _AT_ONCE]:
                went, records = _erase_part(subject, _NAME[klass], record, version)
                gone += went
                emptied |= records
            _erase_records(sorted(_nothing_left(emptied)))
    return gone


def _erase_part(subject: int, klass: RetentionClass, record: int, version: int) -> tuple[int, set[int]]:
    where, params = (
        "subject_id = %s AND klass = %s AND key_version <= %s",
        [subject, CLASS_NUMBER[klass], version],
    )
    if record != WHOLE_CLASS:
        where, params = f"{where} AND record_id = %s", [*params, record]
    found = rows(f"SELECT DISTINCT record_id FROM records_vaultrow WHERE {where}", params)  # noqa: S608
    went = run(f"DELETE FROM records_vaultrow WHERE {where}", params)  # noqa: S608  constants of this file
    return went, {int(one) for (one,) in found if one}


def _nothing_left(records: set[int]) -> set[int]:
    if not records:
        return set()
    left = rows(_LEFT.format(IDS[dialect()]), (id_list(sorted(records)),))
    return records - {int(one) for (one,) in left}


_THERE = "SELECT id FROM records_subject WHERE id IN ({})"
_RECORDS = """
SELECT record_id FROM records_vaultrow WHERE subject_id IN ({})
UNION SELECT id FROM records_case WHERE subject_id IN ({})
UNION SELECT record_id FROM records_case WHERE subject_id IN ({})
"""
_LEFT = "SELECT DISTINCT record_id FROM records_vaultrow WHERE record_id IN ({})"
