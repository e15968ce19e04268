"""Blind indexes: how a person is found by phone, e-mail or source id without any of them being stored.

They live in the key store, so that a dump of the data database answers no "is this number a customer?", and
so that key and index vanish in one transaction. Under which keys they stand: index_keys.py.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from giuloi.records.keyring.index_keys import FIELD_NUMBER, FieldKeys

PUT_IN = """
INSERT INTO blind_index (digest, target, subject, field, claimed, quarter) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (digest, target) DO UPDATE
SET claimed = max(claimed, excluded.claimed), subject = excluded.subject
"""


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


def add_entries(
    connection: sqlite3.Connection,
    keys: Mapping[str, FieldKeys],
    entries: Iterable[Entry],
    *,
    instead: bool = False,
) -> None:
    """Store these entries under each field's newest key; raises Taken if another target holds a claim.

    `instead`: earlier values of the same fields no longer lead to these targets (a phone that changed).
    """
    for entry in entries:
        forms = keys[entry.field].forms_of(entry.normalised)
        if entry.claimed:
            _refuse_taken(connection, entry, (form for _, form in forms))
        if instead:
            _take_out(connection, entry)
        connection.execute(
            PUT_IN,
            (
                forms[0][1],
                entry.target,
                entry.subject,
                FIELD_NUMBER[entry.field],
                int(entry.claimed),
                forms[0][0],
            ),
        )


def _take_out(connection: sqlite3.Connection, entry: Entry) -> None:
    connection.execute(
        "DELETE FROM blind_index WHERE subject = ? AND target = ? AND field = ?",
        (entry.subject, entry.target, FIELD_NUMBER[entry.field]),
    )


def leading(connection: sqlite3.Connection, keys: FieldKeys, entry: Entry) -> tuple[bytes, frozenset[bytes]]:
    """(the digest this entry stands under when it is added, every digest of its field that leads to it now).

    All of them as the newest quarter writes them, whichever an entry still stands in: so they compare.
    """
    found = connection.execute(
        "SELECT quarter, digest FROM blind_index WHERE subject = ? AND target = ? AND field = ?",
        (entry.subject, entry.target, FIELD_NUMBER[entry.field]),
    )
    before = (keys.forms(keys.inner_of(quarter, bytes(form)))[0][1] for quarter, form in found)
    return keys.forms_of(entry.normalised)[0][1], frozenset(before)


def take_out_only(
    connection: sqlite3.Connection, keys: Iterable[FieldKeys], target: int, digests: Iterable[bytes]
) -> None:
    """These digests no longer lead to this target, in whichever quarter they were given or stand now."""
    known = list(keys)
    every = {form for given in digests for one in known for form in one.same(given)}
    connection.executemany(
        "DELETE FROM blind_index WHERE digest = ? AND target = ?", [(form, target) for form in every]
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
    keys: FieldKeys,
    normalised: str,
    *,
    claimed: bool = False,
) -> list[int]:
    """Every target this value of this field leads to, under any live index key; or only claimed ones."""
    targets: list[int] = []
    for _, form in keys.forms_of(normalised):
        found = connection.execute(
            "SELECT target FROM blind_index WHERE digest = ? AND claimed >= ? ORDER BY target",
            (form, int(claimed)),
        )
        targets += [int(row[0]) for row in found if int(row[0]) not in targets]
    return targets
