"""How far a mailbox was read, and which letters are to be tried again later.

A UID only grows while the folder's UIDVALIDITY stays (RFC 9051 §2.3.1.1), so what lies above the highest one that
was reached is new, whoever read it first elsewhere. A letter that could not be taken waits with growing pauses, and
keeps no other out.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

from giuloi.promises.use.inbound.once import digest
from giuloi.records.database import answering

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)


class Reached(models.Model):
    """One folder in one UIDVALIDITY, by a keyed hash of both: no row tells whose mailbox it is."""

    folder = models.BinaryField(primary_key=True)
    uid = models.BigIntegerField()

    class Meta:
        db_table = "use_mailbox"


class LeftLetter(models.Model):
    """One letter that could not be taken: when it is tried again."""

    id = models.BigAutoField(primary_key=True)
    folder = models.BinaryField()
    uid = models.BigIntegerField()
    tries = models.IntegerField()
    again_at = models.DateTimeField()

    class Meta:
        db_table = "use_left_letter"
        constraints = (models.UniqueConstraint(fields=["folder", "uid"], name="use_left_letter_once"),)


def folder_of(*names: str) -> bytes:
    """The folder's row: of server, user, folder and UIDVALIDITY."""
    return digest("\0".join(names))


@answering()
def reached(folder: bytes) -> int | None:
    """The highest UID that was taken or left; None for a folder that was never read."""
    found = Reached.objects.filter(folder=folder).values_list("uid", flat=True).first()
    return None if found is None else int(found)


@answering()
def note_reached(folder: bytes, uid: int) -> None:
    """Everything up to `uid` was taken or left. Never goes back."""
    Reached.objects.get_or_create(folder=folder, defaults={"uid": uid})
    Reached.objects.filter(folder=folder, uid__lt=uid).update(uid=uid)


@answering()
def left(folder: bytes) -> dict[int, datetime]:
    """uid → when to try again, of each letter that was left."""
    return dict(LeftLetter.objects.filter(folder=folder).values_list("uid", "again_at"))


@answering()
def leave(folder: bytes, uid: int, at: datetime) -> None:
    """Try this letter again, after twice the pause of the last time."""
    row, _ = LeftLetter.objects.get_or_create(folder=folder, uid=uid, defaults={"tries": 0, "again_at": at})
    pause = min(FIRST_PAUSE * 2 ** min(row.tries, 20), LONGEST_PAUSE)
    LeftLetter.objects.filter(id=row.id).update(tries=row.tries + 1, again_at=at + pause)


@answering()
def settled(folder: bytes, uid: int) -> None:
    """It was taken after all, or is no longer there."""
    LeftLetter.objects.filter(folder=folder, uid=uid).delete()
