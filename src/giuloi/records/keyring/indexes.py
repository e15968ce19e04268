"""Blind indexes: how a person is found by phone, e-mail or source id without any of them being stored.

They live in the key store, so that a dump of the data database answers no "is this number a customer?", and
so that key and index vanish in one transaction. The index key of each field and quarter is random.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.crypto.blind_index import digest
from giuloi.core.crypto.keys import new_key, unwrap, wrap
from giuloi.records.keyring.epochs import current_epoch

FIELD_NUMBER = {"phone": 0, "email": 1, "source": 2}  # stored in the file: never renumber


@dataclass(frozen=True, slots=True)
class Entry:
    """One value to be found again, normalised by norm_v1. `target` is what it leads to: a subject or order.

    `claimed` makes it exclusive: no second target may claim the same value of the same field.
    """

    field: str
    normalised: str
    subject: int
    target: int
    claimed: bool = False


class Taken(Exception):
    """Another target holds this claim; `target` is whose. Caught inside records and promises, never shown."""

    def __init__(self, field: str, target: int) -> None:
        super().__init__(f"another holds this {field}")
        self.field, self.target = field, target


def index_keys(
    connection: sqlite3.Connection, epoch_key: Mapping[int, bytes], field: str
) -> list[tuple[str, bytes]]:
    """(quarter, key) of every live index key of a field, newest first."""
    found = connection.execute(
        "SELECT quarter, epoch, wrapped FROM index_key WHERE field = ? ORDER BY quarter DESC", (field,)
    )
    return [
        (quarter, unwrap(epoch_key[epoch], wrapped, ("index", field, quarter, epoch)))
        for quarter, epoch, wrapped in found
    ]


def add_index_key(
    connection: sqlite3.Connection,
    epoch_key: Mapping[int, bytes],
    field: str,
    at: datetime,
) -> None:
    """Draw the index key of a field for the quarter of `at`."""
    epoch = current_epoch(connection, 1)
    quarter = f"{at.year}Q{(at.month + 2) // 3}"
    wrapped = wrap(epoch_key[epoch], new_key(), ("index", field, quarter, epoch))
    connection.execute("INSERT INTO index_key VALUES (?, ?, ?, ?)", (field, quarter, epoch, wrapped))


def add_entries(
    connection: sqlite3.Connection,
    keys: Mapping[str, Sequence[tuple[str, bytes]]],
    entries: Iterable[Entry],
    *,
    instead: bool = False,
) -> None:
    """Store these entries under each field's newest key; raises Taken if another target holds a claim.

    `instead`: earlier values of the same fields no longer lead to these targets (a phone that changed).
    """
    for entry in entries:
        digests = [digest(key, entry.field, entry.normalised) for _, key in keys[entry.field]]
        if entry.claimed:
            _refuse_taken(connection, entry, digests)
        if instead:
            _take_out(connection, entry)
        connection.execute(
            "INSERT INTO blind_index (digest, target, subject, field, claimed) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (digest, target) DO UPDATE "
            "SET claimed = max(claimed, excluded.claimed), subject = excluded.subject",
            (digests[0], entry.target, entry.subject, FIELD_NUMBER[entry.field], int(entry.claimed)),
        )


def _take_out(connection: sqlite3.Connection, entry: Entry) -> None:
    connection.execute(
        "DELETE FROM blind_index WHERE subject = ? AND target = ? AND field = ?",
        (entry.subject, entry.target, FIELD_NUMBER[entry.field]),
    )


def leading(
    connection: sqlite3.Connection, keys: Sequence[tuple[str, bytes]], entry: Entry
) -> tuple[bytes, frozenset[bytes]]:
    """(the digest this entry stands under when it is added, every digest of its field that leads to it now)."""
    found = connection.execute(
        "SELECT digest FROM blind_index WHERE subject = ? AND target = ? AND field = ?",
        (entry.subject, entry.target, FIELD_NUMBER[entry.field]),
    )
    return digest(keys[0][1], entry.field, entry.normalised), frozenset(bytes(row[0]) for row in found)


def take_out_only(connection: sqlite3.Connection, target: int, digests: Iterable[bytes]) -> None:
    """These digests no longer lead to this target."""
    connection.executemany(
        "DELETE FROM blind_index WHERE digest = ? AND target = ?", [(one, target) for one in digests]
    )


def _refuse_taken(connection: sqlite3.Connection, entry: Entry, digests: Iterable[bytes]) -> None:
    for found in digests:
        holder = connection.execute(
            "SELECT target FROM blind_index WHERE digest = ? AND claimed = 1 AND target <> ?",
            (found, entry.target),
        ).fetchone()
        if holder is not None:
            raise Taken(entry.field, int(holder[0]))


def find_targets(
    connection: sqlite3.Connection,
    keys: Sequence[tuple[str, bytes]],
    field: str,
    normalised: str,
    *,
    claimed: bool = False,
) -> list[int]:
    """Every target this value of this field leads to, under any live index key; or only claimed ones."""
    targets: list[int] = []
    for _, key in keys:
        found = connection.execute(
            "SELECT target FROM blind_index WHERE digest = ? AND claimed >= ? ORDER BY target",
            (digest(key, field, normalised), int(claimed)),
        )
        targets += [int(row[0]) for row in found if int(row[0]) not in targets]
    return targets
