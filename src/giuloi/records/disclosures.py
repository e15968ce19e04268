"""Something leaves the shop in other hands (a parcel with its label): asked of the gate and ledgered, nothing opened.

What leaves by being opened (a printed label, an answer to a partner's key) is told by reveal itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from giuloi.core.gate.request import Decision
from giuloi.core.ledger.entry import Event
from giuloi.core.terms import Channel, NotATerm
from giuloi.records.agreed import only_agreed
from giuloi.records.credentials import Holding
from giuloi.records.database import durable
from giuloi.records.facts import Ask, read_facts
from giuloi.records.in_use import only_in_use
from giuloi.records.paid import one_hand_over_at_a_time, use_up
from giuloi.records.reveal import decided, request_of, use_of
from giuloi.records.stopped import refuse_if_stopped
from giuloi.records.uses.pending import record_uses


def disclose_many(
    holding: Holding, field_names: Iterable[str], asks: Sequence[Ask], at: datetime
) -> list[Decision]:
    """Whether these fields of these people may go to the recipient that `holding` names; one answer for each ask.

    Each answer, yes or no, is in the use ledger when this returns. Raises NotATerm for a holding without a
    recipient, Unavailable when a database cannot do it now.
    """
    if not holding.recipient or holding.relation is None:
        raise NotATerm("a disclosure names its recipient")
    refuse_if_stopped()
    request = request_of(holding, field_names, Channel.IN_HOUSE)
    with durable():
        one_hand_over_at_a_time(request, asks)
        reading = only_in_use(request, read_facts(request, holding, asks, at))
        reading = only_agreed(request, reading, at)
        decisions = [decided(request, known) for known in reading.known]
        told: dict[Decision, list[int]] = {}
        for one in reading.people:
            told.setdefault(decisions[one.known], []).append(one.ask.subject)
        record_uses(
            [
                use_of(holding, request, decision, tuple(subjects), at, Event.DISCLOSE)
                for decision, subjects in told.items()
            ]
        )
        use_up(request, reading, decisions, at)
    return [decisions[one.known] for one in reading.people]
