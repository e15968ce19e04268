"""The only way a data key leaves the key store: with a permit that names a durable pending use.

The last check happens here, after the ledger's commit: a withdrawal, restriction or erasure that was
acknowledged meanwhile is already in this store, so it wins even where the data database read an older
snapshot (PostgreSQL's READ COMMITTED alone would let a reveal look before and open after).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from giuloi.core.crypto.keys import unwrap
from giuloi.core.terms import RetentionClass
from giuloi.records.keyring.allowances import NOBODY, Reader
from giuloi.records.keyring.data_keys import CLASS_NUMBER
from giuloi.records.keyring.standing import ConsentKey

KeyPlace = tuple[int, RetentionClass, int]  # (subject, class, version): which data key


@dataclass(frozen=True, slots=True)
class Permit:
    """Leave to open these keys: `use` is the id of the committed pending use that stands for it.

    `states` are those the decision knew of and allowed for; `consents` are the consents it rests on. Both
    hold for everybody in `places`.
    """

    use: bytes
    places: tuple[KeyPlace, ...]
    states: int
    consents: tuple[ConsentKey, ...]
    reader: Reader = NOBODY


class Blocked(StrEnum):
    """Why a permitted opening did not happen after all."""

    ERASED = "erased"
    RESTRICTED = "restricted"
    WITHDRAWN = "withdrawn"
    MISSING = "missing"  # no key, and nobody erased it: the key store does not fit the data


@dataclass(frozen=True, slots=True)
class OpenKey:
    """A data key in the clear. Its repr does not show it."""

    key: bytes

    def __repr__(self) -> str:
        return "OpenKey(…)"


_FIND = """
SELECT k.epoch, k.wrapped, t.subject IS NOT NULL, coalesce(r.states, 0)
FROM json_each(?) j
LEFT JOIN data_key k ON k.subject = j.value ->> 0 AND k.class = j.value ->> 1 AND k.version = j.value ->> 2
LEFT JOIN tombstone t ON t.subject = j.value ->> 0
LEFT JOIN restriction r ON r.subject = j.value ->> 0
ORDER BY j.key
"""
_WITHDRAWN = """
SELECT subject FROM withdrawal WHERE purpose = ? AND channel = ? AND recipient = ?
AND subject IN (SELECT value FROM json_each(?))
"""


def open_permits(
    connection: sqlite3.Connection, epoch_key: Mapping[int, bytes], permits: Sequence[Permit]
) -> dict[KeyPlace, OpenKey | Blocked]:
    """The key at each place of each permit, or why not. One snapshot: all of it is current, or none."""
    answers: dict[KeyPlace, OpenKey | Blocked] = {}
    for permit in permits:
        withdrawn = _withdrawn(connection, permit)
        numbers = [(subject, CLASS_NUMBER[klass], version) for subject, klass, version in permit.places]
        found = connection.execute(_FIND, (json.dumps(numbers),))
        for place, number, row in zip(permit.places, numbers, found, strict=True):
            shut = _shut(row, permit.states, place[0] in withdrawn)
            if isinstance(answers.get(place), Blocked):
                continue  # asked for twice on different grounds: a no to either is a no
            answers[place] = shut or OpenKey(unwrap(epoch_key[row[0]], row[1], ("data", *number, row[0])))
    return answers


def _shut(
    row: tuple[int | None, bytes | None, int, int], known_states: int, withdrawn: bool
) -> Blocked | None:
    epoch, wrapped, erased, states = row
    if erased:
        return Blocked.ERASED
    if epoch is None or wrapped is None:
        return Blocked.MISSING
    if states & ~known_states:
        return Blocked.RESTRICTED
    return Blocked.WITHDRAWN if withdrawn else None


def _withdrawn(connection: sqlite3.Connection, permit: Permit) -> set[int]:
    """Whose consent, one of those the permit rests on, stands withdrawn."""
    subjects = json.dumps([subject for subject, _, _ in permit.places])
    return {
        int(row[0])
        for consent in permit.consents
        for row in connection.execute(_WITHDRAWN, (*consent, subjects))
    }
