"""Alarms: what the key store saw that nobody honest does. Written before anything else happens, read by the clock.

An alarm waits here until an incident says its number, however long no clock runs. The same one again within ten
minutes is counted on the first, so that a flood is one line.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

HONEY, READ_RATE = "honey", "read_rate"
MISMATCH, BURST, TAMPERED = "ledger_mismatch", "login_burst", "tampered"
AGAIN = timedelta(minutes=10)
MENDED = timedelta(days=1)  # what no check found for so long was mended: found again, it is new


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm. `said` is words and numbers, nobody's value and no customer's id; `incident` None until it has one."""

    id: int
    kind: str
    actor: str
    purpose: str
    said: Mapping[str, str | int]
    at: datetime
    last_at: datetime
    times: int
    incident: int | None
    opened_at: datetime | None


def write(
    connection: sqlite3.Connection,
    kind: str,
    at: datetime,
    *,
    actor: str = "",
    purpose: str = "",
    said: Mapping[str, str | int] | None = None,
) -> None:
    """Raise one, in the caller's transaction. A refused look hides none that opened: `how` tells them apart."""
    since, how = (at - AGAIN).isoformat(), (said or {}).get("how")
    known = connection.execute(_LATELY, (kind, actor, purpose, since, how)).fetchone()
    if known:
        connection.execute(
            "UPDATE alarm SET times = times + 1, last_at = ? WHERE id = ?", (_iso(at), known[0])
        )
        return
    row = (kind, actor, purpose, json.dumps(dict(said or {})), _iso(at), _iso(at))
    connection.execute(_INSERT, row)


def said_before(
    connection: sqlite3.Connection, kind: str, said: Mapping[str, str | int], at: datetime
) -> bool:
    """Whether these very words raised an alarm that still stands: checks have found it again ever since.

    Else whoever broke the same thing twice would be told of once.
    """
    row = (kind, json.dumps(dict(said)), _iso(at - MENDED))
    known = connection.execute(_STANDS, row).fetchone()
    if known:
        connection.execute("UPDATE alarm SET last_at = max(last_at, ?) WHERE id = ?", (_iso(at), known[0]))
    return known is not None


def waiting(connection: sqlite3.Connection) -> list[Alarm]:
    """Those without an incident, the oldest first."""
    return [_read(*row) for row in connection.execute(f"{_READ} WHERE incident IS NULL ORDER BY id")]


def newest(connection: sqlite3.Connection, most: int) -> list[Alarm]:
    """The newest first."""
    return [_read(*row) for row in connection.execute(f"{_READ} ORDER BY id DESC LIMIT ?", (most,))]


def belongs(connection: sqlite3.Connection, alarm: int, incident: int, at: datetime) -> None:
    """This alarm is in that file."""
    connection.execute(
        "UPDATE alarm SET incident = ?, opened_at = ? WHERE id = ?", (incident, _iso(at), alarm)
    )


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")  # one length, so that it sorts as it counts


def _read(
    row: int,
    kind: str,
    actor: str,
    purpose: str,
    said: str,
    at: str,
    last_at: str,
    times: int,
    incident: int | None,
    opened_at: str | None,
) -> Alarm:
    moments = datetime.fromisoformat(at), datetime.fromisoformat(last_at)
    opened = datetime.fromisoformat(opened_at) if opened_at else None
    return Alarm(row, kind, actor, purpose, json.loads(said), *moments, times, incident, opened)


_INSERT = "INSERT INTO alarm (kind, actor, purpose, said, at, last_at) VALUES (?, ?, ?, ?, ?, ?)"
_LATELY = (
    "SELECT id FROM alarm WHERE kind = ? AND actor = ? AND purpose = ? AND at > ? "
    "AND json_extract(said, '$.how') IS ? ORDER BY id DESC LIMIT 1"
)
_STANDS = "SELECT id FROM alarm WHERE kind = ? AND said = ? AND last_at > ? ORDER BY id DESC LIMIT 1"
_READ = "SELECT id, kind, actor, purpose, said, at, last_at, times, incident, opened_at FROM alarm"
