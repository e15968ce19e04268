"""Whose own data is only stored, found by the database: what `in_use.py` would refuse one by one (IV.1, VI.5).

A count of people that leaves these out is the number of those who will be opened. Only the person's own row is looked
at, for only that holds how they are reached.
"""

from __future__ import annotations

from datetime import datetime

from giuloi.core.fields import FIELDS
from giuloi.core.gate.condition import ALWAYS, And, Condition, Not, Or, StateIs, all_of, any_of, negation
from giuloi.core.terms import SubjectState
from giuloi.records.audience import Sql, where
from giuloi.records.keyring.data_keys import CLASS_NUMBER
from giuloi.records.vault import PERSON


def only_stored(allowed: Condition, fields: int, at: datetime) -> Sql:
    """One of these fields (a mask) of the row `s` is only stored, and this use is not what restriction leaves.

    `allowed` is the gate's condition for the use (`decide_many`).
    """
    shut: list[str] = []
    values: list[int] = []
    for klass in sorted({one.klass for one in FIELDS if one.mask & fields}):
        mask = sum(one.mask for one in FIELDS if one.klass is klass and one.mask & fields)
        shut.append(_SHUT)
        values += [PERSON, CLASS_NUMBER[klass], mask]
    left, of_them = where(restricted(allowed), at)
    return f"(({' OR '.join(shut) or 'FALSE'}) AND NOT {left})", [*values, *of_them]


def restricted(condition: Condition) -> Condition:
    """The same condition about people who, beside all else, asked for restriction."""
    match condition:
        case StateIs(states) if states & SubjectState.RESTRICTED:
            return ALWAYS
        case And(parts):
            return all_of(*map(restricted, parts))
        case Or(parts):
            return any_of(*map(restricted, parts))
        case Not(part):
            return negation(restricted(part))
        case _:
            return condition


_SHUT = (
    "EXISTS (SELECT 1 FROM records_setaside z WHERE z.subject_id = s.id AND z.record_id = %s AND z.klass = %s"
    " AND (z.fields & %s) <> 0)"
)
