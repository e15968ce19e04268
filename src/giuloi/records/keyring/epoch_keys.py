"""Epoch keys in the clear, in the memory of one process, for as long as the epoch lives."""

from __future__ import annotations

import sqlite3

from giuloi.records.keyring.epochs import unwrap_epoch
from giuloi.records.keyring.rotation import living
from giuloi.records.keyring.store import KeyStore


class EpochKeys(dict[int, bytes]):
    """Epoch keys in the clear, unwrapped on first use and kept in this process's memory only."""

    def __init__(self, store: KeyStore, root: bytes) -> None:
        super().__init__()
        self._store, self._root = store, root

    def __missing__(self, number: int) -> bytes:
        # Not inside the caller's transaction: a key store connection holds one at a time.
        with self._store.aside() as connection:
            self[number] = unwrap_epoch(connection, self._root, number)
        return self[number]

    def forget_destroyed(self, connection: sqlite3.Connection) -> None:
        """Let go of what another process destroyed: asked whenever the store is read."""
        if self:
            for number in self.keys() - living(connection):
                self.pop(number, None)  # another thread may have come first

    def __repr__(self) -> str:
        return f"EpochKeys({sorted(self)})"
