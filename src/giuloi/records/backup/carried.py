"""What today's data knows and no key store keeps, carried over a restore: holds, revoked keys, who left.

Read before the data is replaced, written into a private file, and put into the restored data. Where today's data
is lost, there is nothing to carry, and the operator is told.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

from giuloi.records.backup import ways_in
from giuloi.records.database import answering, durable, rows, run, run_many
from giuloi.records.durable import put, read, remove
from giuloi.records.places import places

_HOLD = "id, subject_id, record_id, ground, document, placed_by, placed_at, until, lifted_at, lifted_by"


@dataclass(frozen=True, slots=True)
class Carried:
    """How many holds and revocations were carried over, and how many requests the restored data does not have."""

    holds: int = 0
    revoked: int = 0
    requests: int = 0
    rows: tuple[Any, ...] = ()
    gone: tuple[Any, ...] = ()
    left: tuple[Any, ...] = ()
    asked: tuple[int, ...] = ()
    tables: Mapping[str, Any] = field(default_factory=dict)
    ways: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @staticmethod
    def of_today(at: datetime) -> Carried:
        """Read from the data as it stands."""
        return Carried(
            rows=tuple(rows(f"SELECT {_HOLD} FROM records_hold")),  # noqa: S608  constants
            gone=tuple(rows("SELECT id, revoked_at FROM records_apikey WHERE revoked_at IS NOT NULL")),
            left=tuple(rows("SELECT id, left_at FROM records_staff WHERE left_at IS NOT NULL")),
            asked=tuple(int(one) for (one,) in rows("SELECT id FROM records_request")),
            tables={table: _read_table(table) for table in _WHOLE},
            ways=ways_in.of_today(),
        )


def carry(today: Carried | None) -> None:
    """Write it down until it is needed."""
    put(_place(), json.dumps(asdict(today or Carried()), default=_as_text).encode())


def forget_carried() -> None:
    """It is in the data now: the file that carried it goes."""
    remove(_place())


def register(*tables: str) -> None:
    """Tables that are carried over whole, parents first: what was begun there may not begin anew."""
    _WHOLE.extend(one for one in tables if one not in _WHOLE)


def whole_tables() -> int:
    """Put those tables into the restored data as they were; safe to repeat. Returns how many rows."""
    said = json.loads(read(_place()) or b"{}").get("tables", {})
    with durable():
        for table in reversed(list(said)):
            run(f"DELETE FROM {table}")  # noqa: S608  named by our own apps, as everywhere here
        written = sum(_write_table(table, *said[table]) for table in said)
        # Rows that kept their numbers are ahead of a sequence that was restored: the next row must not get one of them.
        numbered = [one for one in apps.get_models() if one._meta.db_table in said]
        for statement in connection.ops.sequence_reset_sql(no_style(), numbered):
            run(statement)
        return written


_WHOLE: list[str] = []


def _read_table(table: str) -> Any:
    with answering(), connection.cursor() as cursor:
        columns = [one.name for one in connection.introspection.get_table_description(cursor, table)]
    if table in _NUMBERED:
        columns.remove("id")  # drawn anew: a sequence that was restored would give the same number again
    return columns, rows(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608


def _write_table(table: str, columns: list[str], found: list[list[Any]]) -> int:
    if "subject_id" in columns:
        found = _of_people_there(table, columns.index("subject_id"), found)
    if "policy_id" in columns:
        # A version that was published since the backup is not there: the newest that is stands for it.
        at, there = columns.index("policy_id"), _ids("records_publishedpolicy")
        found = [[*row[:at], row[at] if row[at] in there else max(there), *row[at + 1 :]] for row in found]
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
    run_many(statement, [[_as_value(one) for one in row] for row in found])
    return len(found)


def _of_people_there(table: str, at: int, found: list[list[Any]]) -> list[list[Any]]:
    """Rows about who is there, or was erased before; about who is not, with nobody's name where a row may have none."""
    with answering(), connection.cursor() as cursor:
        about = connection.introspection.get_table_description(cursor, table)
    nobody = next(bool(one.null_ok) for one in about if one.name == "subject_id")
    there = _ids("records_subject")
    named = [[*row[:at], row[at] if row[at] in there else None, *row[at + 1 :]] for row in found]
    return named if nobody else [row for row in named if row[at] is not None]


def _ids(table: str) -> set[int]:
    return {int(one) for (one,) in rows(f"SELECT id FROM {table}")}  # noqa: S608  named here


def _as_text(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"hex": bytes(value).hex()}
    return str(value)


def _as_value(value: Any) -> Any:
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) else value


_NUMBERED = ("keep_leaf",)


def carried_over(at: datetime) -> Carried:
    """Put it into the restored data; safe to repeat."""
    said = json.loads(read(_place()) or b"{}")
    with durable():
        people = (
            {int(one) for (one,) in rows("SELECT id FROM records_subject")} if said.get("rows") else set()
        )
        holds = sum(_hold(row) for row in said.get("rows", ()) if row[1] in people)
        revoked = sum(run(_REVOKE, (moment, key)) for key, moment in said.get("gone", ()))
        revoked += sum(run(_LEFT, (moment, staff)) for staff, moment in said.get("left", ()))
        revoked += ways_in.write_again(said.get("ways", {}), _as_value)
        asked = {int(one) for (one,) in rows("SELECT id FROM records_request")}
    return Carried(holds, revoked, len(set(said.get("asked", ())) - asked))


def _hold(row: list[Any]) -> int:
    marks = ", ".join(["%s"] * len(row))
    return run(f"INSERT INTO records_hold ({_HOLD}) VALUES ({marks}) {_OR_AS_TODAY}", row)  # noqa: S608  constants


def _place() -> Any:
    return places().data / "restore" / "carried.json"


_OR_AS_TODAY = (
    "ON CONFLICT (id) DO UPDATE SET until = excluded.until, lifted_at = excluded.lifted_at, "
    "lifted_by = excluded.lifted_by"
)
_REVOKE = "UPDATE records_apikey SET revoked_at = %s WHERE id = %s AND revoked_at IS NULL"
_LEFT = "UPDATE records_staff SET left_at = %s WHERE id = %s AND left_at IS NULL"
