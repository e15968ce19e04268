"""To whom something about a person was given, from their own entries of the use ledger: whom to ask to erase it."""

from __future__ import annotations

from datetime import datetime

from giuloi.records.uses.handed_over import was_handed_over
from giuloi.records.uses.own import every_use


def told_to(subject: int) -> set[tuple[str, datetime]]:
    """(recipient, when) of everything that left in other hands; also of a frozen person, whose erasure this serves."""
    return {(one.recipient, one.at) for one in every_use(subject) if was_handed_over(one)}
