"""Seeded addresses: an invented one in each list that leaves, so that a letter that comes there says who passed it on.

Off until the operator names a domain that is the shop's own (GIULOI_ALIAS_DOMAIN) and reads its mail. It proves that a
list left that recipient's hands, by leak, sale or theft; it does not say by whom of them, or that nobody else leaked.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from giuloi.promises.share.parcels.rows import Alias
from giuloi.records.access.keyed import keyed
from giuloi.records.database import answering, durable
from giuloi.records.ids import new_id

# As people's addresses begin: nobody's, and like many.
_BEGIN = ("lan", "minh", "huong", "tuan", "thao", "nam", "linh", "quang", "mai", "dung", "ha", "phuc")


def seed(recipient: str, at: datetime) -> str:
    """A fresh address for one list of this recipient, written down before it leaves; "" while none is set up."""
    domain = settings.GIULOI_ALIAS_DOMAIN
    if not domain:
        return ""
    drawn = keyed("alias", recipient, new_id())
    address = f"{_BEGIN[drawn[0] % len(_BEGIN)]}{int.from_bytes(drawn[1:5]) % 10**7:07d}@{domain}"
    with durable():
        _, made = Alias.objects.get_or_create(address=address, defaults={"recipient": recipient, "at": at})
    return address if made else seed(recipient, at)


@answering()
def leaked(address: str) -> tuple[str, datetime] | None:
    """(recipient, when it got this address); None for an address that was never seeded."""
    found = Alias.objects.filter(address=address.strip().lower()).first()
    return None if found is None else (found.recipient, found.at)
