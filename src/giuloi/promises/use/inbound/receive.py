"""A raw letter comes in: a report about one of ours becomes a receipt, anything else is taken, each of them once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from giuloi.promises.use.channels import receipts
from giuloi.promises.use.channels.email.receipts import report_of
from giuloi.promises.use.inbound.headers import our_address
from giuloi.promises.use.inbound.letter import Inbound, Take
from giuloi.promises.use.inbound.once import mark_taken, was_taken
from giuloi.promises.use.inbound.read import read
from giuloi.records.access import limits
from giuloi.records.database import joined

_ANYWHERE = "::"  # letters have no address that tells anything: where it counts, all of them are one


class Came(StrEnum):
    """What became of a letter that came in."""

    TAKEN = "taken"
    REPEAT = "repeat"  # it came before: nothing changed
    BOUNCE = "bounce"  # a report about a letter of ours: kept as a receipt
    NOTHING = "nothing"  # no byte, or a report that a letter of ours is on its way


def receive(raw: bytes, take: Take, at: datetime) -> Came:
    """Take a letter in; once this returns, the server's copy may go.

    Whatever it raises (Unavailable above all, TooMany in a flood) means that nothing was kept: it must come again.
    """
    if not raw.strip():
        return Came.NOTHING
    found = report_of(raw, our_address()[1])
    if found is not None:
        receipts.keep(found, at)
        return Came.BOUNCE if found else Came.NOTHING
    inbound = read(raw)
    if not was_taken(inbound.digest):
        _within(inbound, at)
    return take_once(inbound, take, at)


def _within(inbound: Inbound, at: datetime) -> None:
    """Whoever writes without end is heard again later (raises TooMany): every letter starts a clock of the shop's."""
    action = "letter_machine" if inbound.automatic else "letter" if inbound.proven else "letter_unproven"
    limits.spend(action, _ANYWHERE, inbound.sender.open(), at=at)


def take_once(inbound: Inbound, take: Take, at: datetime) -> Came:
    """Give a message to whoever keeps it, and mark it taken in the same transaction."""
    if was_taken(inbound.digest):
        return Came.REPEAT
    with joined():
        # Marked first: of two that come at the same moment, the second waits here and finds it marked.
        if not mark_taken(inbound.digest, at):
            return Came.REPEAT
        take(inbound, at)
    return Came.TAKEN
