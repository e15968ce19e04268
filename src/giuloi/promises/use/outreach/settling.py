"""What became of a message after its provider took it: noted, and where nothing arrives, nothing more is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from giuloi.promises.use.channels import receipts
from giuloi.promises.use.channels.receipts import Became, Kept
from giuloi.promises.use.outreach import sends
from giuloi.promises.use.outreach.sends import Send, SendState
from giuloi.records.database import durable

FOR_NOW = timedelta(days=3)  # a full mailbox, a telephone that is switched off
# Until when nothing is sent there: None is for good.
_UNTIL: Mapping[Became, timedelta | None] = {
    Became.BOUNCED_FOR_GOOD: None,
    Became.REFUSED: None,
    Became.BOUNCED_FOR_NOW: FOR_NOW,
}


def settle(at: datetime) -> int:
    """Write down every receipt that is about a campaign's message; returns how many. The clock knocks for this."""
    settled, after = 0, 0
    while some := receipts.waiting(after=after):
        settled += sum(_settle(one, at) for one in some)
        after = some[-1].row
    return settled


def _settle(kept: Kept, at: datetime) -> bool:
    reference, channel = kept.receipt.reference, kept.receipt.channel
    found = Send.objects.filter(key=reference).first() or (
        Send.objects.filter(provider_id=reference, campaign__channel=channel.value).first()
    )
    if found is None:
        return False
    with durable():
        # A receipt also tells of a message whose answer got lost: the provider had it.
        Send.objects.filter(id=found.id).update(became=kept.receipt.became.value, state=SendState.SENT.value)
        if kept.receipt.became in _UNTIL:
            lasts = _UNTIL[kept.receipt.became]
            sends.suppress(found.subject_id, channel, None if lasts is None else at + lasts)
        receipts.settled(kept.row)
    return True
