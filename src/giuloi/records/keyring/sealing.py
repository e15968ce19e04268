"""Sealing inside the key store: values go in, sealed rows come out, no key leaves.

Changing one field of a row means sealing the whole row anew (a cell is never replaced inside one), so the
other cells are opened and sealed again here. Their values do not leave this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from giuloi.core.crypto.seal import RowPlace, SealedRow, bits_of, open_row, seal_row
from giuloi.core.terms import RetentionClass

TABLE = "vault"


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A sealed row with the version of the data key it is sealed under."""

    key_version: int
    sealed: SealedRow


@dataclass(frozen=True, slots=True)
class Taken:
    """One field (`only`, a mask) of another row of the same person and class, to be sealed here as well."""

    record: int
    stored: StoredRow
    only: int


@dataclass(frozen=True, slots=True)
class RowToSeal:
    """New values (by field bit; None takes a field out) for one row, over what is stored there already."""

    subject: int
    klass: RetentionClass
    record: int
    values: Mapping[int, str | None]
    stored: StoredRow | None = None
    taken: Taken | None = None


def place_of(subject: int, klass: RetentionClass, record: int, key_version: int) -> RowPlace:
    """Where a vault row stands: what its cells are bound to."""
    return RowPlace(subject, klass, TABLE, record, key_version)


def seal_over(
    key_version: int, key: bytes, old_key: bytes | None, row: RowToSeal, taken_key: bytes | None = None
) -> StoredRow:
    """Seal a row: what was stored, overlaid with the new values. The old keys open `row.stored` and `row.taken`."""
    values: dict[int, str] = {}
    if row.stored is not None and old_key is not None:
        values = _open(old_key, row, row.record, row.stored, bits_of(row.stored.sealed.cells))
    if row.taken is not None and taken_key is not None:
        values |= _open(taken_key, row, row.taken.record, row.taken.stored, row.taken.only)
    for bit, text in row.values.items():
        values.pop(bit, None)
        if text is not None:
            values[bit] = text
    place = place_of(row.subject, row.klass, row.record, key_version)
    return StoredRow(key_version, seal_row(key, place, values))


def _open(key: bytes, row: RowToSeal, record: int, stored: StoredRow, mask: int) -> dict[int, str]:
    place = place_of(row.subject, row.klass, record, stored.key_version)
    opened = open_row(key, place, stored.sealed, mask)
    return {bit: secret.open() for bit, secret in opened.items()}
