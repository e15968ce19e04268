"""How far a restore is, as a small file beside the data; while it stands, nothing is sent to anybody.

A file and no row: a row would be rolled back with the data. Every sender asks `is_sending_frozen` before it begins.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from giuloi.core.bilingual import Words
from giuloi.core.terms import NotServing
from giuloi.records.durable import flush, put, read, remove
from giuloi.records.places import places


class Phase(StrEnum):
    """How far: only in the last one may anything be served."""

    PLACING = "placing"  # the old data is on its way to its place
    REPLAYING = "replaying"  # what must not be rolled back is being written into it
    CONFIRMING = "confirming"  # served again; nothing is sent until the operator has confirmed


@dataclass(frozen=True, slots=True)
class Restore:
    """The restore under way. `backup` is its name, `at` and `begun_at` are ISO 8601; `found` is what to read first."""

    phase: Phase
    backup: str
    at: str
    begun_at: str
    found: tuple[Words, ...] = ()
    frozen: tuple[int, ...] = ()  # ids of people who are served only after the confirmation


def under_way() -> Restore | None:
    """The restore that was begun and not confirmed; None on every other day."""
    text = read(_place())
    if text is None:
        return None
    said = json.loads(text)
    said |= {
        "phase": Phase(said["phase"]),
        "found": tuple(Words(**one) for one in said["found"]),
        "frozen": tuple(said["frozen"]),
    }
    return Restore(**said)


def is_sending_frozen() -> bool:
    """Whether data was restored and nobody has confirmed yet what may go out: then nothing does."""
    return _place().exists() or keys_placed().exists()


def note(restore: Restore) -> None:
    """Write down how far it is, durably."""
    put(_place(), json.dumps(asdict(restore)).encode())


def over() -> None:
    """It is confirmed, or taken back: senders send again."""
    remove(_place())
    flush([_place().parent])


def refuse_unfinished() -> None:
    """Raises NotServing while restored data is not yet what it must be."""
    if keys_placed().exists():
        raise NotServing(
            "the key store was put back from a backup: go on with `giuloi restore keys` before serving"
        )
    restore = under_way()
    if restore is not None and restore.phase is not Phase.CONFIRMING:
        raise NotServing(
            f"the restore of {restore.backup} was cut off: finish it with `giuloi restore resume` before serving"
        )


def keys_placed() -> Path:
    """The file that says from which size of the ledger on a key store from a backup has to be made up for."""
    return places().data / "restore" / "keys.json"


def _place() -> Path:
    return places().data / "restore" / "under-way.json"
