"""Links by which somebody changes their choices without signing in: at the foot of every message we send.

The token is random and says nothing; a row holds only its hash. It never expires, for whoever was written to
must be able to say no for as long as the message lies in their mailbox (Decree 91/2020 art. 16).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from giuloi.core.crypto.primitives import random_bytes
from giuloi.records.database import answering

TOKEN_BYTES = 32


class PreferenceLink(models.Model):
    """One link that was sent out. `purpose` and `channel` are what the message it stood in rested on, if a consent."""

    id = models.BigAutoField(primary_key=True)
    token_hash = models.BinaryField(unique=True)
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    purpose = models.TextField(default="")
    channel = models.TextField(default="")

    class Meta:
        db_table = "records_preferencelink"


@dataclass(frozen=True, slots=True)
class Behind:
    """Whose link it is, since when, and the consent that its message rested on ("" for none)."""

    subject: int
    made_at: datetime
    purpose: str
    channel: str


@answering()
def preference_link(subject: int, at: datetime) -> str:
    """A new link for a message to this person: its path, "/preferences/<token>", the only time it is seen."""
    return preference_links([subject], at)[0]


@answering()
def preference_links(
    subjects: Iterable[int], at: datetime, purpose: str = "", channel: str = "", size: int = TOKEN_BYTES
) -> list[str]:
    """The same for many messages at once, which rest on the consent to this purpose by this channel.

    A mail program's one click (RFC 8058) on such a link takes back just that consent. `size` are the token's random
    bytes: a text message has room for 16, which nobody guesses either.
    """
    made = [(subject, random_bytes(size).hex()) for subject in subjects]
    PreferenceLink.objects.bulk_create(
        PreferenceLink(
            token_hash=_hash(token), subject_id=subject, made_at=at, purpose=purpose, channel=channel
        )
        for subject, token in made
    )
    return [f"/preferences/{token}" for _, token in made]


@answering()
def link_behind(token: str) -> Behind | None:
    """What stands behind a token; None for no link of ours."""
    found = PreferenceLink.objects.filter(token_hash=_hash(token)).first()
    return None if found is None else Behind(found.subject_id, found.made_at, found.purpose, found.channel)


def _hash(token: str) -> bytes:
    # A plain hash is enough: the token has 256 random bits, so there is nothing to guess or to slow down.
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
