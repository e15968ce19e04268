"""The key store's file: SQLite, set so that what is erased is gone from the file.

`journal_mode=DELETE` and `secure_delete=ON` because a write-ahead log keeps deleted bytes; `mmap_size=0` and
`temp_store=MEMORY` so that no copy lands elsewhere; `synchronous=EXTRA` so that a key is on disk before the
row it seals, and an erased key stays erased. Every setting is read back: a build that ignores one is refused.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from giuloi.core.terms import NotServing, Unavailable

BUSY_SECONDS = 10.0  # how long a reader or writer waits for another process before it gives up
SETTINGS: dict[str, tuple[str, str | int]] = {  # pragma: (value to write, value read back)
    "journal_mode": ("DELETE", "delete"),
    "secure_delete": ("ON", 1),
    "synchronous": ("EXTRA", 3),
    "temp_store": ("MEMORY", 2),
    "mmap_size": ("0", 0),
    "foreign_keys": ("OFF", 0),
}

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS epoch (
    number INTEGER PRIMARY KEY, wrapped BLOB NOT NULL, wraps INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS destroyed_epoch (number INTEGER PRIMARY KEY, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS data_key (
    subject INTEGER NOT NULL, class INTEGER NOT NULL, version INTEGER NOT NULL,
    epoch INTEGER NOT NULL, wrapped BLOB NOT NULL, PRIMARY KEY (subject, class, version)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS data_key_epoch ON data_key (epoch);
CREATE TABLE IF NOT EXISTS ledger_key (subject INTEGER PRIMARY KEY, wrapped BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS index_key (
    field TEXT NOT NULL, quarter TEXT NOT NULL, epoch INTEGER NOT NULL, wrapped BLOB NOT NULL,
    created_at TEXT NOT NULL DEFAULT '', PRIMARY KEY (field, quarter)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blind_index (
    digest BLOB NOT NULL, target INTEGER NOT NULL, subject INTEGER NOT NULL, field INTEGER NOT NULL,
    claimed INTEGER NOT NULL, quarter INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (digest, target)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS blind_index_subject ON blind_index (subject);
CREATE TABLE IF NOT EXISTS tombstone (subject INTEGER PRIMARY KEY, serial INTEGER NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS erased_part (
    subject INTEGER NOT NULL, class INTEGER NOT NULL, record INTEGER NOT NULL, version INTEGER NOT NULL,
    serial INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (subject, class, record)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS renewed (
    subject INTEGER NOT NULL, class INTEGER NOT NULL, version INTEGER NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (subject, class)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS restriction (
    subject INTEGER PRIMARY KEY, states INTEGER NOT NULL, serial INTEGER NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS withdrawal (
    subject INTEGER NOT NULL, purpose TEXT NOT NULL, channel TEXT NOT NULL, recipient TEXT NOT NULL,
    serial INTEGER NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (subject, purpose, channel, recipient)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS never (
    mark BLOB NOT NULL, channel TEXT NOT NULL, serial INTEGER NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (mark, channel)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS never_meant (
    subject INTEGER NOT NULL, channel TEXT NOT NULL, PRIMARY KEY (subject, channel)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS trap (sealed BLOB PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS allowance (
    grp TEXT NOT NULL, purpose TEXT NOT NULL, hourly INTEGER NOT NULL, daily INTEGER NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (grp, purpose)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS named_key (
    name TEXT PRIMARY KEY, public BLOB NOT NULL, wrapped BLOB NOT NULL,
    created_at TEXT NOT NULL) WITHOUT ROWID;
"""

# What came to tables that older stores have already: (table, column, its definition).
ADDED = (
    ("index_key", "created_at", "TEXT NOT NULL DEFAULT ''"),
    ("blind_index", "quarter", "INTEGER NOT NULL DEFAULT 0"),
)
INDEXES_ON_ADDED = "CREATE INDEX IF NOT EXISTS blind_index_quarter ON blind_index (field, quarter);"


class KeyStore:
    """Connections to one key-store file: one for each thread and process, all with the settings above."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._file: tuple[int, int] | None = None  # device and inode of the file all connections are to

    def create(self) -> None:
        """Make the file and its tables; harmless when they are there."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        self.upgrade()

    def upgrade(self) -> None:
        """Give a store of an earlier release the tables and columns of this one; harmless when it has them."""
        with self.aside() as connection:
            connection.executescript(SCHEMA)
        with self.writing() as connection:
            for table, column, definition in ADDED:
                known = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
                if column not in known:
                    connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} {definition}")
            connection.execute(INDEXES_ON_ADDED)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A snapshot: all that is read inside belongs together."""
        yield from self._transaction("BEGIN DEFERRED")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The only writer of all processes; on disk (or rolled back whole) when the block ends."""
        yield from self._transaction("BEGIN IMMEDIATE")

    @contextmanager
    def aside(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own for one read, usable while this thread's own is inside a transaction."""
        connection = self._connect()
        try:
            yield connection
        finally:
            connection.close()

    def close(self) -> None:
        """Close this thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
        self._local = threading.local()
        self._file = None

    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._connection()
            connection.execute(begin)
            with connection:  # commits, or rolls back on any exception
                yield connection
        except sqlite3.Error as error:
            raise Unavailable(f"the key store cannot do this now ({type(error).__name__})") from error

    def _connection(self) -> sqlite3.Connection:
        self._refuse_another_file()
        # A connection must not cross a fork: SQLite's locks belong to the process that took them.
        if getattr(self._local, "pid", None) != os.getpid():
            self._local.connection = self._connect()
            self._local.pid = os.getpid()
        connection: sqlite3.Connection = self._local.connection
        return connection

    def _refuse_another_file(self) -> None:
        """A connection goes on working on a file that was moved away, and would not hear of a withdrawal."""
        try:
            found = os.stat(self.path)
        except FileNotFoundError:
            raise NotServing(f"no key store stands at {self.path}; restore it, or run: giuloi init") from None
        self._file = self._file or (found.st_dev, found.st_ino)
        if self._file != (found.st_dev, found.st_ino):
            raise NotServing(
                f"{self.path} is another file than at the start: restart, so that it is checked before it is used"
            )

    def _connect(self) -> sqlite3.Connection:
        self._refuse_another_file()
        connection = sqlite3.connect(
            self.path, timeout=BUSY_SECONDS, isolation_level=None, cached_statements=64
        )
        for pragma, (value, _) in SETTINGS.items():
            connection.execute(f"PRAGMA {pragma} = {value}")  # constants of this file, no input
        self_test(connection)
        return connection


def self_test(connection: sqlite3.Connection) -> None:
    """Read every setting back; raises NotServing naming the one this SQLite does not honour."""
    for pragma, (wanted, expected) in SETTINGS.items():
        got = connection.execute(f"PRAGMA {pragma}").fetchone()
        # A build compiled without memory mapping answers the mmap_size question with no row: also 0.
        value = got[0] if got else 0
        if value != expected:
            raise NotServing(
                f"this SQLite keeps {pragma} at {value!r} instead of {wanted}: keys cannot be erased"
            )
