"""What was corrected, before and after: a pair that stands sealed in the vault, under the field's own class (VI.1).

Here are ids and times only. Both values are vault records below zero, so that nothing reads them by chance; they go
with the person's other data of that class. Before it is carried out there is only what is to be put in place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from giuloi.records import vault
from giuloi.records.cases import cover
from giuloi.records.database import answering, joined
from giuloi.records.ids import new_id


class CorrectionRow(models.Model):
    """One field of one request. `before` and `after` are vault records, null where that value was empty."""

    id = models.BigIntegerField(primary_key=True)
    request = models.ForeignKey("records.CustomerRequest", models.CASCADE, related_name="+")
    field = models.TextField()
    before = models.BigIntegerField(null=True)
    after = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "records_correction"


@dataclass(frozen=True, slots=True)
class Pair:
    """One correction, shut: which field, and where in the vault the two values stand. `done_at` None: still to do."""

    id: int
    field: str
    before: int | None
    after: int | None
    asked_at: datetime
    done_at: datetime | None


def wish(request: int, subject: int, case: int, field: str, text: str, at: datetime) -> int:
    """Seal what is to be put in a field's place; the request's case opens it. Joins the caller's transaction.

    Asked for once more, the newer wish takes the place of the one that waits.
    """
    with joined():
        waiting = CorrectionRow.objects.filter(request_id=request, field=field, done_at=None).first()
        row = waiting or CorrectionRow(id=new_id(), request_id=request, field=field, asked_at=at)
        if row.after is None:
            row.after = -new_id()
            cover(case, row.after)
        vault.seal_many([vault.Sealing(subject, {field: text}, row.after)], at)
        row.save()
    return row.id


def kept(request: int, subject: int, field: str, text: str, at: datetime) -> None:
    """Keep the pair, before the new value is sealed over the old one. Joins the caller's transaction."""
    with joined():
        row, before = CorrectionRow(id=new_id(), request_id=request, field=field, asked_at=at), -new_id()
        row.before = before if vault.copy_over(subject, field, vault.PERSON, before, at) else None
        if text:
            row.after = -new_id()
            vault.seal_many([vault.Sealing(subject, {field: text}, row.after)], at)
        row.done_at = at
        row.save()


def carry_out(pair: Pair, subject: int, at: datetime) -> None:
    """Put what was wished for in its place and keep what stood there; nobody sees either. Joins the transaction."""
    if pair.after is None:
        raise LookupError("nothing was wished for")
    before = -new_id()
    had = vault.copy_over(subject, pair.field, vault.PERSON, before, at)
    if not vault.copy_over(subject, pair.field, pair.after, vault.PERSON, at):
        raise LookupError("what was wished for is not there any more")
    CorrectionRow.objects.filter(id=pair.id).update(before=before if had else None, done_at=at)


@answering()
def pairs_of(request: int) -> list[Pair]:
    """What is to be, or was, corrected by one request, oldest first."""
    return [_pair(one) for one in CorrectionRow.objects.filter(request_id=request).order_by("asked_at", "id")]


@answering()
def pairs_about(subject: int) -> list[Pair]:
    """All that was corrected about one person, oldest first."""
    found = CorrectionRow.objects.filter(request__subject_id=subject).order_by("asked_at", "id")
    return [_pair(one) for one in found]


def _pair(row: CorrectionRow) -> Pair:
    return Pair(row.id, row.field, row.before, row.after, row.asked_at, row.done_at)
