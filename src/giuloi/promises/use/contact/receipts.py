"""What a provider says became of a message settles its row: arrived after all, or bounced, and a person is told."""

from __future__ import annotations

from datetime import datetime

from giuloi.promises.use.channels.receipts import Became, Receipt
from giuloi.promises.use.contact.outgoing import Outgoing, State
from giuloi.records.database import answering

_HELD = (State.SENDING, State.SENT, State.UNCERTAIN)


@answering()
def take(receipt: Receipt, at: datetime) -> bool:
    """True when the message was one of these (promises/use/settling.py): by our own key, or by the provider's id."""
    row = (
        _of_key(receipt.reference)
        or Outgoing.objects.filter(provider=receipt.provider, provider_id=receipt.reference).first()
    )
    if row is None:
        return False
    held = Outgoing.objects.filter(id=row.id, state__in=_HELD)
    if receipt.became is Became.DELIVERED:
        held.update(state=State.SENT, reason="", ended_at=at)
    else:
        held.update(state=State.FAILED, reason=receipt.became.value, ended_at=at)
    return True


def _of_key(reference: str) -> Outgoing | None:
    try:
        number = int(reference, 16)
    except ValueError:
        return None
    return Outgoing.objects.filter(id=number).first() if 0 < number < 2**63 else None
