"""What would leave the shop is asked of the register of recipients first (III.1, III.3).

Looked at after the facts are read and before the gate is asked; it only ever turns a yes into a no.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from giuloi.core.gate.request import UseRequest
from giuloi.core.terms import Relation
from giuloi.records.facts import Reading
from giuloi.records.recipients import may_receive


def only_agreed(request: UseRequest, reading: Reading, at: datetime) -> Reading:
    """The reading, marked where the recipient is not in the register, off, without a valid agreement, or for less.

    Use inside the shop asks nothing. An authority is no recipient with an agreement: III.2 has its own file.
    """
    relation = request.relation
    if relation is None or relation is Relation.AUTHORITY:
        return reading
    if may_receive(request.recipient, relation, request.purpose, request.fields, at):
        return reading
    return Reading(reading.people, [replace(one, unagreed=True) for one in reading.known])
