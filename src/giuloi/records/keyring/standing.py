"""What must never be rolled back with the data: tombstones, restrictions, withdrawals, and a serial of all changes.

They are written here first and acknowledged afterwards, so the last check before a key is opened sees them
whatever the data database believes. The newest serial is also kept beside the root key: an old copy of this
store is noticed at the next start.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime

ConsentKey = tuple[str, str, str]  # (purpose, channel, recipient)


def next_serial(connection: sqlite3.Connection) -> int:
    """Count one more transaction that must survive; joins the caller's transaction."""
    return int(
        connection.execute(
            "INSERT INTO meta (name, value) VALUES ('serial', 1) "
            "ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value"
        ).fetchone()[0]
    )


def serial(connection: sqlite3.Connection) -> int:
    """The newest serial, 0 in a new store."""
    found = connection.execute("SELECT value FROM meta WHERE name = 'serial'").fetchone()
    return int(found[0]) if found else 0


def write_withdrawal(connection: sqlite3.Connection, subject: int, key: ConsentKey, at: datetime) -> None:
    """From the commit on, nothing is opened for `key`."""
    connection.execute(
        "INSERT OR REPLACE INTO withdrawal VALUES (?, ?, ?, ?, ?, ?)",
        (subject, *key, serial(connection), at.isoformat()),
    )


def lift_withdrawal(connection: sqlite3.Connection, subject: int, key: ConsentKey) -> None:
    """A new consent was given: the old withdrawal no longer stands in its way."""
    connection.execute(
        "DELETE FROM withdrawal WHERE subject = ? AND purpose = ? AND channel = ? AND recipient = ?",
        (subject, *key),
    )


def write_restriction(connection: sqlite3.Connection, subject: int, states: int, at: datetime) -> None:
    """Freeze, restrict or (with 0) release a subject."""
    if states:
        connection.execute(
            "INSERT OR REPLACE INTO restriction VALUES (?, ?, ?, ?)",
            (subject, states, serial(connection), at.isoformat()),
        )
    else:
        connection.execute("DELETE FROM restriction WHERE subject = ?", (subject,))


def withdrawals(connection: sqlite3.Connection) -> Iterator[tuple[int, str, str, str]]:
    """(subject, purpose, channel, recipient) of every standing withdrawal, to replay into restored data."""
    yield from connection.execute("SELECT subject, purpose, channel, recipient FROM withdrawal")


def withdrawals_of(connection: sqlite3.Connection, subject: int) -> set[ConsentKey]:
    """The standing withdrawals of one subject."""
    return set(
        connection.execute("SELECT purpose, channel, recipient FROM withdrawal WHERE subject = ?", (subject,))
    )


def restrictions(connection: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """(subject, states) of every standing restriction, to replay into restored data."""
    yield from connection.execute("SELECT subject, states FROM restriction")


def stands(connection: sqlite3.Connection, subject: int, key: ConsentKey) -> bool:
    """Whether nothing stands against what rests on this consent: no withdrawal, no restriction, no erasure."""
    return connection.execute(_AGAINST, (subject, *key)).fetchone() is None


_AGAINST = """
SELECT 1 FROM withdrawal WHERE subject = ?1 AND purpose = ?2 AND channel = ?3 AND recipient = ?4
UNION ALL SELECT 1 FROM restriction WHERE subject = ?1
UNION ALL SELECT 1 FROM tombstone WHERE subject = ?1
LIMIT 1
"""
