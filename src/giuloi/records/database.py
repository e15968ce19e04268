"""Raw SQL on the data database, in the two dialects it speaks. The hot path has no ORM (docs/adr).

Statements use `%s` parameters only: no value is ever pasted into a statement. A file that owns a table holds
the statements about it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Literal

from django.db import InterfaceError, OperationalError, connection, transaction

from giuloi.core.terms import Unavailable

Dialect = Literal["sqlite", "postgresql"]


def dialect() -> Dialect:
    """Which of the two SQL dialects the data database speaks."""
    return "postgresql" if connection.vendor == "postgresql" else "sqlite"


@contextmanager
def answering() -> Iterator[None]:
    """A database that is gone, busy, restarting or full raises Unavailable; a mistake of ours stays one."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        # Django does this between requests; loops and commands have none, and would keep a dead connection.
        connection.close_if_unusable_or_obsolete()
        raise Unavailable(f"the data database cannot do this now ({type(error).__name__})") from error


def rows(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of one statement."""
    with answering(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def run(sql: str, params: Sequence[Any] = ()) -> int:
    """Execute one statement; returns how many rows it touched."""
    with answering(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def run_many(sql: str, params: Sequence[Sequence[Any]]) -> None:
    """Execute one statement for each parameter row, in one go."""
    with answering(), connection.cursor() as cursor:
        cursor.executemany(sql, params)


def moment(at: datetime) -> Any:
    """An aware datetime as this database stores one: what a raw statement must be given."""
    return connection.ops.adapt_datetimefield_value(at)


def id_list(ids: Sequence[int]) -> Any:
    """A list of ids as ONE parameter: what `IDS[dialect()]` expands into rows."""
    return list(ids) if dialect() == "postgresql" else json.dumps(list(ids))


IDS: dict[Dialect, str] = {
    "sqlite": "SELECT value FROM json_each(%s)",
    "postgresql": "SELECT unnest(%s::bigint[])",
}


@contextmanager
def durable() -> Iterator[None]:
    """One transaction that is on disk when the block ends; a database that cannot do it raises Unavailable.

    `durable=True` makes Django refuse to nest it in another transaction: what returns from here is committed.
    """
    with answering(), transaction.atomic(durable=True):
        yield


@contextmanager
def joined() -> Iterator[None]:
    """A transaction of its own, or a part of the caller's: on disk when the outermost block ends."""
    with answering(), transaction.atomic():
        yield
