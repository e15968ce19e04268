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
from giuloi.records.keyring.data_keys import CLASS_NUMBER
from giuloi.records.keyring.standing import ConsentKey


@dataclass(frozen=True, slots=True)
class Permit:
    """One opening: `use` is the id of the committed pending use that stands for it.

    `states` are those the decision knew of and allowed for; `consents` are the consents it rests on.
    """

    use: bytes
    subject: int
    klass: RetentionClass
    version: int
    states: int
    consents: tuple[ConsentKey, ...]


class Blocked(StrEnum):
    """Why a permitted opening did not happen after all."""

    ERASED = "erased"
    RESTRICTED = "restricted"
    WITHDRAWN = "withdrawn"


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
) -> list[OpenKey | Blocked]:
    """The key of each permit, or why not, in the same order. One snapshot: all or nothing is current."""
    withdrawn = _withdrawn(connection, permits)
    places = [(p.subject, CLASS_NUMBER[p.klass], p.version) for p in permits]
    found = connection.execute(_FIND, (json.dumps(places),))
    return [
        _open(
            permit,
            place,
            row,
            epoch_key,
            any((permit.subject, consent) in withdrawn for consent in permit.consents),
        )
        for permit, place, row in zip(permits, places, found, strict=True)
    ]


def _open(
    permit: Permit,
    place: tuple[int, int, int],
    row: tuple[int | None, bytes | None, int, int],
    epoch_key: Mapping[int, bytes],
    withdrawn: bool,
) -> OpenKey | Blocked:
    epoch, wrapped, erased, states = row
    if erased or epoch is None or wrapped is None:
        return Blocked.ERASED
    if states & ~permit.states:
        return Blocked.RESTRICTED
    if withdrawn:
        return Blocked.WITHDRAWN
    return OpenKey(unwrap(epoch_key[epoch], wrapped, ("data", *place, epoch)))


def _withdrawn(connection: sqlite3.Connection, permits: Sequence[Permit]) -> set[tuple[int, ConsentKey]]:
    """(subject, consent) of every consent that a permit rests on and that stands withdrawn."""
    by_consent: dict[ConsentKey, list[int]] = {}
    for permit in permits:
        for consent in permit.consents:
            by_consent.setdefault(consent, []).append(permit.subject)
    return {
        (int(row[0]), consent)
        for consent, subjects in by_consent.items()
        for row in connection.execute(_WITHDRAWN, (*consent, json.dumps(subjects)))
    }
