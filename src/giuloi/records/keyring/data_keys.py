"""Data keys D_{subject, class, version} and ledger keys L_subject: random, independent, one for each part.

Per class, so that a part (care history gone, invoice kept) is erased by destroying one key. The subject's
ledger key hangs under its `legal` data key: while anything is kept by law, the ledger can still be read.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from giuloi.core.crypto.keys import new_key, unwrap, wrap
from giuloi.core.crypto.primitives import undecryptable
from giuloi.core.terms import RetentionClass
from giuloi.records.keyring.epochs import current_epoch

CLASS_NUMBER: Mapping[RetentionClass, int] = {  # stored in the file: never renumber
    RetentionClass.CONTACT: 0,
    RetentionClass.ORDER: 1,
    RetentionClass.CARE: 2,
    RetentionClass.LEGAL: 3,
}
LEGAL = CLASS_NUMBER[RetentionClass.LEGAL]
FIRST_VERSION = 1

Wanted = tuple[int, int]  # (subject, class number)


def missing(connection: sqlite3.Connection, wanted: Iterable[Wanted]) -> list[Wanted]:
    """Those of `wanted` that have no data key yet; nobody erased is among them."""
    found = connection.execute(
        "SELECT j.value ->> 0, j.value ->> 1 FROM json_each(?) j WHERE NOT EXISTS ("
        "SELECT 1 FROM data_key k WHERE k.subject = j.value ->> 0 AND k.class = j.value ->> 1) "
        "AND NOT EXISTS (SELECT 1 FROM tombstone t WHERE t.subject = j.value ->> 0)",
        (json.dumps(sorted(set(wanted))),),
    )
    return [(int(subject), int(klass)) for subject, klass in found]


def create(connection: sqlite3.Connection, epoch_key: Mapping[int, bytes], wanted: Sequence[Wanted]) -> None:
    """Draw and store a first data key for each of `wanted`, and a ledger key under each `legal` one."""
    drawn = _draw(connection, epoch_key, [(*place, FIRST_VERSION) for place in wanted])
    ledgers = [
        (subject, wrap(key, new_key(), ("ledger", subject)))
        for (subject, klass, _), key in drawn.items()
        if klass == LEGAL
    ]
    connection.executemany("INSERT INTO ledger_key VALUES (?, ?)", ledgers)


def renew(connection: sqlite3.Connection, epoch_key: Mapping[int, bytes], wanted: Iterable[Wanted]) -> None:
    """Draw the next version for each of `wanted`: its newest key has sealed as many rows as it may.

    Not for the `legal` class: the ledger key hangs under its first version, and it never has many rows.
    """
    versions = [(*place, newest(connection, epoch_key, [place])[place][0] + 1) for place in wanted]
    _draw(connection, epoch_key, versions)


def _draw(
    connection: sqlite3.Connection, epoch_key: Mapping[int, bytes], wanted: Sequence[tuple[int, int, int]]
) -> dict[tuple[int, int, int], bytes]:
    """A random key for each (subject, class, version), stored wrapped; returns them for what hangs under them."""
    wanted = _after_erased(connection, wanted)
    epoch = current_epoch(connection, len(wanted))
    keys = {place: new_key() for place in wanted}
    wrapped = [
        (*place, epoch, wrap(epoch_key[epoch], key, ("data", *place, epoch))) for place, key in keys.items()
    ]
    connection.executemany("INSERT INTO data_key VALUES (?, ?, ?, ?, ?)", wrapped)
    return keys


def _after_erased(
    connection: sqlite3.Connection, wanted: Sequence[tuple[int, int, int]]
) -> list[tuple[int, int, int]]:
    """The same, each with a version above every erased one: what a backup holds of those stays unreadable."""
    found = connection.execute(
        "SELECT p.subject, p.class, max(p.version) FROM json_each(?) j JOIN erased_part p "
        "ON p.subject = j.value ->> 0 AND p.class = j.value ->> 1 GROUP BY p.subject, p.class",
        (json.dumps([place[:2] for place in wanted]),),
    )
    gone = {(subject, klass): int(version) for subject, klass, version in found}
    return [
        (subject, klass, max(version, gone.get((subject, klass), 0) + 1))
        for subject, klass, version in wanted
    ]


def of_version(
    connection: sqlite3.Connection, epoch_key: Mapping[int, bytes], place: tuple[int, int, int]
) -> bytes:
    """The data key of one (subject, class, version); raises Undecryptable when it is gone."""
    found = connection.execute(
        "SELECT epoch, wrapped FROM data_key WHERE subject = ? AND class = ? AND version = ?", place
    ).fetchone()
    if found is None:
        raise undecryptable()
    return unwrap(epoch_key[found[0]], found[1], ("data", *place, found[0]))


def newest_versions(connection: sqlite3.Connection, wanted: Iterable[Wanted]) -> dict[Wanted, int]:
    """The version of the newest data key of each of `wanted` that has one."""
    found = connection.execute(
        "SELECT k.subject, k.class, max(k.version) FROM json_each(?) j JOIN data_key k "
        "ON k.subject = j.value ->> 0 AND k.class = j.value ->> 1 GROUP BY k.subject, k.class",
        (json.dumps(sorted(set(wanted))),),
    )
    return {(subject, klass): int(version) for subject, klass, version in found}


def newest(
    connection: sqlite3.Connection, epoch_key: Mapping[int, bytes], wanted: Iterable[Wanted]
) -> dict[Wanted, tuple[int, bytes]]:
    """(version, key) of the newest data key of each of `wanted` that has one; the rest are absent."""
    found = connection.execute(
        "SELECT k.subject, k.class, max(k.version), k.epoch, k.wrapped FROM json_each(?) j "
        "JOIN data_key k ON k.subject = j.value ->> 0 AND k.class = j.value ->> 1 "
        "GROUP BY k.subject, k.class",
        (json.dumps(sorted(set(wanted))),),
    )
    return {
        (subject, klass): (
            version,
            unwrap(epoch_key[epoch], wrapped, ("data", subject, klass, version, epoch)),
        )
        for subject, klass, version, epoch, wrapped in found
    }


def ledger_keys(
    connection: sqlite3.Connection, epoch_key: Mapping[int, bytes], subjects: Iterable[int]
) -> dict[int, bytes]:
    """L_s of each subject that still has one; a subject whose `legal` key is destroyed is absent."""
    wanted = sorted(set(subjects))
    above = newest(connection, epoch_key, [(subject, LEGAL) for subject in wanted])
    found = connection.execute(
        "SELECT subject, wrapped FROM ledger_key WHERE subject IN (SELECT value FROM json_each(?))",
        (json.dumps(wanted),),
    )
    keys = {}
    for subject, wrapped in found:
        if (subject, LEGAL) not in above:
            raise undecryptable()
        keys[subject] = unwrap(above[subject, LEGAL][1], wrapped, ("ledger", subject))
    return keys
