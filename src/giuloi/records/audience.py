"""Who may be used for a purpose, found by the database: the gate's condition as SQL.

An audience is a list of candidates, not a permit: whatever is then done with each person is decided again, one
by one, when it is done. People are judged here by the version of the policy they accepted themselves; a case
with a version of its own (an order) is judged by that when it is opened. So may be found here, and refused then,
who consented under an earlier version that said less of the purpose (records/facts.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, TypeAlias

from django.db import connection

from giuloi.core.gate.condition import (
    And,
    CaseOpen,
    Condition,
    ConsentGiven,
    Not,
    Or,
    StandingIs,
    StateIs,
    VersionIs,
)
from giuloi.core.terms import ConsentState
from giuloi.records.database import dialect, moment, rows

Sql: TypeAlias = tuple[str, list[Any]]  # a boolean expression, and the values of its %s in order

FIRST = 0  # every subject's id is greater
PAGE = 10_000


def audience(condition: Condition, at: datetime, after: int = FIRST, limit: int = 1000) -> list[int]:
    """The ids, in order, of the next people who meet it at that moment: at most `limit` of those beyond `after`."""
    statement, params = _select(condition, at, after)
    return [subject for (subject,) in rows(f"{statement} LIMIT %s", [*params, limit])]


def everyone(condition: Condition, at: datetime, after: int = FIRST) -> Iterator[int]:
    """All of them beyond `after`, in order; memory stays flat however many there are.

    SQLite goes page by page: a statement left open for as long as a campaign runs would keep its log from being
    tidied. PostgreSQL plans a page worse than the whole (it would find everybody again for each), so there one
    statement leaves its answer with the server, which hands it out in pieces and holds no transaction open.
    """
    if dialect() == "postgresql":
        with connection.chunked_cursor() as cursor:
            cursor.execute(*_select(condition, at, after))
            while found := cursor.fetchmany(PAGE):
                yield from (subject for (subject,) in found)
    else:
        while page := audience(condition, at, after, PAGE):
            yield from page
            after = page[-1]


def _select(condition: Condition, at: datetime, after: int) -> Sql:
    expression, params = where(condition, at)
    # Safe: `where` writes constants of this file and placeholders, and passes every value as a parameter.
    statement = f"SELECT s.id FROM records_subject s WHERE s.id > %s AND {expression} ORDER BY s.id"  # noqa: S608
    return statement, [after, *params]


def where(condition: Condition, at: datetime) -> Sql:
    """The condition about the row `s` of records_subject; the same text for SQLite and PostgreSQL."""
    match condition:
        case And(parts):
            return _joined(parts, at, " AND ", of_none="TRUE")
        case Or(parts):
            return _joined(parts, at, " OR ", of_none="FALSE")
        case Not(part):
            expression, params = where(part, at)
            return f"NOT {expression}", params
        case VersionIs(policy_id):
            return "(s.policy_id = %s)", [policy_id]
        case StandingIs(standing):
            return "(s.standing = %s)", [standing.value]
        case StateIs(states):
            return "((s.states & %s) <> 0)", [int(states)]
        case ConsentGiven(purpose, channel, recipient):
            return _CONSENT, [purpose, channel.value, recipient, ConsentState.GIVEN.value, moment(at)]
        case CaseOpen(kind, role):
            return _CASE, [kind.value, role] * 2


_CONSENT = (
    "EXISTS (SELECT 1 FROM records_consentnow c WHERE c.subject_id = s.id AND c.purpose = %s"
    " AND c.channel = %s AND c.recipient = %s AND c.state = %s"
    " AND (c.valid_until IS NULL OR c.valid_until > %s))"
)
# Two look-ups, for one with OR inside could use no index: is there a case for everybody (asked once for the whole
# audience), is there one for this person. A case kept for one member of staff is not the whole role's.
_OPEN = "k.closed_at IS NULL AND k.staff_id IS NULL AND k.kind = %s AND k.role IN ('', %s)"
_CASE = (
    f"(EXISTS (SELECT 1 FROM records_case k WHERE k.subject_id IS NULL AND {_OPEN})"  # noqa: S608 - constants
    f" OR EXISTS (SELECT 1 FROM records_case k WHERE k.subject_id = s.id AND {_OPEN}))"
)

# What the row itself tells comes first, what needs a look-up after it, so that most rows never get that far.
_ORDER = (VersionIs, StateIs, StandingIs, Not, Or, And, ConsentGiven, CaseOpen)


def _joined(parts: Iterable[Condition], at: datetime, by: str, of_none: str) -> Sql:
    """The parts in one fixed order: the same condition is always the same text, which databases can prepare."""
    written = [
        where(part, at) for part in sorted(parts, key=lambda part: (_ORDER.index(type(part)), repr(part)))
    ]
    if not written:
        return of_none, []
    params = [value for _, values in written for value in values]
    return f"({by.join(expression for expression, _ in written)})", params
