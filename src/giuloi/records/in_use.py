"""Which of the rows that were read are in use: what is only stored stays shut but for what restriction leaves (VI.5).

Looked at after the facts are read and before the gate is asked, so that its refusal names the clause of keeping.
"""

from __future__ import annotations

from dataclasses import replace

from giuloi.core.crypto.seal import bits_of
from giuloi.core.gate.decide import decide
from giuloi.core.gate.request import SubjectFacts, UseRequest
from giuloi.core.terms import ClauseRef, SubjectState
from giuloi.records.facts import Found, Known, Reading, Stored
from giuloi.records.published import by_id


def only_in_use(request: UseRequest, reading: Reading) -> Reading:
    """The reading without rows that are only stored; who has nothing else of what is asked for is refused by it."""
    if not any(row.aside for one in reading.people for row in one.rows):
        return reading  # nearly always: nothing is looked at twice
    known = list(reading.known)
    number_of = {one: number for number, one in enumerate(known)}
    people = []
    for one in reading.people:
        clause, rows = _in_use(request, known[one.known], one)
        about = replace(known[one.known], aside=clause)
        if about not in number_of:
            number_of[about] = len(known)
            known.append(about)
        people.append(Found(one.ask, number_of[about], rows))
    return _without_the_idle(Reading(people, known))


def shut_to(request: UseRequest, known: Known, row: Stored) -> int:
    """The fields of this row that stay shut to this request."""
    if not row.aside or known.policy_id is None or known.facts is None:
        return 0
    return 0 if _left_by_restriction(known.policy_id, request, known.facts) else row.aside


def _in_use(request: UseRequest, known: Known, found: Found) -> tuple[ClauseRef, list[Stored]]:
    """("" or the clause by which nothing may be used, the rows of which something may)."""
    rows, shut = [], ClauseRef("")
    for row in found.rows:
        closed = shut_to(request, known, row)
        asked = request.fields & (bits_of(row.sealed.cells) if closed else request.fields)
        if asked & ~closed or not closed:
            rows.append(row)
        elif asked:
            shut = row.clause
    return (ClauseRef("") if _any_asked(request, rows) else shut), rows


def _any_asked(request: UseRequest, rows: list[Stored]) -> bool:
    return any(request.fields & bits_of(row.sealed.cells) & ~row.aside for row in rows)


def _without_the_idle(reading: Reading) -> Reading:
    """A group that nobody is in any more would be decided, and recorded, about nobody."""
    used = sorted({one.known for one in reading.people})
    new = {old: number for number, old in enumerate(used)}
    people = [Found(one.ask, new[one.known], one.rows) for one in reading.people]
    return Reading(people, [reading.known[old] for old in used])


def _left_by_restriction(policy_id: int, request: UseRequest, facts: SubjectFacts) -> bool:
    """Whether the policy would allow this to somebody who asked for restriction."""
    restricted = replace(facts, states=facts.states | SubjectState.RESTRICTED)
    return decide(by_id(policy_id).policy, request, restricted).allowed
