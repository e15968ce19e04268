"""The whole key store as bytes, for its backup: copied and compacted in memory, never through a file."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from giuloi.core.crypto.keys import Context, unwrap, wrap
from giuloi.records.keyring.changing import Changing
from giuloi.records.keyring.standing import serial
from giuloi.records.keyring.store import KeyStore


class Copying(Changing):
    """The part of the key store's interface that its backups need."""

    def copy_of_store(self) -> tuple[bytes, int, int]:
        """(the whole file, compacted; its serial; its newest epoch), made in memory: no copy lies on a disk."""
        return copy_of(self.store)

    def numbers(self) -> tuple[int, int]:
        """(newest serial, newest epoch)."""
        with self.store.reading() as connection:
            return numbers(connection)

    def wrap_for_backup(self, key: bytes, context: Context) -> bytes:
        """The key of a backup of this store, under the root key: what is in the store could not open it."""
        return wrap(self._root, key, context)

    def unwrap_from_backup(self, wrapped: bytes, context: Context) -> bytes:
        """That key again; raises Undecryptable under another root key. Needs no key store."""
        return unwrap(self._root, wrapped, context)

    def reopen(self) -> None:
        """The file was put in its place anew by whoever calls: look at that one from now on."""
        self.store.close()
        self.watch.close()
        self._epochs.clear()
        self._own.clear()

    def catch_up(self) -> int:
        """A copy from a backup takes the serial after the newest that was noted; how many changes it lacks."""
        newest = self._serials.newest()
        with self.store.writing() as connection:
            known = serial(connection)
            connection.execute("UPDATE meta SET value = ? WHERE name = 'serial'", (max(newest, known) + 1,))
            # The watch book is in no backup: the one that lies there now is the one to know.
            connection.execute("DELETE FROM meta WHERE name = 'watch'")
        self._serials.note(max(newest, known) + 1)
        return max(newest - known, 0)

    def everybody(self) -> list[int]:
        """Whoever has a key of their own here."""
        with self.store.reading() as connection:
            found = connection.execute("SELECT DISTINCT subject FROM data_key ORDER BY subject")
            return [int(row[0]) for row in found]


def copy_of(store: KeyStore) -> tuple[bytes, int, int]:
    """(bytes of the file, serial, newest epoch), all of one moment. Takes as much memory as the file has, twice."""
    with store.aside() as source, closing(sqlite3.connect(":memory:")) as copy:
        source.backup(copy)
        copy.execute("VACUUM")  # no byte of what was erased, whatever the pages held
        return copy.serialize(), *numbers(copy)


def numbers(connection: sqlite3.Connection) -> tuple[int, int]:
    """(newest serial, newest epoch)."""
    found = connection.execute("SELECT coalesce(max(number), 0) FROM epoch").fetchone()
    return serial(connection), int(found[0])
