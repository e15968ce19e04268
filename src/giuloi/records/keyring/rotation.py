"""Epoch rotation: a new key above the data keys every few days, and the old one destroyed once nothing hangs under it.

That is what makes an erased key unreadable in every copy of this store, on every disk: whoever keeps an old copy holds
keys wrapped by an epoch key that is nowhere any longer, but in copies from before it was destroyed; those end with the
horizon of the key store's own backups. Two rules, each in one transaction: what is alive is wrapped anew in short
batches (readers wait for no more than one of them), and an epoch key goes only when the count of what it still wraps
is zero.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from giuloi.core.crypto.keys import unwrap, wrap
from giuloi.core.terms import NotServing

BATCH = 1000  # keys moved in one transaction: some fifty milliseconds in which readers wait
GRACE = timedelta(
    hours=72
)  # an epoch key outlives its successor's birth by so long (cryptography: horizon of backups)


@dataclass(frozen=True, slots=True)
class Epoch:
    """One epoch that has not been destroyed: how much hangs under it, and when it may go (None: it is the newest)."""

    number: int
    created_at: datetime
    data_keys: int
    index_keys: int
    ends_at: datetime | None


def epochs(connection: sqlite3.Connection) -> list[Epoch]:
    """Every living epoch, the oldest first."""
    found = connection.execute(_EPOCHS).fetchall()
    births = [datetime.fromisoformat(row[1]) for row in found]
    ends = [*(birth + GRACE for birth in births[1:]), None]
    return [
        Epoch(int(number), birth, int(data), int(index), end)
        for (number, _, data, index), birth, end in zip(found, births, ends, strict=True)
    ]


def is_due(connection: sqlite3.Connection, every: timedelta, at: datetime) -> bool:
    """Whether the newest epoch is `every` old."""
    [born] = connection.execute("SELECT created_at FROM epoch ORDER BY number DESC LIMIT 1").fetchone()
    return datetime.fromisoformat(born) + every <= at


def rewrap(connection: sqlite3.Connection, epoch_key: Mapping[int, bytes], most: int = BATCH) -> int:
    """Wrap the next `most` older keys under the newest epoch; returns how many that were. 0: none is left.

    A key that is destroyed meanwhile is simply not among them: what is read and what is written is one transaction.
    """
    [newest] = connection.execute("SELECT max(number) FROM epoch").fetchone()
    done = _data_keys(connection, epoch_key, newest, most)
    if done < most:
        done += _index_keys(connection, epoch_key, newest)
    connection.execute("UPDATE epoch SET wraps = wraps + ? WHERE number = ?", (done, newest))
    return done


def _data_keys(connection: sqlite3.Connection, epoch_key: Mapping[int, bytes], newest: int, most: int) -> int:
    found = connection.execute(_OLDER, (newest, most)).fetchall()
    anew = []
    for *place, epoch, wrapped in found:
        key = unwrap(epoch_key[epoch], wrapped, ("data", *place, epoch))
        anew.append((newest, wrap(epoch_key[newest], key, ("data", *place, newest)), *place))
    connection.executemany(
        "UPDATE data_key SET epoch = ?, wrapped = ? WHERE subject = ? AND class = ? AND version = ?", anew
    )
    return len(anew)


def _index_keys(connection: sqlite3.Connection, epoch_key: Mapping[int, bytes], newest: int) -> int:
    found = connection.execute(
        "SELECT field, quarter, epoch, wrapped FROM index_key WHERE epoch < ?", (newest,)
    ).fetchall()
    anew = []
    for field, quarter, epoch, wrapped in found:
        key = unwrap(epoch_key[epoch], wrapped, ("index", field, quarter, epoch))
        anew.append((newest, wrap(epoch_key[newest], key, ("index", field, quarter, newest)), field, quarter))
    connection.executemany(
        "UPDATE index_key SET epoch = ?, wrapped = ? WHERE field = ? AND quarter = ?", anew
    )
    return len(anew)


def is_behind(connection: sqlite3.Connection) -> bool:
    """Whether anything still hangs under an older epoch than the newest."""
    return connection.execute(_BEHIND).fetchone() is not None


def over(connection: sqlite3.Connection, at: datetime) -> list[int]:
    """The epochs whose time is over, whatever still hangs under them."""
    births = connection.execute("SELECT number, created_at FROM epoch ORDER BY number").fetchall()
    return [
        int(number)
        for (number, _), (_, next_born) in pairwise(births)
        if datetime.fromisoformat(next_born) + GRACE <= at
    ]


def destroy_over(connection: sqlite3.Connection, at: datetime) -> list[int]:
    """Destroy every epoch whose time is over and under which nothing hangs; returns their numbers.

    Raises NotServing, and destroys nothing, where something still hangs under one that is over: it would be lost.
    """
    ended = over(connection, at)
    for number in ended:
        if held := _held(connection, number):
            raise NotServing(
                f"{held} keys still hang under epoch {number}: wrap them anew first (giuloi keys rotate)"
            )
    connection.executemany("DELETE FROM epoch WHERE number = ?", [(number,) for number in ended])
    connection.executemany(
        "INSERT INTO destroyed_epoch (number, at) VALUES (?, ?)",
        [(number, at.isoformat()) for number in ended],
    )
    return ended


def _held(connection: sqlite3.Connection, number: int) -> int:
    """How much is still wrapped by an epoch key: what would be lost with it."""
    [data, index] = connection.execute(
        "SELECT (SELECT count(*) FROM data_key WHERE epoch = ?1), "
        "(SELECT count(*) FROM index_key WHERE epoch = ?1)",
        (number,),
    ).fetchone()
    return int(data + index)


def living(connection: sqlite3.Connection) -> set[int]:
    """The numbers of the epochs that are there: what any process may still have in its memory."""
    return {int(number) for (number,) in connection.execute("SELECT number FROM epoch")}


def destroyed(connection: sqlite3.Connection) -> list[tuple[int, datetime]]:
    """(number, when) of every epoch that was destroyed, in order."""
    found = connection.execute("SELECT number, at FROM destroyed_epoch ORDER BY number")
    return [(int(number), datetime.fromisoformat(at)) for number, at in found]


_OLDER = "SELECT subject, class, version, epoch, wrapped FROM data_key WHERE epoch < ? LIMIT ?"
_BEHIND = """
SELECT 1 FROM data_key WHERE epoch < (SELECT max(number) FROM epoch)
UNION ALL SELECT 1 FROM index_key WHERE epoch < (SELECT max(number) FROM epoch) LIMIT 1
"""
_EPOCHS = """
SELECT e.number, e.created_at, (SELECT count(*) FROM data_key k WHERE k.epoch = e.number),
       (SELECT count(*) FROM index_key i WHERE i.epoch = e.number)
FROM epoch e ORDER BY e.number
"""
