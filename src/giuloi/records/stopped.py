"""Exports and copies are stopped while an attack is looked into: a small file beside the data, and no row.

A row would come back with a restore, or go with it. Whatever lets data leave in one piece asks `refuse_if_stopped`
before it begins: a customer's bundle and copy, and everything that is disclosed to others.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from giuloi.core.terms import Unavailable
from giuloi.records.durable import flush, put, read, remove
from giuloi.records.places import places


def stop_exports(incident: int, at: datetime) -> None:
    """From now on nothing leaves in one piece. Durable; stopped twice, the first incident is the one noted."""
    if not _place().exists():
        put(_place(), json.dumps({"incident": str(incident), "at": at.isoformat()}).encode())


def let_exports_go() -> bool:
    """They may leave again; False when nothing was stopped."""
    if not _place().exists():
        return False
    remove(_place())
    flush([_place().parent])
    return True


def stopped_by() -> int | None:
    """The incident because of which they are stopped; None on every other day."""
    text = read(_place())
    return None if text is None else int(json.loads(text)["incident"])


def stopped_since() -> datetime | None:
    """Since when they are stopped."""
    text = read(_place())
    return None if text is None else datetime.fromisoformat(json.loads(text)["at"])


def refuse_if_stopped() -> None:
    """Raises Unavailable while exports are stopped: whoever asked may ask again later."""
    if _place().exists():
        raise Unavailable("exports and copies are stopped while an incident is looked into: try again later")


def _place() -> Path:
    return places().data / "exports" / "stopped.json"
