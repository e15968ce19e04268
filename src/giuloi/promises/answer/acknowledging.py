"""A request is acknowledged with its deadline, and its end is told: notices put in line in the same transaction.

What the customer sees happen at once needs no letter: a request that came in and was carried out in one go, an order
(its own notices tell of it), and whatever the shop platform brought.
"""

from __future__ import annotations

from datetime import datetime

from giuloi.promises.answer.told import on_ended, on_received
from giuloi.promises.use import notices
from giuloi.promises.use.notices import Notice
from giuloi.records.requests import RequestState, request_of

SILENT = ("order", "cancel", "return")  # told of by the order's own notices
# What a bridge brought was asked elsewhere; a letter may be forged, so promises/answer/incoming.py says when to answer.
ELSEWHERE = ("bridge", "email", "zalo", "messenger", "sms")


@on_received
def acknowledge(request: int, at: datetime) -> None:
    """It was received, and by when it is carried out."""
    row = request_of(request)
    if row is None or row.subject_id is None or row.kind in SILENT or row.source in ELSEWHERE:
        return
    if row.due_at is not None:
        notices.tell(
            Notice.REQUEST_RECEIVED, row.subject_id, request, at, received=row.received_at, due=row.due_at
        )


@on_ended
def tell_of_the_end(request: int, at: datetime) -> None:
    """It is done, or could not be, or only in part: the ground stands on the customer's own page."""
    row = request_of(request)
    if row is None or row.subject_id is None or row.kind in SILENT or row.source == "bridge":
        return
    done = row.state == RequestState.DONE
    kind = Notice.REQUEST_DONE if done else Notice.REQUEST_REFUSED
    notices.tell(kind, row.subject_id, request, at, received=row.received_at)
