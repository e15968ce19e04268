"""Epoch keys E_n: each wraps the data keys of its days, and is itself stored only wrapped by the root key.

Destroying an epoch key makes every copy of what it wrapped unreadable, in every backup and on every disk.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

from giuloi.core.crypto.keys import WRAPS_PER_EPOCH_KEY, new_key, unwrap, wrap
from giuloi.core.crypto.primitives import undecryptable
from giuloi.core.terms import NotServing, Undecryptable

Unwrapped = dict[int, bytes]


def add_epoch(connection: sqlite3.Connection, root: bytes, at: datetime) -> int:
    """Draw the next epoch key, wrapped by the root key; returns its number."""
    number = int(connection.execute("SELECT coalesce(max(number), 0) + 1 FROM epoch").fetchone()[0])
    wrapped = wrap(root, new_key(), ("epoch", number))
    connection.execute(
        "INSERT INTO epoch (number, wrapped, created_at) VALUES (?, ?, ?)", (number, wrapped, at.isoformat())
    )
    return number


def is_full(connection: sqlite3.Connection, wraps: int) -> bool:
    """Whether `wraps` more would pass the cap of the newest epoch key (2^28 wraps)."""
    used = connection.execute("SELECT wraps FROM epoch ORDER BY number DESC LIMIT 1").fetchone()[0]
    return bool(used + wraps > WRAPS_PER_EPOCH_KEY)


def current_epoch(connection: sqlite3.Connection, wraps: int) -> int:
    """The newest epoch, after counting `wraps` more under it."""
    return int(
        connection.execute(
            "UPDATE epoch SET wraps = wraps + ? "
            "WHERE number = (SELECT max(number) FROM epoch) RETURNING number",
            (wraps,),
        ).fetchone()[0]
    )


def unwrap_epoch(connection: sqlite3.Connection, root: bytes, number: int) -> bytes:
    """One epoch key; raises Undecryptable once it is destroyed, NotServing when the root key is another's."""
    found = connection.execute("SELECT wrapped FROM epoch WHERE number = ?", (number,)).fetchone()
    if found is None:
        raise undecryptable()
    try:
        return unwrap(root, found[0], ("epoch", number))
    except Undecryptable:
        raise NotServing("the root key does not open this key store: they are of two installations") from None
