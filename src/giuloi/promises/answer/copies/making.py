"""A copy is offered: for a week, on the customer's own pages alone, to whoever signed in just now (VI.1).

By letter it only says that it is ready: a letter goes through strangers' hands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from giuloi.promises.answer.copies.rows import CopyRow
from giuloi.promises.answer.rights.carrying_out import done, register_executor
from giuloi.promises.answer.rights.rows import RightRow
from giuloi.promises.use import notices
from giuloi.promises.use.notices import Notice
from giuloi.records.database import answering, durable
from giuloi.records.ids import new_id
from giuloi.records.requests import CustomerRequest, request_of

OFFERED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy as it is offered; `opened`: how often it was saved."""

    id: int
    request: int
    made_at: datetime
    expires_at: datetime
    opened: int

    def open_at(self, at: datetime) -> bool:
        """Whether it can still be saved."""
        return at < self.expires_at


def make_copy(subject: int, at: datetime, request: int) -> Copy:
    """Offer a copy to whoever asked by this request, and tell them at every address known; asked again, the same one.

    Durable. Raises LookupError for a request that is not this person's.
    """
    row = request_of(request)
    if row is None or row.subject_id != subject:
        raise LookupError("this request is nobody's, or somebody else's")
    with durable():
        found, new = CopyRow.objects.get_or_create(
            request_id=request, defaults={"id": new_id(), "made_at": at, "expires_at": at + OFFERED}
        )
        if new:
            due = found.expires_at
            notices.tell(Notice.COPY_READY, subject, request, at, every_way=True, due=due)
    return _copy(found)


@answering()
def copy_of(request: int) -> Copy | None:
    """The copy that was made for a request; None where there is none."""
    found = CopyRow.objects.filter(request_id=request).first()
    return None if found is None else _copy(found)


def _carry_out(row: CustomerRequest, right: RightRow, at: datetime) -> None:
    """What software does for a copy, and for seeing what is held: the answer is the same file."""
    if row.subject_id is None:
        raise LookupError("nobody is left whose right it would be")
    make_copy(row.subject_id, at, row.id)  # cut off here, the next try finds it and only ends the request
    done(row.id, at)


def register() -> None:
    """Called once, when the applications are ready."""
    register_executor("copy", _carry_out)
    register_executor("access", _carry_out)


def _copy(row: CopyRow) -> Copy:
    return Copy(row.id, row.request_id, row.made_at, row.expires_at, row.opened)
