"""What today's data knows and no key store keeps, carried over a restore: holds, revoked keys, who left.

Read before the data is replaced, written into a private file, and put into the restored data. Where today's data
is lost, there is nothing to carry, and the operator is told.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from giuloi.records.database import durable, rows, run
from giuloi.records.durable import put, read
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

    @staticmethod
    def of_today(at: datetime) -> Carried:
        """Read from the data as it stands."""
        return Carried(
            rows=tuple(rows(f"SELECT {_HOLD} FROM records_hold")),  # noqa: S608  constants
            gone=tuple(rows("SELECT id, revoked_at FROM records_apikey WHERE revoked_at IS NOT NULL")),
            left=tuple(rows("SELECT id, left_at FROM records_staff WHERE left_at IS NOT NULL")),
            asked=tuple(int(one) for (one,) in rows("SELECT id FROM records_request")),
        )


def carry(today: Carried | None) -> None:
    """Write it down until it is needed."""
    put(_place(), json.dumps(asdict(today or Carried()), default=str).encode())


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
