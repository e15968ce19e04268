"""Links by which somebody changes their choices without signing in: at the foot of every message we send.

The token is random and says nothing; a row holds only its hash. It never expires, for whoever was written to
must be able to say no for as long as the message lies in their mailbox (Decree 91/2020 art. 16).
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import models

from giuloi.core.crypto.primitives import random_bytes
from giuloi.records.database import answering

TOKEN_BYTES = 32


class PreferenceLink(models.Model):
    """One link that was sent out."""

    id = models.BigAutoField(primary_key=True)
    token_hash = models.BinaryField(unique=True)
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "records_preferencelink"


@answering()
def preference_link(subject: int, at: datetime) -> str:
    """A new link for a message to this person: its path, "/preferences/<token>", the only time it is seen."""
    token = random_bytes(TOKEN_BYTES).hex()
    PreferenceLink.objects.create(token_hash=_hash(token), subject_id=subject, made_at=at)
    return f"/preferences/{token}"


@answering()
def subject_behind(token: str) -> tuple[int, datetime] | None:
    """Whose link this is, and since when; None for no link of ours."""
    found = PreferenceLink.objects.filter(token_hash=_hash(token)).values_list("subject_id", "made_at")
    return found.first()


def _hash(token: str) -> bytes:
    # A plain hash is enough: the token has 256 random bits, so there is nothing to guess or to slow down.
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
