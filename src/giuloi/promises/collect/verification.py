"""Which telephone numbers and e-mail addresses are proven to be their owner's, by a code sent there (clause IV.5).

A row says that what is held in this field now was proven. Whoever changes the value calls `no_longer`, or
`note_verified` when the new value was proven too.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from django.db import models

from giuloi.records.database import answering, moment, run

CODE = "code"  # a code was sent there and came back
Verifiable = Literal["phone", "email"]


class Verification(models.Model):
    """One field of one person, proven."""

    id = models.BigAutoField(primary_key=True)
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    field = models.TextField()
    method = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "collect_verified"
        constraints = (models.UniqueConstraint(fields=["subject", "field"], name="collect_verified_once"),)


def note_verified(subject: int, field: Verifiable, at: datetime, method: str = CODE) -> None:
    """What is held in this field is proven; joins the caller's transaction. Once more only renews the time."""
    run(
        "INSERT INTO collect_verified (subject_id, field, method, at) VALUES (%s, %s, %s, %s) "
        "ON CONFLICT (subject_id, field) DO UPDATE SET method = excluded.method, at = excluded.at",
        (subject, field, method, moment(at)),
    )


@answering()
def verified(subject: int) -> dict[str, datetime]:
    """field → when it was proven; a field that is not there was not."""
    return dict(Verification.objects.filter(subject_id=subject).values_list("field", "at"))


@answering()
def no_longer(subject: int, fields: Iterable[str]) -> None:
    """These fields hold something else now, which nobody has proven. Joins the caller's transaction."""
    Verification.objects.filter(subject_id=subject, field__in=list(fields)).delete()
