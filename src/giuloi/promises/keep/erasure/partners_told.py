"""Telling partners: a row for each, tried with growing pauses, until a receipt or a person closes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One partner that has not erased what it holds, visible until it is closed."""

    task: int
    erasure: int
    partner: str
    tries: int
    code: str
    due_at: datetime | None
    since: datetime


def open_exceptions(limit: int = 100) -> Sequence[Unanswered]:
    """Every task that waits for a person, or was tried in vain at least once; the oldest first."""
    raise NotImplementedError


def close_by_hand(task: int, at: datetime, actor: str, reference: str) -> bool:
    """A person saw to it that the partner erased it; False if it was closed before."""
    raise NotImplementedError
