"""Freezing and restricting a person: the key store first, then the data, then it is acknowledged.

So no opening that was decided before can still happen afterwards; releasing goes the other way round.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from giuloi.core.terms import SubjectState
from giuloi.records.database import IDS, dialect, durable, id_list, joined, rows, run
from giuloi.records.keyring import keyring
from giuloi.records.subjects import alone_with, standing_of, write_states

FROZEN = SubjectState.FROZEN
HOLDING = SubjectState.FROZEN | SubjectState.RESTRICTED  # the states the key store enforces by itself


def set_states(subject: int, add: SubjectState, at: datetime) -> SubjectState:
    """Add states to a subject; effective at once. Returns all its states. For an unknown subject: none."""
    with joined():
        alone_with(subject)
        found = standing_of(subject)
        if found is None:
            return SubjectState.NONE
        states = found[1] | add
        if states & HOLDING:
            keyring().restrict(subject, int(states & HOLDING), at)
        write_states(subject, states)
    return states


def freeze_many(subjects: Sequence[int], at: datetime) -> None:
    """Freeze these people, whatever states they have: one transaction of the key store, one of the data."""
    with durable():
        found = dict(rows(_STATES.format(IDS[dialect()]), (id_list(subjects),)))
        keyring().restrict_many(
            {one: int(SubjectState(had) & HOLDING | FROZEN) for one, had in found.items()}, at
        )
        run(_FREEZE.format(IDS[dialect()]), (int(FROZEN), id_list(list(found))))


def release_states(subject: int, take: SubjectState, at: datetime) -> SubjectState:
    """Take states away; the key store lets go last, so that a crash errs on the shut side.

    It lets go of what the data then says, not of what was taken here: a freeze that came in between stays.
    """
    with durable():
        alone_with(subject)
        found = standing_of(subject)
        if found is None:
            return SubjectState.NONE
        write_states(subject, found[1] & ~take)
    with durable():
        alone_with(subject)
        found = standing_of(subject)
        states = found[1] if found else SubjectState.NONE
        keyring().restrict(subject, int(states & HOLDING), at)
    return states


def replay_restrictions() -> int:
    """Write every restriction the key store knows into the data; returns how many were missing there."""
    missing = 0
    for subject, states in keyring().standing_restrictions().items():
        missing += run(
            "UPDATE records_subject SET states = states | %s WHERE id = %s AND (states & %s) <> %s",
            (states, subject, states, states),
        )
    return missing


_STATES = "SELECT id, states FROM records_subject WHERE id IN ({})"
_FREEZE = "UPDATE records_subject SET states = states | %s WHERE id IN ({})"
