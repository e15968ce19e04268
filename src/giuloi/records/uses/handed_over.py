"""What of somebody's entries in the use ledger left the shop: handed over, or opened for somebody outside."""

from __future__ import annotations

from giuloi.core.ledger.entry import Event
from giuloi.core.terms import Outcome
from giuloi.records.uses.own import OwnUse


def was_handed_over(use: OwnUse) -> bool:
    """Allowed, with a recipient, and more than words: an answer about a recipient hands nothing over."""
    return (
        bool(use.recipient)
        and use.decision == Outcome.ALLOWED
        and use.event not in (Event.REFUSE, Event.NOT_OPENED)
        and not use.event.startswith("consent.")
    )
