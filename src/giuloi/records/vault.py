"""All personal data sits here, sealed, and nowhere else (docs/adr: one vault).

One row for each (subject, record, retention class): record 0 is the person, any other is an order or a message.
A record below zero is what was or is to be in the place of another value (corrections.py): nothing reads it that does
not name it, so nobody is written to at an address of the past. Keys are
committed to the key store before a row is written: a crash leaves a key without a row, never the reverse.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from giuloi.core import fields
from giuloi.core.crypto.keys import ROWS_PER_DATA_KEY
from giuloi.core.crypto.seal import SealedRow, bits_of
from giuloi.core.terms import NotATerm, RetentionClass
from giuloi.records.database import IDS, dialect, id_list, moment, rows, run_many
from giuloi.records.do_not_contact import recognise
from giuloi.records.keyring import keyring
from giuloi.records.keyring.data_keys import CLASS_NUMBER
from giuloi.records.keyring.sealing import RowToSeal, StoredRow, Taken

PERSON = 0  # the record number of what belongs to the person rather than to one order
CLASS_OF_NUMBER = {number: klass for klass, number in CLASS_NUMBER.items()}


class VaultRow(models.Model):
    """One sealed row (core/crypto/seal.py): which fields it has is in clear, what they hold is not."""

    pk = models.CompositePrimaryKey("subject_id", "record_id", "klass")
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    record_id = models.BigIntegerField()
    klass = models.SmallIntegerField()
    key_version = models.IntegerField()
    salt = models.BinaryField()
    commitment = models.BinaryField()
    cells = models.BinaryField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "records_vaultrow"


@dataclass(frozen=True, slots=True)
class Sealing:
    """Values to seal for one subject, by field name; None takes a field out. `record` is 0 or an order."""

    subject: int
    values: Mapping[str, str | None] = field(repr=False)
    record: int = PERSON


Place = tuple[int, int, RetentionClass]


def seal(subject: int, values: Mapping[str, str | None], at: datetime, record: int = PERSON) -> None:
    """`seal_many` for one subject and record."""
    seal_many([Sealing(subject, values, record)], at)


def seal_many(sealings: Sequence[Sealing], at: datetime) -> None:
    """Seal values over what is stored; fields that are not named stay. Joins the caller's transaction.

    Raises NotATerm for an unknown or too long field (without its value), Undecryptable for a subject whose key
    was erased or lost, Unavailable when the key store cannot answer.
    """
    wanted = _by_row(sealings)
    stored = _stored(wanted)
    # Where rows are sealed already, a key is missing only if it was erased or lost: never draw another then.
    keyring().create_keys(_classes_of(wanted) - _classes_of(stored), at)
    _renew_full_keys(wanted, stored, at)
    to_seal = [
        RowToSeal(subject, klass, record, values, stored.get((subject, record, klass)))
        for (subject, record, klass), values in wanted.items()
    ]
    sealed = keyring().seal_rows(to_seal)
    run_many(_UPSERT, [_columns(row, done, at) for row, done in zip(to_seal, sealed, strict=True)])
    recognise((sealing.subject, sealing.values) for sealing in sealings if sealing.record >= PERSON)


def copy_over(subject: int, name: str, source: int, target: int, at: datetime) -> bool:
    """Seal this field of one record in another too; False where there is none. Joins the caller's transaction.

    The value is opened and sealed inside the key store: whoever calls this sees nothing of it.
    """
    known = _field(name, None)
    stored = _stored({(subject, source, known.klass): None})
    found = stored.get((subject, source, known.klass))
    if found is None or not bits_of(found.sealed.cells) & known.mask:
        return False
    there = stored.get((subject, target, known.klass))
    row = RowToSeal(subject, known.klass, target, {}, there, Taken(source, found, known.mask))
    [done] = keyring().seal_rows([row])
    run_many(_UPSERT, [_columns(row, done, at)])
    return True


def _by_row(sealings: Sequence[Sealing]) -> dict[Place, dict[int, str | None]]:
    """The values by row, then by field bit: one field map decides where everything goes."""
    wanted: dict[Place, dict[int, str | None]] = {}
    for sealing in sealings:
        for name, text in sealing.values.items():
            known = _field(name, text)
            place = (sealing.subject, sealing.record, known.klass)
            wanted.setdefault(place, {})[known.bit] = text
    return wanted


def _classes_of(places: Iterable[Place]) -> set[tuple[int, RetentionClass]]:
    return {(subject, klass) for subject, _, klass in places}


def _field(name: str, text: str | None) -> fields.Field:
    known = fields.FIELD.get(name)
    if known is None:
        raise NotATerm(f"{name!r} is not a field; the fields are {', '.join(fields.FIELD)}")
    if text is not None and len(text.encode()) > known.longest:
        raise NotATerm(f"{name} holds more than {known.longest} bytes")
    return known


def _stored(wanted: Mapping[Place, object]) -> dict[Place, StoredRow]:
    """The rows that are there already, with their subjects locked: two changes must not lose one another."""
    subjects = sorted({subject for subject, _, _ in wanted})
    if dialect() == "postgresql":  # SQLite's writer holds the whole database anyway
        rows("SELECT id FROM records_subject WHERE id = ANY(%s) ORDER BY id FOR UPDATE", (subjects,))
    found = rows(_STORED.format(IDS[dialect()]), (id_list(subjects),))
    return {
        (subject, record, CLASS_OF_NUMBER[klass]): StoredRow(version, sealed_row(*sealed))
        for subject, record, klass, version, *sealed in found
    }


def _renew_full_keys(wanted: Mapping[Place, object], stored: Mapping[Place, StoredRow], at: datetime) -> None:
    """A data key that has sealed 2^20 rows gets a successor; rows already sealed keep their version."""
    count: dict[tuple[int, RetentionClass], int] = {}
    for subject, _, klass in {*stored, *wanted}:
        count[subject, klass] = count.get((subject, klass), 0) + 1
    full = [key for key, used in count.items() if used > ROWS_PER_DATA_KEY]
    if full:
        keyring().renew_keys(full, at)


def seal_anew(renewed: Sequence[tuple[int, RetentionClass, int]]) -> None:
    """Put every row of each (subject, class) that stands under an older key than `version` under the newest.

    The same values, opened and sealed inside the key store; nothing counts as changed. Joins the caller's transaction.
    """
    versions = {(subject, klass): version for subject, klass, version in renewed}
    stored = _stored({(subject, PERSON, klass): None for subject, klass in versions})
    old = {
        place: row for place, row in stored.items() if row.key_version < versions.get((place[0], place[2]), 0)
    }
    to_seal = [RowToSeal(subject, klass, record, {}, row) for (subject, record, klass), row in old.items()]
    done = keyring().seal_rows(to_seal)
    run_many(_RESEAL, [_anew(row, sealed) for row, sealed in zip(to_seal, done, strict=True)])


def oldest_versions(subjects: Iterable[int]) -> dict[tuple[int, RetentionClass], int]:
    """(subject, class) → the oldest key version that any of its rows stands under."""
    found = rows(_OLDEST.format(IDS[dialect()]), (id_list(sorted(subjects)),))
    return {(subject, CLASS_OF_NUMBER[klass]): int(version) for subject, klass, version in found}


def _anew(row: RowToSeal, done: StoredRow) -> tuple[Any, ...]:
    sealed = done.sealed
    place = (row.subject, row.record, CLASS_NUMBER[row.klass])
    return (done.key_version, sealed.salt, sealed.commitment, sealed.cells, *place)


def _columns(row: RowToSeal, done: StoredRow, at: datetime) -> tuple[Any, ...]:
    sealed = done.sealed
    number = CLASS_NUMBER[row.klass]
    return (
        *(row.subject, row.record, number, done.key_version),
        *(sealed.salt, sealed.commitment, sealed.cells, moment(at)),
    )


_STORED = """
SELECT subject_id, record_id, klass, key_version, salt, commitment, cells
FROM records_vaultrow WHERE subject_id IN ({})
"""
_RESEAL = """
UPDATE records_vaultrow SET key_version = %s, salt = %s, commitment = %s, cells = %s
WHERE subject_id = %s AND record_id = %s AND klass = %s
"""
_OLDEST = """
SELECT subject_id, klass, min(key_version) FROM records_vaultrow WHERE subject_id IN ({}) GROUP BY subject_id, klass
"""
_UPSERT = """
INSERT INTO records_vaultrow
    (subject_id, record_id, klass, key_version, salt, commitment, cells, changed_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (subject_id, record_id, klass) DO UPDATE SET
    key_version = excluded.key_version, salt = excluded.salt, commitment = excluded.commitment,
    cells = excluded.cells, changed_at = excluded.changed_at
"""


def sealed_row(
    salt: bytes | memoryview, commitment: bytes | memoryview, cells: bytes | memoryview
) -> SealedRow:
    """A sealed row of three columns; PostgreSQL's driver hands out memoryviews."""
    return SealedRow(bytes(salt), bytes(commitment), bytes(cells))


def fields_held(subject: int) -> Mapping[int, int]:
    """record → mask of the fields held about it: no key is needed to know what there is."""
    held: dict[int, int] = {}
    for record, cells in rows(
        "SELECT record_id, cells FROM records_vaultrow WHERE subject_id = %s", (subject,)
    ):
        held[record] = held.get(record, 0) | bits_of(bytes(cells))
    return held


def masks_held(subjects: Sequence[int]) -> dict[int, int]:
    """subject → mask of every field that is held of them, over all their records."""
    held: dict[int, int] = {}
    statement = f"SELECT subject_id, cells FROM records_vaultrow WHERE subject_id IN ({IDS[dialect()]})"  # noqa: S608
    for subject, cells in rows(statement, (id_list(subjects),)):  # a constant above, one parameter here
        held[subject] = held.get(subject, 0) | bits_of(bytes(cells))
    return held


def places_of(subjects: Sequence[int]) -> list[Place]:
    """(subject, record, class) of every row about these people."""
    found = rows(_PLACES.format(IDS[dialect()]), (id_list(subjects),))
    return [(subject, record, CLASS_OF_NUMBER[klass]) for subject, record, klass in found]


def remove_rows(places: Iterable[Place]) -> None:
    """Take these rows away; their keys are destroyed, or noted as erased, already. Joins the caller's transaction."""
    run_many(_REMOVE, [(subject, record, CLASS_NUMBER[klass]) for subject, record, klass in places])


_PLACES = "SELECT subject_id, record_id, klass FROM records_vaultrow WHERE subject_id IN ({})"
_REMOVE = "DELETE FROM records_vaultrow WHERE subject_id = %s AND record_id = %s AND klass = %s"


def fields_of(cells: bytes | memoryview) -> int:
    """The mask of the fields in these cells; it takes no key. Raises Undecryptable."""
    return bits_of(bytes(cells))
