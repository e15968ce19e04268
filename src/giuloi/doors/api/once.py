"""`Idempotency-Key`: a request that comes twice is done once, and answered alike.

What is remembered is a status and ids (records/access/repeats.py). Nothing that was revealed ever is: a reveal that
is sent again goes through the gate again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Status

from giuloi.core.bilingual import Words
from giuloi.doors.api.problem import Problem, invalid
from giuloi.records.access import repeats
from giuloi.records.ids import new_id

HEADER = "Idempotency-Key"
_SHAPE = re.compile(r"[\x21-\x7e]{1,255}")
DESCRIBED: dict[str, Any] = {
    "parameters": [
        {
            "in": "header",
            "name": HEADER,
            "required": False,
            "schema": {"type": "string", "pattern": r"^[\x21-\x7e]{1,255}$"},
            "description": "Send the same request again with the same key: it is done once. Kept for 24 hours.",
        }
    ]
}
_BUSY = Words(
    "Chính yêu cầu này đang được thực hiện: hãy gửi lại sau một giây.",
    "This very request is being done: send it again in a second.",
)
_OTHER = Words(
    "Idempotency-Key này đã đi cùng một nội dung khác: hãy dùng khóa mới.",
    "This Idempotency-Key came with another body before: take a new one.",
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Ids to make things under, and when. `again`: it may be done already, under these very ids."""

    first: int
    second: int
    at: datetime
    again: bool = False


Done = tuple[int, dict[str, Any]]


def once(request: HttpRequest, do: Callable[[Drawn], Done]) -> Status[Any]:
    """Do it, or say what came of it before. `do` returns a status and ids, and raises before it changes anything."""
    at, header = datetime.now(UTC), request.headers.get(HEADER)
    if header is None:
        return Status(*do(Drawn(new_id(), new_id(), at)))
    if not _SHAPE.fullmatch(header):
        raise invalid([{"where": ["header", HEADER], "what": "shape"}])
    said = b"\0".join([str(request.method).encode(), request.path.encode(), request.body])
    try:
        claim = repeats.claim(request.auth.id, header, said, at)
    except repeats.OtherRequest:
        raise Problem(409, "other_request", _OTHER) from None
    except repeats.StillBusy:
        raise Problem(409, "busy", _BUSY, retry_after=1) from None
    if claim.status is not None:
        return Status(claim.status, claim.outcome or {})
    try:
        status, ids = do(Drawn(claim.first, claim.second, claim.at, claim.again))
    except Problem:
        if (
            not claim.again
        ):  # cut off once, it is never begun from nothing: a yes would come back over a later no
            repeats.let_go(claim.row)
        raise
    # Any other error leaves the claim: whether it was done is told by the tables when it comes again.
    repeats.settle(claim.row, status, ids)
    return Status(status, ids)
