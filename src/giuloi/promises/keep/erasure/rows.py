"""The rows of an erasure. None of them says anything of the person; who it is goes with their last row."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.db import models

from giuloi.records.database import run_many


class State(StrEnum):
    """How far an erasure is: what is done next follows from it (steps.py)."""

    COOLING = "cooling"  # the customer may still change their mind; frozen meanwhile
    WAITING = "waiting"  # the lawful part is done (or nothing is); an open order or a hold keeps the rest
    INTENT = "intent"  # no way back: the leaf that says so is written
    KEYS = "keys"  # everything that opens or finds them is destroyed
    ROWS = "rows"  # the rows are gone too
    TOLD = "told"  # every partner answered, or a person closed the exception
    DONE = "done"  # the backups cannot be read any more
    CANCELLED = "cancelled"


ENDED = (State.DONE, State.CANCELLED)


class Task(StrEnum):
    """How far one partner is."""

    WAITING = "waiting"
    TOLD = "told"
    OPEN = "open"  # an exception that stays visible until a person closes it
    CLOSED = "closed"


class ErasureRow(models.Model):
    """One erasure, of one person or of a batch. `token_hash` leads to its certificate; the token stands nowhere.

    `kept` is JSON: what law keeps, why and until when, in words that name nobody. `epochs` are the numbers of the
    epoch keys that wrapped the destroyed keys. `live_at` is when live data became unreadable. `waits`: this round takes
    a part only, for something is still open.
    """

    id = models.BigIntegerField(primary_key=True)
    request = models.BigIntegerField(null=True, db_index=True)
    token_hash = models.BinaryField(unique=True)
    state = models.TextField(default=State.COOLING.value)
    why = models.TextField()
    actor = models.TextField()
    asked_at = models.DateTimeField()
    begins_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, db_index=True)
    cancelled_at = models.DateTimeField(null=True)
    live_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    people = models.IntegerField(default=1)
    whole = models.BooleanField(default=True)
    waits = models.BooleanField(default=False)
    kept = models.TextField(default="[]")
    epochs = models.TextField(default="[]")

    class Meta:
        db_table = "keep_erasure"


class ErasedPerson(models.Model):
    """Whom an erasure is about, for as long as their rows are there: this one goes with them.

    `stays` is JSON, settled with the intent: [record, class] of what law keeps.
    """

    pk = models.CompositePrimaryKey("erasure_id", "subject_id")
    erasure = models.ForeignKey(ErasureRow, models.CASCADE, related_name="+")
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    was_frozen = models.BooleanField(default=False)
    stays = models.TextField(default="[]")

    class Meta:
        db_table = "keep_person"


class ErasureLeaf(models.Model):
    """One leaf of the ledger about an erasure: the id of its use, by which its proof is found."""

    id = models.BigAutoField(primary_key=True)
    erasure = models.ForeignKey(ErasureRow, models.CASCADE, related_name="+")
    event = models.TextField()
    use_id = models.BinaryField()
    at = models.DateTimeField(null=True)  # null: reserved, not written yet

    class Meta:
        db_table = "keep_leaf"


class PartnerTask(models.Model):
    """One partner to be told. `sealed` are its own names for the person's things, under a key of their own."""

    id = models.BigIntegerField(primary_key=True)
    erasure = models.ForeignKey(ErasureRow, models.CASCADE, related_name="+")
    partner = models.TextField()
    sealed = models.BinaryField()
    state = models.TextField(default=Task.WAITING.value)
    tries = models.IntegerField(default=0)
    due_at = models.DateTimeField(null=True, db_index=True)
    code = models.TextField(default="")
    how = models.TextField(default="")
    read_back = models.BooleanField(default=False)
    reference = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "keep_partner_task"


def write_people(erasure: int, people: Iterable[int]) -> None:
    """Whom a batch is about, in one statement. Joins the caller's transaction."""
    run_many(_PERSON, [(erasure, one) for one in people])


_PERSON = "INSERT INTO keep_person (erasure_id, subject_id, was_frozen, stays) VALUES (%s, %s, false, '[]')"
