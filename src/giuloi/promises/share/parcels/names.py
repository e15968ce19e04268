"""What a recipient calls a customer: a name of its own, so that two of them cannot put together what they know.

One key for each recipient (P_r), derived in the key store: the same customer always has the same name with the same
recipient and an unlike one with any other, and whoever has the database alone cannot tell which is whose.
"""

from __future__ import annotations

from base64 import b32encode

from giuloi.promises.share.parcels.rows import ParcelOrder
from giuloi.records.access.keyed import keyed
from giuloi.records.database import answering

_LETTERS = 16  # base32: 80 bits, so no two customers of a shop share one


def name_for(recipient: str, subject: int) -> str:
    """ "k-q3v7…": for this customer, with this recipient."""
    digest = keyed("recipient name", recipient, subject)
    return "k-" + b32encode(digest).decode("ascii").lower()[:_LETTERS]


@answering()
def whose(recipient: str, name: str) -> int | None:
    """The customer whom this recipient knows by that name; None for a name that it never got, or of who is erased."""
    wanted = name.strip().lower()
    known = ParcelOrder.objects.filter(parcel__recipient=recipient, parcel__handed_at__isnull=False)
    subjects = known.order_by().values_list("subject_id", flat=True).distinct()
    return next((one for one in subjects.iterator() if name_for(recipient, one) == wanted), None)
