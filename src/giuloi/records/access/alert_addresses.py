"""Where a colleague is written to when a promise is about to be missed: an e-mail address, if they gave one.

Staff data, and sealed as their second factors are: under a key of the key store, each to its place. It is opened
for a sender only, and nobody, not even an administrator, is shown it again.
"""

from __future__ import annotations

from django.db import models

from giuloi.core.identifiers import norm_v1
from giuloi.core.terms import NotAnIdentifier, Secret
from giuloi.records.access.keyed import open_secret, seal_secret
from giuloi.records.database import answering, durable

LONGEST = 64  # bytes, and every address is padded to them: the sealed length tells nothing


class AlertAddress(models.Model):
    """One colleague's address, sealed."""

    staff = models.OneToOneField("records.Staff", models.CASCADE, primary_key=True, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        db_table = "records_alertaddress"


def set_address(staff: int, address: str) -> None:
    """Keep this address for them, "" for none. Raises NotAnIdentifier, which never repeats it."""
    if not address:
        with durable():
            AlertAddress.objects.filter(staff_id=staff).delete()
        return
    raw = norm_v1("email", address).encode()
    if len(raw) > LONGEST:
        raise NotAnIdentifier(f"an address for alerts has at most {LONGEST} bytes")
    sealed = seal_secret(raw.ljust(LONGEST), "alert", staff)
    with durable():
        AlertAddress.objects.update_or_create(staff_id=staff, defaults={"sealed": sealed})


@answering()
def address_of(staff: int) -> Secret[str] | None:
    """Their address, for a sender; None if they gave none."""
    found = AlertAddress.objects.filter(staff_id=staff, staff__left_at=None).first()
    if found is None:
        return None
    return Secret(open_secret(bytes(found.sealed), "alert", staff).decode().rstrip())


@answering()
def reachable() -> set[int]:
    """Which colleagues gave an address: what a page may show of it."""
    return set(AlertAddress.objects.filter(staff__left_at=None).values_list("staff_id", flat=True))
