"""Which rights over data were not carried out, or only in part, and on which ground: for everybody to read (IV.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from giuloi.records.database import moment, rows
from giuloi.records.request_kinds import RIGHTS_KINDS, RequestState


@dataclass(frozen=True, slots=True)
class NotCarriedOut:
    """How many rights of one kind ended so, on one ground."""

    kind: str
    state: RequestState
    ground: str
    count: int


def rights_refused(since: datetime, at: datetime) -> tuple[NotCarriedOut, ...]:
    """Of the rights that came in from `since` until before `at`; what the customer took back is no refusal."""
    kinds = sorted(RIGHTS_KINDS)
    statement = _REFUSED.format(", ".join(["%s"] * len(kinds)))
    found = rows(statement, (*kinds, moment(since), moment(at)))
    return tuple(NotCarriedOut(kind, RequestState(state), ground, int(n)) for kind, state, ground, n in found)


_REFUSED = """
SELECT kind, state, ground, count(*) FROM records_request
WHERE kind IN ({}) AND received_at >= %s AND received_at < %s
AND state IN ('refused', 'partly') AND ground <> 'taken_back'
GROUP BY kind, state, ground ORDER BY kind, state, ground
"""
