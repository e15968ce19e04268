"""Receipts find the messages they are about: whoever sends messages looks its own up, here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from giuloi.promises.use.channels import receipts
from giuloi.promises.use.channels.receipts import Receipt
from giuloi.promises.use.contact import receipts as replies
from giuloi.promises.use.outreach import settling as campaigns

# Each is asked in turn: True when the message was its own, and what the receipt says is written down.
Taker = Callable[[Receipt, datetime], bool]
TAKERS: tuple[Taker, ...] = (campaigns.take, replies.take)


def settle(at: datetime) -> int:
    """Settle what came, and forget what nobody knew; returns how many were settled. The clock knocks for this.

    A receipt may overtake the answer to its own sending, so one that nobody knows is asked about again.
    """
    done, after = 0, 0
    while found := receipts.waiting(after=after):
        after = found[-1].row
        for kept in found:
            if any(one(kept.receipt, kept.at) for one in TAKERS):
                receipts.settled(kept.row)
                done += 1
    receipts.forget_unknown(at)
    return done
