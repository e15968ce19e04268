"""Keys for what has to stay readable for some days and belongs to nobody's vault: what partners call the things that
they are still to erase, when the person is gone already (VI.2).

Such a key hangs under the newest epoch key like a data key, so that rotation and backups treat it alike: what was
sealed under it is unreadable in every backup when its epoch is. `owner` is an erasure's id, never a person's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime

from giuloi.core.crypto.primitives import NONCE, Aead, joined
from giuloi.core.terms import RetentionClass
from giuloi.records.keyring.changing import Changing
from giuloi.records.keyring.data_keys import CLASS_NUMBER, create, missing, newest
from giuloi.records.keyring.erasing import erased_since

KLASS = RetentionClass.CARE
NUMBER = CLASS_NUMBER[KLASS]


def seal(connection: sqlite3.Connection, epochs: Mapping[int, bytes], owner: int, text: bytes) -> bytes:
    """`text` under the owner's key, which must be there (`create_keys`)."""
    _, key = newest(connection, epochs, [(owner, NUMBER)])[owner, NUMBER]
    return Aead(key).seal(text, joined("giuloi/v1/passing", owner))


def unseal(
    connection: sqlite3.Connection, epochs: Mapping[int, bytes], owner: int, sealed: bytes
) -> bytes | None:
    """The text again; None once the key is destroyed. Raises Undecryptable for what was altered."""
    found = newest(connection, epochs, [(owner, NUMBER)]).get((owner, NUMBER))
    if found is None:
        return None
    return Aead(found[1]).open(sealed[:NONCE], sealed[NONCE:], joined("giuloi/v1/passing", owner))


def end(connection: sqlite3.Connection, owners: Iterable[int]) -> None:
    """Destroy these owners' keys."""
    connection.executemany("DELETE FROM data_key WHERE subject = ?", [(owner,) for owner in owners])


def newest_epoch(connection: sqlite3.Connection) -> int:
    """The number of the newest epoch: whatever was wrapped until now hangs under it, or under an older one."""
    return int(connection.execute("SELECT coalesce(max(number), 0) FROM epoch").fetchone()[0])


def alive(connection: sqlite3.Connection, number: int) -> bool:
    """Whether this epoch, or an older one, still has its key."""
    return connection.execute("SELECT 1 FROM epoch WHERE number <= ?", (number,)).fetchone() is not None


class PassingKeys(Changing):
    """What the key store's interface (keyring.py) offers of this, and of the life of epochs."""

    def newest_epoch(self) -> int:
        """The number of the newest epoch key: all that was ever wrapped hangs under it or an older one."""
        with self._reading() as connection:
            return newest_epoch(connection)

    def epochs_alive(self, number: int) -> bool:
        """Whether an epoch key up to this number is still there: until none is, a backup may open what it wrapped."""
        with self._reading() as connection:
            return alive(connection, number)

    def erased_since(self, subjects: Iterable[int], klass: RetentionClass) -> dict[int, datetime]:
        """subject → since when the whole of this class is erased, for terms that count from then."""
        with self._reading() as connection:
            return erased_since(connection, subjects, CLASS_NUMBER[klass])

    def seal_passing(self, owner: int, text: bytes, at: datetime) -> bytes:
        """Seal what must outlive a person's keys by some days, under a key of its own (passing.py)."""
        with self._changing() as connection:
            if (owner, NUMBER) in missing(connection, [(owner, NUMBER)]):
                create(connection, self._epochs, [(owner, NUMBER)])
        with self._reading() as connection:
            return seal(connection, self._epochs, owner, text)

    def open_passing(self, owner: int, sealed: bytes) -> bytes | None:
        """What was sealed so; None once its key is destroyed."""
        with self._reading() as connection:
            return unseal(connection, self._epochs, owner, sealed)

    def end_passing(self, owners: Iterable[int]) -> None:
        """Destroy the keys of what has passed."""
        with self._changing() as connection:
            end(connection, owners)
