"""Taking keys out for good: of a person, of one retention class of theirs, or of single records (IV.1, VI.2).

What was erased is noted here, where no restored copy of the data reaches: a tombstone for a person, a line of
`erased_part` for less. Keys and note change in one transaction, and `secure_delete` overwrites the bytes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.terms import RetentionClass
from giuloi.records.keyring.data_keys import CLASS_NUMBER, LEGAL
from giuloi.records.keyring.standing import serial

WHOLE_CLASS = -1  # in place of a record: everything of that class, up to the key version that was destroyed
_OF = "subject IN (SELECT value FROM json_each(?))"
_GONE_WITH_PEOPLE = (
    *("data_key", "ledger_key", "blind_index", "restriction", "withdrawal", "never_meant"),
    *("erased_part", "renewed"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what is held of somebody: one class, or (with `record`) one record of it.

    Of a single record the key lives on, for others are sealed under it: its row goes, and the note here takes it
    away again from a restored copy, until the key is renewed (docs/adr/0017-what-a-backup-still-opens.md).
    """

    subject: int
    klass: RetentionClass
    record: int | None = None


def erase_people(connection: sqlite3.Connection, subjects: Sequence[int], at: datetime) -> None:
    """Tombstones in; every key, index, withdrawal and restriction of theirs out."""
    known = json.dumps(sorted(set(subjects)))
    connection.execute(
        "INSERT OR IGNORE INTO tombstone SELECT value, ?, ? FROM json_each(?)",
        (serial(connection), at.isoformat(), known),
    )
    for table in _GONE_WITH_PEOPLE:
        connection.execute(f"DELETE FROM {table} WHERE {_OF}", (known,))  # noqa: S608  constants of this file


def erase_parts(connection: sqlite3.Connection, parts: Iterable[Part], at: datetime) -> None:
    """Note these parts as erased; where it is a whole class, destroy its keys. `legal` takes the ledger key along."""
    noted = [
        (one.subject, CLASS_NUMBER[one.klass], WHOLE_CLASS if one.record is None else one.record)
        for one in parts
    ]
    classes = [(subject, klass) for subject, klass, record in noted if record == WHOLE_CLASS]
    stamp = (serial(connection), at.isoformat())
    connection.executemany(_NOTE, [(*one, one[0], one[1], *stamp) for one in noted])
    connection.executemany("DELETE FROM data_key WHERE subject = ? AND class = ?", classes)
    connection.executemany("DELETE FROM renewed WHERE subject = ? AND class = ?", classes)
    connection.executemany(
        "DELETE FROM ledger_key WHERE subject = ?",
        [(subject,) for subject, klass in classes if klass == LEGAL],
    )


def unindex_people(connection: sqlite3.Connection, subjects: Sequence[int]) -> None:
    """Nothing leads to these people any longer, though a part of what is held of them stays."""
    connection.execute(f"DELETE FROM blind_index WHERE {_OF}", (json.dumps(sorted(set(subjects))),))  # noqa: S608


_NOTE = """
INSERT INTO erased_part (subject, class, record, version, serial, at)
SELECT ?, ?, ?, coalesce((SELECT max(version) FROM data_key WHERE subject = ? AND class = ?), 0), ?, ?
WHERE true
ON CONFLICT (subject, class, record) DO UPDATE
SET version = max(version, excluded.version), serial = excluded.serial, at = excluded.at
"""


def erased(connection: sqlite3.Connection, subjects: Iterable[int]) -> set[int]:
    """Those of `subjects` that have a tombstone."""
    found = connection.execute(
        f"SELECT subject FROM tombstone WHERE {_OF}",  # noqa: S608
        (json.dumps(sorted(set(subjects))),),
    )
    return {int(row[0]) for row in found}


def erased_ever(connection: sqlite3.Connection) -> int:
    """How many people were erased since the key store was made."""
    return int(connection.execute("SELECT count(*) FROM tombstone").fetchone()[0])


def tombstones(connection: sqlite3.Connection) -> Iterator[int]:
    """Everybody who was erased, to be erased again from restored data."""
    for (subject,) in connection.execute("SELECT subject FROM tombstone ORDER BY subject"):
        yield int(subject)


def erased_parts(connection: sqlite3.Connection) -> Iterator[tuple[int, int, int, int]]:
    """(subject, class number, record or WHOLE_CLASS, version) of every part, to be erased again from restored data."""
    yield from connection.execute("SELECT subject, class, record, version FROM erased_part ORDER BY subject")


def erased_since(connection: sqlite3.Connection, subjects: Iterable[int], klass: int) -> dict[int, datetime]:
    """subject → since when the whole of this class is erased; of whom it is not is absent."""
    found = connection.execute(
        f"SELECT subject, at FROM erased_part WHERE class = ? AND record = ? AND {_OF}",  # noqa: S608
        (klass, WHOLE_CLASS, json.dumps(sorted(set(subjects)))),
    )
    return {int(subject): datetime.fromisoformat(at) for subject, at in found}
