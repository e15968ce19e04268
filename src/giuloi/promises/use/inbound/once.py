"""A letter is taken once, however often it comes: known by a keyed hash of its Message-ID."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.crypto import salted_hmac

from giuloi.records.database import answering

KEPT = timedelta(days=30)


class TakenLetter(models.Model):
    """One letter that was taken: a digest under the server's secret, so that no row tells whose it was."""

    digest = models.BinaryField(primary_key=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "use_taken_letter"


def digest(what: str | bytes) -> bytes:
    """32 bytes for a Message-ID, or for the whole letter where it has none."""
    return salted_hmac("giuloi/v1 letter", what, algorithm="sha256").digest()


@answering()
def was_taken(letter: bytes) -> bool:
    """Did this letter come before?"""
    return bool(TakenLetter.objects.filter(digest=letter).exists())


@answering()
def mark_taken(letter: bytes, at: datetime) -> bool:
    """Mark it, in the caller's transaction; False when it was marked already."""
    return bool(TakenLetter.objects.get_or_create(digest=letter, defaults={"at": at})[1])


@answering()
def forget_letters(at: datetime) -> int:
    """Forget those of a month ago; how many."""
    return int(TakenLetter.objects.filter(at__lte=at - KEPT).delete()[0])
