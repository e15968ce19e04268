"""Telling a shop without people that somebody is here: a one-time token, and a reference that says nothing.

The reference stands for one person at one key and is computed, not kept: whoever has the shop's database cannot
tell whose it is, and two shops cannot compare theirs.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import models

from giuloi.core.crypto.primitives import random_bytes
from giuloi.core.terms import Standing
from giuloi.records.access.keyed import keyed
from giuloi.records.database import answering
from giuloi.records.subjects import standing_of

LASTS = timedelta(minutes=5)
_TOKEN_BYTES, _REFERENCE_BYTES = 32, 16


class Visit(models.Model):
    """One token that was handed out; a row holds only its hash."""

    token_hash = models.BinaryField(primary_key=True)
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "records_visit"


@answering()
def announce(subject: int, at: datetime) -> str:
    """A token that tells whoever redeems it with a key of the shop's that this person is there."""
    token = random_bytes(_TOKEN_BYTES).hex()
    Visit.objects.create(token_hash=_hash(token), subject_id=subject, expires_at=at + LASTS)
    return token


@answering()
def redeem(token: str, key: int, at: datetime) -> tuple[str, Standing] | None:
    """(reference, standing) of whoever the token is about; None for one that is over, used, or none of ours."""
    held = Visit.objects.filter(token_hash=_hash(token), expires_at__gt=at)
    subject = held.values_list("subject_id", flat=True).first()
    if subject is None or not held.delete()[0]:
        return None
    found = standing_of(subject)
    return None if found is None else (reference_of(subject, key), found[0])


def reference_of(subject: int, key: int) -> str:
    """32 hex digits that stand for this person at this key, the same each time."""
    return keyed("visit", subject, key)[:_REFERENCE_BYTES].hex()


@answering()
def forget_over(at: datetime) -> int:
    """Take away the tokens whose time is over."""
    return int(Visit.objects.filter(expires_at__lte=at).delete()[0])


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
