"""What would leave the shop is asked of the register of recipients first (III.1, III.3).

Looked at after the facts are read and before the gate is asked; it only ever turns a yes into a no.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from giuloi.core.gate.request import Decision, Reason, UseRequest
from giuloi.core.terms import ClauseRef, ConsentState, Outcome, Relation
from giuloi.records.facts import Known, Reading
from giuloi.records.recipients import is_paid, may_receive


def only_agreed(request: UseRequest, reading: Reading, at: datetime) -> Reading:
    """The reading, marked where the recipient is not in the register, off, without a valid agreement, or for less.

    Use inside the shop asks nothing. An authority is no recipient with an agreement: III.2 has its own file.
    """
    relation = request.relation
    if relation is None or relation is Relation.AUTHORITY:
        return reading
    if may_receive(request.recipient, relation, request.purpose, request.fields, at):
        if not is_paid(request.recipient):
            return reading
        return Reading(reading.people, [replace(one, paid=True) for one in reading.known])
    return Reading(reading.people, [replace(one, unagreed=True) for one in reading.known])


def unless_stopped(known: Known, decision: Decision) -> Decision:
    """The gate's yes, or the no of what was marked in the reading; a no of the gate's own stays as it is."""
    if not decision.allowed:
        return decision
    unasked = known.facts is None or known.facts.to_recipient is not ConsentState.GIVEN
    if known.aside:
        return _no(decision, Reason.SET_ASIDE, known.aside)
    if known.unagreed:
        return _no(decision, Reason.NO_AGREEMENT, decision.clause)
    if known.paid and unasked:
        return _no(decision, Reason.NO_CONSENT, decision.clause)
    return decision


def _no(decision: Decision, reason: Reason, clause: ClauseRef) -> Decision:
    return replace(decision, outcome=Outcome.DENIED, clause=clause, reason=reason, basis=None)
