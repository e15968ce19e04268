"""The keys of the blind index: one a field that never changes, and above it one a quarter that is destroyed.

A value's digest (HMAC under the field's base key) stands in the index sealed under the newest quarter's key, so that
a new quarter's index is made from the old one's: no value is opened for it, and none has to be there. Stores of
earlier releases hold bare digests (quarter 0) under a single key, which becomes the base key.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.crypto import blind_index
from giuloi.core.crypto.keys import new_key, unwrap, wrap
from giuloi.core.terms import Undecryptable
from giuloi.records.keyring.epochs import current_epoch

FIELD_NUMBER = {"phone": 0, "email": 1, "source": 2}  # stored in the file: never renumber
BASE, BARE = "base", 0  # the name of the base key; the quarter of a digest that no quarter's key seals

Form = tuple[int, bytes]  # (quarter, how a digest stands in the index in that quarter)


@dataclass(frozen=True, slots=True)
class FieldKeys:
    """The keys of one field; `quarters` holds the living ones, the newest first (20264: the last of 2026)."""

    field: str
    base: bytes
    quarters: tuple[tuple[int, bytes], ...]

    def forms_of(self, normalised: str) -> list[Form]:
        """Every form in which this value may stand in the index; the first is the one to write."""
        return self.forms(blind_index.digest(self.base, self.field, normalised))

    def forms(self, inner: bytes) -> list[Form]:
        """The same for a digest."""
        sealed = [
            (quarter, blind_index.sealed_digest(key, self.field, quarter, inner))
            for quarter, key in self.quarters
        ]
        return [*sealed, (BARE, inner)]

    def inner_of(self, quarter: int, form: bytes) -> bytes:
        """The digest in a form of this quarter; raises Undecryptable when it is not one."""
        if quarter == BARE:
            return form
        return blind_index.opened_digest(dict(self.quarters)[quarter], self.field, quarter, form)

    def same(self, form: bytes) -> set[bytes]:
        """Every form of what `form` is one of; of another field's, or of a destroyed quarter's, only itself."""
        if len(form) == blind_index.SIZE:
            return {one for _, one in self.forms(form)}
        for quarter, _ in self.quarters:
            try:
                return {one for _, one in self.forms(self.inner_of(quarter, form))}
            except Undecryptable:
                continue
        return {form}

    def __repr__(self) -> str:
        return f"FieldKeys({self.field!r}, quarters={[quarter for quarter, _ in self.quarters]})"


def quarter_of(at: datetime) -> str:
    """`2026Q4` for a day in November 2026."""
    return f"{at.year}Q{(at.month + 2) // 3}"


def number_of(quarter: str) -> int:
    """20264 for `2026Q4`: numbers of quarters are in order of time."""
    return int(quarter.replace("Q", ""))


def field_keys(connection: sqlite3.Connection, epoch_key: Mapping[int, bytes], field: str) -> FieldKeys:
    """All living keys of a field."""
    found = connection.execute(
        "SELECT quarter, epoch, wrapped FROM index_key WHERE field = ? ORDER BY quarter DESC", (field,)
    )
    keys = {
        quarter: unwrap(epoch_key[epoch], wrapped, ("index", field, quarter, epoch))
        for quarter, epoch, wrapped in found
    }
    # A store of an earlier release: one key, and every digest bare under it.
    base = keys.pop(BASE) if BASE in keys else keys.popitem()[1]
    return FieldKeys(field, base, tuple((number_of(quarter), key) for quarter, key in keys.items()))


def add_base_key(
    connection: sqlite3.Connection, epoch_key: Mapping[int, bytes], field: str, at: datetime
) -> None:
    """Draw the base key of a field that has no key yet, or make the single key of an earlier release it."""
    found = connection.execute(
        "SELECT quarter, epoch, wrapped FROM index_key WHERE field = ?", (field,)
    ).fetchone()
    if found is None:
        write_index_key(connection, epoch_key, (field, BASE), new_key(), at)
        return
    quarter, epoch, wrapped = found
    key = unwrap(epoch_key[epoch], wrapped, ("index", field, quarter, epoch))
    connection.execute("DELETE FROM index_key WHERE field = ? AND quarter = ?", (field, quarter))
    write_index_key(connection, epoch_key, (field, BASE), key, at)


def write_index_key(
    connection: sqlite3.Connection,
    epoch_key: Mapping[int, bytes],
    place: tuple[str, str],
    key: bytes,
    at: datetime,
) -> None:
    """Store a key at its (field, quarter or BASE), wrapped by the newest epoch."""
    epoch = current_epoch(connection, 1)
    wrapped = wrap(epoch_key[epoch], key, ("index", *place, epoch))
    connection.execute(
        "INSERT INTO index_key (field, quarter, epoch, wrapped, created_at) VALUES (?, ?, ?, ?, ?)",
        (*place, epoch, wrapped, at.isoformat()),
    )
