"""Which version's promise a request is held to: the shorter of what the person accepted and what is promised to all.

A version that answers later does not hold for a member who accepted a sooner one (VIII.3); one that answers sooner is
promised to everybody who asks from its day on.
"""

from __future__ import annotations

from giuloi.core.policy.clauses import Clock, Policy
from giuloi.core.terms import Standing
from giuloi.records.published import Published, by_id, current
from giuloi.records.subjects import standing_of


def clock_of(policy: Policy, kind: str) -> Clock | None:
    """The promise of this policy about one kind of request; the shortest where there are several."""
    promised = [clock for clock in policy.clocks if kind in clock.kinds]
    return min(promised, key=lambda clock: clock.within.least_hours, default=None)


def promised_to(subject: int, kind: str) -> tuple[Published, Clock | None]:
    """(the version that binds, its promise) for a request of this kind by this person; no promise: None."""
    now = current()
    found = standing_of(subject)
    if found is None or found[0] is not Standing.MEMBER or found[2] == now.id:
        return now, clock_of(now.policy, kind)
    accepted = by_id(found[2])
    theirs, everybodys = clock_of(accepted.policy, kind), clock_of(now.policy, kind)
    if theirs is None or (
        everybodys is not None and everybodys.within.least_hours < theirs.within.least_hours
    ):
        return now, everybodys
    return accepted, theirs
