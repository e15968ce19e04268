"""What is only stored: past the time it is used, and not yet at the time it is erased (IV.1, restricted store).

A row here shuts some fields of one row of the vault. The gate then answers for them as for somebody who asked for
restriction (VI.5): signing in to one's own data, rights, compulsory notices and authorities still open them, nothing
else does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from giuloi.core.terms import RetentionClass
from giuloi.records.database import moment, run_many
from giuloi.records.keyring.data_keys import CLASS_NUMBER


class SetAsideRow(models.Model):
    """Fields (a mask) of one vault row that are stored and used for nothing, and the clause that says so."""

    pk = models.CompositePrimaryKey("subject_id", "record_id", "klass")
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    record_id = models.BigIntegerField()
    klass = models.SmallIntegerField()
    fields = models.BigIntegerField()
    clause = models.TextField()
    since = models.DateTimeField()

    class Meta:
        db_table = "records_setaside"


@dataclass(frozen=True, slots=True)
class Aside:
    """Fields of one row to be set aside; `fields` is the whole mask as it stands from now on."""

    subject: int
    record: int
    klass: RetentionClass
    fields: int
    clause: str


def set_aside(asides: Iterable[Aside], at: datetime) -> None:
    """From the next look on these are only stored; 0 takes a row back into use. Joins the caller's transaction."""
    given = list(asides)
    run_many(
        _SHUT,
        [
            (one.subject, one.record, CLASS_NUMBER[one.klass], one.fields, one.clause, moment(at))
            for one in given
            if one.fields
        ],
    )
    run_many(_OPEN, [(one.subject, one.record, CLASS_NUMBER[one.klass]) for one in given if not one.fields])


_SHUT = """
INSERT INTO records_setaside (subject_id, record_id, klass, fields, clause, since) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (subject_id, record_id, klass) DO UPDATE SET fields = excluded.fields, clause = excluded.clause
"""
_OPEN = "DELETE FROM records_setaside WHERE subject_id = %s AND record_id = %s AND klass = %s"
