"""What became of a message after its provider took it: noted, and where nothing arrives, nothing more is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from giuloi.promises.use.channels.receipts import Became, Receipt
from giuloi.promises.use.outreach import sends
from giuloi.promises.use.outreach.sends import Send, SendState
from giuloi.records.database import answering, durable

FOR_NOW = timedelta(days=3)  # a full mailbox, a telephone that is switched off
# For how long nothing is sent there: None is for good.
_LASTS: Mapping[Became, timedelta | None] = {
    Became.BOUNCED_FOR_GOOD: None,
    Became.REFUSED: None,
    Became.BOUNCED_FOR_NOW: FOR_NOW,
}


@answering()
def take(receipt: Receipt, at: datetime) -> bool:
    """Whether it is about a campaign's message; then it is written down. A receipt that comes again changes nothing."""
    found = Send.objects.filter(key=receipt.reference).first() or (
        Send.objects.filter(provider_id=receipt.reference, campaign__channel=receipt.channel.value).first()
    )
    if found is None:
        return False
    with durable():
        # It also tells of a message whose answer got lost: the provider had it.
        Send.objects.filter(id=found.id).update(became=receipt.became.value, state=SendState.SENT.value)
        if receipt.became in _LASTS:
            lasts = _LASTS[receipt.became]
            sends.suppress(found.subject_id, receipt.channel, None if lasts is None else at + lasts)
    return True
