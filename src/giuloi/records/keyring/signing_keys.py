"""Named keys that sign or authenticate for the shop: the log's, the receipts', each bridge's webhook secret.

They hang directly under the root key: they outlive every epoch.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

from giuloi.core.crypto.keys import unwrap, wrap
from giuloi.core.terms import NotServing

LOG, RECEIPT = "log", "receipt"


def write_named_key(
    connection: sqlite3.Connection, root: bytes, name: str, public: bytes, secret: bytes, at: datetime
) -> None:
    """Store a named key; an existing one of that name is replaced (a bridge's new secret)."""
    connection.execute(
        "INSERT OR REPLACE INTO named_key VALUES (?, ?, ?, ?)",
        (name, public, wrap(root, secret, ("named", name)), at.isoformat()),
    )


def read_named_key(connection: sqlite3.Connection, root: bytes, name: str) -> tuple[bytes, bytes]:
    """(public part, secret) of a named key; raises NotServing when there is none."""
    found = connection.execute("SELECT public, wrapped FROM named_key WHERE name = ?", (name,)).fetchone()
    if found is None:
        raise NotServing(f"the key store holds no key named {name!r}; this installation is not complete")
    return bytes(found[0]), unwrap(root, found[1], ("named", name))


def named_keys(connection: sqlite3.Connection, beginning: str) -> list[str]:
    """The names of all named keys that begin so, in order."""
    found = connection.execute("SELECT name FROM named_key ORDER BY name")
    return [name for (name,) in found if name.startswith(beginning)]
