"""Correcting what somebody asked to have corrected: by software where it can, field by field (VI.1).

Both values stay sealed: what is put in place is copied inside the key store, and what stood there is kept beside it.
"""

from __future__ import annotations

from datetime import datetime

from giuloi.promises.answer.rights.carrying_out import done, register_executor
from giuloi.promises.answer.rights.rows import RightRow
from giuloi.promises.collect.correction import carry_out_wish
from giuloi.records.corrections import pairs_of
from giuloi.records.database import durable
from giuloi.records.requests import CustomerRequest


def register() -> None:
    """Called once, when the app is ready."""
    register_executor("rectify", _carry_out)


def _carry_out(row: CustomerRequest, right: RightRow, at: datetime) -> None:
    """What can be put right is; the rest, and what was only told in words, a person does."""
    waiting = [one for one in pairs_of(row.id) if one.done_at is None]
    subject = row.subject_id
    with durable():
        left = [one for one in waiting if subject is None or not carry_out_wish(subject, one, at)]
        if left or not waiting:
            RightRow.objects.filter(request_id=row.id).update(due_at=None)
            return
    done(row.id, at)
