"""Marks of "never contact me again", and who is meant: kept here too, where no restored data takes them back.

A mark is a keyed digest of an address (records/do_not_contact.py) and outlives the person; who is meant goes with them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from giuloi.records.keyring.standing import serial

Mark = tuple[bytes, str]  # (digest, channel; "" for every one)
Meant = tuple[int, str]  # (subject, channel)


def write_marks(connection: sqlite3.Connection, marks: Iterable[Mark], at: datetime) -> None:
    """Noted before the data knows; the first moment stays."""
    stamp = (serial(connection), at.isoformat())
    connection.executemany(
        "INSERT OR IGNORE INTO never VALUES (?, ?, ?, ?)", [(*mark, *stamp) for mark in marks]
    )


def write_meant(connection: sqlite3.Connection, people: Iterable[Meant]) -> None:
    """These are meant by a mark; nobody erased is noted."""
    connection.executemany(
        "INSERT OR IGNORE INTO never_meant SELECT ?1, ?2 "
        "WHERE NOT EXISTS (SELECT 1 FROM tombstone WHERE subject = ?1)",
        list(people),
    )


def marks(connection: sqlite3.Connection) -> list[tuple[bytes, str, str]]:
    """(digest, channel, when) of every mark."""
    return [
        (bytes(mark), channel, at)
        for mark, channel, at in connection.execute("SELECT mark, channel, at FROM never")
    ]


def meant(connection: sqlite3.Connection) -> set[Meant]:
    """Everybody known to be meant."""
    return {(int(subject), channel) for subject, channel in connection.execute("SELECT * FROM never_meant")}
