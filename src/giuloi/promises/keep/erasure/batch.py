"""Erasing many people at once: sets, one transaction each for a batch (used by the daily run)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

BATCH = 1000  # people of one leaf, one key store transaction and one data transaction


@dataclass(frozen=True, slots=True)
class Many:
    """How many were erased whole, how many but for what law keeps, and how many have to wait; with the rows' ids."""

    whole: int
    partly: int
    waiting: int
    erasures: tuple[int, ...]


def erase_many(subjects: Sequence[int], at: datetime, why: str) -> Many:
    """Erase these people now, without a cooling-off. `why` is one word ("retention"). Safe to repeat."""
    raise NotImplementedError
