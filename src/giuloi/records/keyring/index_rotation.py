"""A new key for the blind index every quarter: both lead to everybody until the last entry stands under the new one.

What is found by the old key is found all the while; the old key is destroyed, in one transaction with the count of
what still stands under it, once that is nothing and whoever held a digest of it has had time to hand it back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.crypto.keys import new_key
from giuloi.core.terms import NotServing
from giuloi.records.keyring.index_keys import (
    BARE,
    BASE,
    FIELD_NUMBER,
    FieldKeys,
    add_base_key,
    field_keys,
    number_of,
    quarter_of,
    write_index_key,
)
from giuloi.records.keyring.indexes import PUT_IN
from giuloi.records.keyring.rotation import GRACE


@dataclass(frozen=True, slots=True)
class Quarter:
    """One living key of the index: its field and quarter (`2026Q4`), since when, and what stands under it."""

    field: str
    quarter: str
    created_at: datetime
    entries: int


def lacking(connection: sqlite3.Connection, at: datetime) -> list[str]:
    """The fields that have no key for the quarter of `at`, or a later one: a clock set back makes none."""
    held = _newest(connection)
    based = {
        field for (field,) in connection.execute("SELECT field FROM index_key WHERE quarter = ?", (BASE,))
    }
    return [one for one in sorted(FIELD_NUMBER) if one not in based or held.get(one, "") < quarter_of(at)]


def begin(connection: sqlite3.Connection, epoch_key: Mapping[int, bytes], at: datetime) -> int:
    """Draw what is lacking; from the commit on, new entries stand under the new keys. Returns for how many fields."""
    fields = lacking(connection, at)
    based = {
        field for (field,) in connection.execute("SELECT field FROM index_key WHERE quarter = ?", (BASE,))
    }
    for field in fields:
        if field not in based:
            add_base_key(connection, epoch_key, field, at)
        # Two keys in one: AES-256-SIV takes 64 bytes.
        write_index_key(connection, epoch_key, (field, quarter_of(at)), new_key() + new_key(), at)
    return len(fields)


def is_behind(connection: sqlite3.Connection) -> bool:
    """Whether any entry stands under an older key than its field's newest."""
    held = _newest(connection)
    return any(
        connection.execute(_OLDER, (FIELD_NUMBER[field], number_of(quarter), 1)).fetchone() is not None
        for field, quarter in held.items()
    )


def _newest(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(
        connection.execute(
            "SELECT field, max(quarter) FROM index_key WHERE quarter <> ? GROUP BY field", (BASE,)
        )
    )


def rebuild(connection: sqlite3.Connection, epoch_key: Mapping[int, bytes], most: int) -> int:
    """Put the next `most` entries under their field's newest key; 0 when all stand there."""
    done = 0
    for field in sorted(FIELD_NUMBER):
        if done < most:
            done += _rebuild_field(connection, field_keys(connection, epoch_key, field), most - done)
    return done


def _rebuild_field(connection: sqlite3.Connection, keys: FieldKeys, most: int) -> int:
    newest = keys.quarters[0][0] if keys.quarters else BARE
    found = connection.execute(_OLDER, (FIELD_NUMBER[keys.field], newest, most)).fetchall()
    for form, target, subject, field, claimed, quarter in found:
        _, anew = keys.forms(keys.inner_of(quarter, bytes(form)))[0]
        connection.execute("DELETE FROM blind_index WHERE digest = ? AND target = ?", (form, target))
        connection.execute(PUT_IN, (anew, target, subject, field, claimed, newest))
    return len(found)


def over(connection: sqlite3.Connection, at: datetime) -> list[tuple[str, str]]:
    """(field, quarter) of the keys whose successor is old enough, whatever still stands under them."""
    births = dict(_born(connection))
    newest = _newest(connection)
    return [
        (field, quarter)
        for field, quarter in births
        if quarter != newest[field] and births[field, newest[field]] + GRACE <= at
    ]


def destroy_over(connection: sqlite3.Connection, at: datetime) -> list[tuple[str, str]]:
    """Destroy the keys that are over; raises NotServing, destroying none, while an entry stands under one."""
    ended = over(connection, at)
    for field, quarter in ended:
        if entries := _entries(connection, field, number_of(quarter)):
            raise NotServing(
                f"{entries} entries of {field} still stand under the index key of {quarter}: "
                "put them under the new one first (giuloi keys rotate)"
            )
    connection.executemany("DELETE FROM index_key WHERE field = ? AND quarter = ?", ended)
    return ended


def quarters(connection: sqlite3.Connection) -> list[Quarter]:
    """Every living key of the index but the base keys, by field, the oldest first."""
    return [
        Quarter(field, quarter, born, _entries(connection, field, number_of(quarter)))
        for (field, quarter), born in _born(connection)
    ]


def _born(connection: sqlite3.Connection) -> list[tuple[tuple[str, str], datetime]]:
    found = connection.execute(
        "SELECT field, quarter, created_at FROM index_key WHERE quarter <> ? AND created_at <> '' "
        "ORDER BY field, quarter",
        (BASE,),
    )
    return [((field, quarter), datetime.fromisoformat(born)) for field, quarter, born in found]


def _entries(connection: sqlite3.Connection, field: str, quarter: int) -> int:
    place = (FIELD_NUMBER[field], quarter)
    found = connection.execute("SELECT count(*) FROM blind_index WHERE field = ? AND quarter = ?", place)
    return int(found.fetchone()[0])


_OLDER = """
SELECT digest, target, subject, field, claimed, quarter FROM blind_index
WHERE field = ? AND quarter < ? LIMIT ?
"""
