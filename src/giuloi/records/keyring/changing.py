"""One key store, opened with its root key: what every part of its interface stands on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from giuloi.records.keyring import serials, standing
from giuloi.records.keyring.epoch_keys import EpochKeys
from giuloi.records.keyring.root import read_root_key
from giuloi.records.keyring.store import KeyStore
from giuloi.records.keyring.watch_store import WatchStore


class Changing:
    """The store, its epoch keys, and the serial that counts its changes."""

    def __init__(self, path: Path, root_key: Path, heads: Path) -> None:
        self.store = KeyStore(path)
        self.watch = WatchStore(path.with_name(path.name + ".watch"))
        self._root = read_root_key(root_key)
        self._epochs = EpochKeys(self.store, self._root)
        self._serials = serials.Serials(heads)
        self._own: dict[str, bytes] = {}  # as the epoch keys: in this process's memory only
        self.opened = 0  # opening unwraps of this process, compared with its permits: no leaf, no key

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A snapshot, and no epoch key in this process's memory that another process has destroyed."""
        with self.store.reading() as connection:
            self._epochs.forget_destroyed(connection)
            yield connection

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that an older copy of this store would lack: counted once, noted when it is on disk."""
        with self.store.writing() as connection:
            number = standing.next_serial(connection)
            yield connection
        # After the commit: a crash in between leaves the note behind the store, which is harmless; the other
        # way round the next start would miss a change that never happened.
        self._serials.note(number)
