"""What waits to be sent in a backup may have gone out since: each table of messages says how its rows are held back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from giuloi.records.database import moment, run


@dataclass(frozen=True, slots=True)
class Waiting:
    """One table: `becomes` completes a SET (`{at}` for the moment of the restore), `waits` a WHERE."""

    table: str
    becomes: str
    waits: str


_KNOWN: dict[str, Waiting] = {}


def register(*tables: Waiting) -> None:
    """Called once by each app when it is ready."""
    _KNOWN.update({one.table: one for one in tables})


def hold_back(at: datetime) -> Mapping[str, int]:
    """Nothing that waited is ever sent again by itself: a person decides. Table → how many. Idempotent."""
    found = {}
    for one in _KNOWN.values():
        # Constants of the apps' own files; the moment is a parameter.
        set_ = one.becomes.replace("{at}", "%s")
        params = (moment(at),) * one.becomes.count("{at}")
        found[one.table] = run(f"UPDATE {one.table} SET {set_} WHERE {one.waits}", params)  # noqa: S608
    return {table: count for table, count in found.items() if count}
