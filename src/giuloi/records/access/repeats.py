"""A request that comes twice is done once: what a machine sends under one `Idempotency-Key`.

A row holds hashes, ids that are opaque anyway, and a status; no word of the request or the answer. The ids of what
will be made are drawn with the claim, before anything is done. So after a crash the tables themselves tell
whether it was done: what was drawn stands there, or it does not, and is made under the same ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.crypto import salted_hmac

from giuloi.core.crypto.primitives import random_id
from giuloi.core.terms import GiuloiError
from giuloi.records.database import answering, moment, run

LASTS = timedelta(hours=24)
_BUSY = timedelta(seconds=30)  # a claim without an outcome for so long was cut off: somebody else may go on


class Repeat(models.Model):
    """One request of one key. `header` and `body` are keyed hashes; `first` and `second` ids that were drawn."""

    id = models.BigAutoField(primary_key=True)
    key_id = models.BigIntegerField()
    header = models.BinaryField()
    body = models.BinaryField()
    first = models.BigIntegerField()
    second = models.BigIntegerField()
    made_at = models.DateTimeField(db_index=True)
    claimed_at = models.DateTimeField()
    status = models.SmallIntegerField(null=True)
    outcome = models.JSONField(default=dict)  # ids only

    class Meta:
        db_table = "records_repeat"
        constraints = (models.UniqueConstraint(fields=["key_id", "header"], name="records_repeat_once"),)


@dataclass(frozen=True, slots=True)
class Claim:
    """What came of asking. With a `status` it is done, and `outcome` names what was made; else do it now.

    `again`: another began it and was cut off, so it may be done already. `at` is when it first came.
    """

    row: int
    first: int
    second: int
    at: datetime
    again: bool = False
    status: int | None = None
    outcome: Mapping[str, Any] | None = None


class OtherRequest(GiuloiError):
    """The same header with another body: a mistake of the caller's, and nothing was done."""


class StillBusy(GiuloiError):
    """The same request is being done at this moment: come again in a second."""


@answering()
def claim(key_id: int, header: str, body: bytes, at: datetime) -> Claim:
    """Claim this request, or learn what became of it. Raises OtherRequest, StillBusy."""
    named, said = _hash("header", header.encode()), _hash("body", body)
    drawn = (random_id(), random_id())
    if run(_CLAIM, (key_id, named, said, *drawn, moment(at), moment(at))):
        found = Repeat.objects.get(key_id=key_id, header=named)
        return Claim(found.id, found.first, found.second, at)
    return _before(key_id, named, said, at)


def _before(key_id: int, named: bytes, said: bytes, at: datetime) -> Claim:
    found = Repeat.objects.filter(key_id=key_id, header=named).first()
    if found is None or found.made_at <= at - LASTS:
        raise StillBusy("this request was forgotten a moment ago: send it again")
    if bytes(found.body) != said:
        raise OtherRequest("this Idempotency-Key came with another body before: take a new key")
    done = Claim(found.id, found.first, found.second, found.made_at, True, found.status, found.outcome)
    if found.status is not None:
        return done
    # By compare-and-set: of several who find it cut off, one goes on.
    mine = Repeat.objects.filter(id=found.id, status=None, claimed_at=found.claimed_at)
    if found.claimed_at > at - _BUSY or not mine.update(claimed_at=at):
        raise StillBusy("this request is being done at this moment: send it again in a second")
    return done


@answering()
def settle(row: int, status: int, outcome: Mapping[str, Any]) -> None:
    """Remember what became of it: a status, and ids."""
    Repeat.objects.filter(id=row).update(status=status, outcome=dict(outcome))


@answering()
def let_go(row: int) -> None:
    """Nothing was done: the same request may be sent again."""
    run("DELETE FROM records_repeat WHERE id = %s AND status IS NULL", (row,))


@answering()
def forget_repeats(at: datetime) -> int:
    """Forget what is older than a day; returns how many. The clock knocks for this."""
    return run("DELETE FROM records_repeat WHERE made_at <= %s", (moment(at - LASTS),))


def _hash(what: str, text: bytes) -> bytes:
    """Keyed by the server's secret, which no copy of the database carries: a body may hold a phone number."""
    return salted_hmac(f"giuloi/v1 repeat {what}", text, algorithm="sha256").digest()


_CLAIM = """
INSERT INTO records_repeat (key_id, header, body, first, second, made_at, claimed_at, status, outcome)
VALUES (%s, %s, %s, %s, %s, %s, %s, NULL, '{}')
ON CONFLICT (key_id, header) DO NOTHING
"""
