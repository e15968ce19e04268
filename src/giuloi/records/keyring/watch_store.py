"""The key store's watch book, a file beside it: who was handed keys for whom lately, and what raised an alarm.

It holds no key and nobody's id, so it may do what the key store must not: its write-ahead log lets every hand-out be
counted in a transaction of its own, for all processes together, without a flush to disk for each. A killed process
loses nothing; a power cut may lose the newest counts. An alarm is flushed before the key it is about goes anywhere.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from giuloi.core.terms import Unavailable
from giuloi.records.keyring.store import BUSY_SECONDS

SCHEMA = """
CREATE TABLE IF NOT EXISTS spent (
    actor TEXT NOT NULL, purpose TEXT NOT NULL, hour INTEGER NOT NULL, people INTEGER NOT NULL,
    PRIMARY KEY (actor, purpose, hour)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS handed (
    number INTEGER PRIMARY KEY AUTOINCREMENT, use BLOB NOT NULL, people INTEGER NOT NULL, at TEXT NOT NULL,
    settled INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS handed_unsettled ON handed (number) WHERE settled = 0;
CREATE TABLE IF NOT EXISTS alarm (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, actor TEXT NOT NULL, purpose TEXT NOT NULL,
    said TEXT NOT NULL, at TEXT NOT NULL, last_at TEXT NOT NULL, times INTEGER NOT NULL DEFAULT 1,
    incident INTEGER, opened_at TEXT);
CREATE INDEX IF NOT EXISTS alarm_kind ON alarm (kind, actor, purpose, id);
"""


class WatchStore:
    """Connections to the watch book: one for each thread and process. The file is made where it is missing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A snapshot. Raises Unavailable when the book cannot be read."""
        yield from self._transaction("BEGIN DEFERRED")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The only writer of all processes. Raises Unavailable when nothing can be written: then no key goes out."""
        yield from self._transaction("BEGIN IMMEDIATE")

    @contextmanager
    def lasting(self) -> Iterator[sqlite3.Connection]:
        """As `writing`, and on disk when the block ends: for an alarm."""
        with self.writing() as connection:
            yield connection
        with _answering():
            self._connection().execute(
                "PRAGMA wal_checkpoint(PASSIVE)"
            )  # flushes the log before it copies it

    def close(self) -> None:
        """Close this thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
        self._local = threading.local()

    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with _answering():
            connection = self._connection()
            connection.execute(begin)
            with connection:
                yield connection

    def _connection(self) -> sqlite3.Connection:
        held = self._local
        # As for the key store: no connection crosses a fork, and none goes on with a file that was moved away.
        if getattr(held, "pid", None) != os.getpid() or held.file != _file(self.path):
            held.connection = self._connect()
            held.pid, held.file = os.getpid(), _file(self.path)
        connection: sqlite3.Connection = held.connection
        return connection

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA temp_store = MEMORY")
        if connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0] < 3:
            connection.executescript(SCHEMA)
        return connection


def _file(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise Unavailable(f"the watch book cannot be written now ({type(error).__name__})") from error
