"""What became of a message after a provider took it: stored first, and settled when the clock knocks.

A receipt names a message by our own key or by the provider's id of it, and never whom it was for. Whoever sent
messages (care, campaigns) looks its own up; what nobody knows is forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import models

from giuloi.core.terms import Channel
from giuloi.records.database import answering

KEPT = timedelta(days=3)  # a receipt may overtake the answer to its own sending: it waits so long to be known
_REFERENCE = re.compile(r"[A-Za-z0-9._:-]{1,100}")


class Became(StrEnum):
    """What a provider says became of a message."""

    DELIVERED = "delivered"
    BOUNCED_FOR_GOOD = "bounced_for_good"  # no such number or mailbox: nothing is sent there any more
    BOUNCED_FOR_NOW = "bounced_for_now"  # full, switched off, out of reach: another message may arrive
    REFUSED = "refused"  # the person, or their network, does not want it


@dataclass(frozen=True, slots=True)
class Receipt:
    """`reference` is our key or the provider's id, opaque either way."""

    channel: Channel
    provider: str
    reference: str
    became: Became


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored receipt and its row."""

    row: int
    receipt: Receipt
    at: datetime


class ReceiptRow(models.Model):
    """One receipt that is not settled yet. Opaque ids only."""

    id = models.BigAutoField(primary_key=True)
    channel = models.TextField()
    provider = models.TextField()
    reference = models.TextField()
    became = models.TextField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "use_receipt"
        constraints = (
            models.UniqueConstraint(fields=["provider", "reference", "became"], name="use_receipt_once"),
        )


@answering()
def keep(receipts: Iterable[Receipt], at: datetime) -> int:
    """Store what came; what came before, or names no message as we would, is passed over. How many are new.

    Raises Unavailable: then the provider is told to come again.
    """
    rows = [
        ReceiptRow(
            channel=one.channel, provider=one.provider, reference=one.reference, became=one.became, at=at
        )
        for one in receipts
        if _REFERENCE.fullmatch(one.reference)
    ]
    before = ReceiptRow.objects.count()
    ReceiptRow.objects.bulk_create(rows, ignore_conflicts=True)
    return ReceiptRow.objects.count() - before


@answering()
def waiting(most: int = 500, after: int = 0) -> list[Kept]:
    """The receipts that nobody has settled, oldest first, behind row `after`."""
    return [
        Kept(row.id, Receipt(Channel(row.channel), row.provider, row.reference, Became(row.became)), row.at)
        for row in ReceiptRow.objects.filter(id__gt=after).order_by("id")[:most]
    ]


@answering()
def settled(row: int) -> None:
    """It was known, and what it says is written down: forget it."""
    ReceiptRow.objects.filter(id=row).delete()


@answering()
def forget_unknown(at: datetime) -> int:
    """Forget what nobody knew in three days; how many."""
    return int(ReceiptRow.objects.filter(at__lte=at - KEPT).delete()[0])
