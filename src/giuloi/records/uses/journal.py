"""What a tick notes before it begins, so that a kill in the middle can be told and finished.

Row numbers only: the journal must not link people to leaves any longer than the pending rows do.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from giuloi.records.durable import put


@dataclass(frozen=True, slots=True)
class Noted:
    """The size of the tree when the tick began, and the pending rows of each leaf it was to append."""

    start: int
    leaves: list[list[int]]


def note(path: Path, start: int, leaves: Sequence[Sequence[int]]) -> None:
    """Write the journal, durably."""
    put(path, json.dumps({"start": start, "leaves": [list(leaf) for leaf in leaves]}).encode())


def noted(path: Path) -> Noted | None:
    """The journal of a tick that did not end, or None."""
    return Noted(**json.loads(path.read_bytes())) if path.exists() else None


def sweep(path: Path) -> None:
    """The tick is whole: its journal is no longer needed."""
    path.unlink(missing_ok=True)
