"""Honey records: which customers and which machines' keys are invented. Only this store knows, and only sealed.

In every table they are rows like others. A row here is 41 bytes of ciphertext: without the root key a thief of this
very file learns how many there are and nothing else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from enum import IntEnum
from functools import lru_cache

from giuloi.core.crypto.primitives import NONCE, Aead, joined

SECRET = "honey"  # noqa: S105  the name of the key that seals them


class Trap(IntEnum):
    """What the number is of."""

    SUBJECT = 1
    API_KEY = 2


def write(connection: sqlite3.Connection, secret: bytes, trap: Trap, number: int, at: datetime) -> None:
    """One more, durable with the caller's transaction."""
    sealed = Aead(secret).seal(bytes([trap]) + number.to_bytes(8, "big", signed=True), _PLACE)
    connection.execute("INSERT INTO trap VALUES (?, ?)", (sealed, at.isoformat()))


def remove(connection: sqlite3.Connection, secret: bytes, trap: Trap, number: int) -> bool:
    """It is none any more; False when it was none."""
    found = [sealed for sealed in _rows(connection) if _opened(secret, sealed) == (trap, number)]
    connection.executemany("DELETE FROM trap WHERE sealed = ?", [(one,) for one in found])
    return bool(found)


def every(connection: sqlite3.Connection, secret: bytes, trap: Trap) -> frozenset[int]:
    """The numbers of all of this kind."""
    opened = (_opened(secret, sealed) for sealed in _rows(connection))
    return frozenset(number for kind, number in opened if kind == trap)


def among(connection: sqlite3.Connection, secret: bytes, numbers: Iterable[int]) -> frozenset[int]:
    """Those of these subjects that are traps."""
    return every(connection, secret, Trap.SUBJECT) & set(numbers)


def _rows(connection: sqlite3.Connection) -> list[bytes]:
    return [bytes(sealed) for (sealed,) in connection.execute("SELECT sealed FROM trap")]


@lru_cache(maxsize=4096)
def _opened(secret: bytes, sealed: bytes) -> tuple[int, int]:
    """(kind, number). Kept in memory: every hand-out asks, and a row never changes."""
    plain = Aead(secret).open(sealed[:NONCE], sealed[NONCE:], _PLACE)
    return plain[0], int.from_bytes(plain[1:], "big", signed=True)


_PLACE = joined("giuloi/v1/trap")
