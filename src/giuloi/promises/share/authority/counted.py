"""How often authorities asked and what became of it, for everybody to read: counts of whole months, never a name.

Never up to this minute: who watched a live number would learn that somebody is being asked about today.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.promises.share.authority.rows import AuthorityCall, AuthorityFile, AuthoritySubject
from giuloi.promises.share.authority.words import GROUND_WORDS, Called, Ground
from giuloi.records.database import answering

_GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Requests:
    """The requests that arrived in twelve whole months. `people` counts each customer once for each file."""

    since: datetime
    until: datetime
    received: int
    urgent: int
    verified: int
    forged: int
    released: int
    in_time: int
    late: int
    people: int
    refused: tuple[tuple[Words, int], ...]

    @property
    def open(self) -> int:
        """Neither released nor refused when this was counted."""
        return self.received - self.released - sum(count for _, count in self.refused)


@answering()
def counted(now: datetime) -> Requests:
    """The twelve months that ended with the last whole one."""
    until = now.astimezone(VIETNAM).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    since = until.replace(year=until.year - 1)
    rows = list(AuthorityFile.objects.filter(received_at__gte=since, received_at__lt=until))
    ids = [row.id for row in rows]
    denied = AuthorityCall.objects.filter(file_id__in=ids, result=Called.DENIED.value).values_list("file_id")
    grounds = Counter(row.ground for row in rows if row.ground)
    done = [(row.released_at or row.ended_at, row.due_at) for row in rows]
    return Requests(
        since,
        until,
        len(rows),
        sum(row.urgent for row in rows),
        sum(row.verified_at is not None for row in rows),
        len(set(denied)),
        sum(row.released_at is not None for row in rows),
        sum(at is not None and at <= due for at, due in done),
        sum((at or now) > due for at, due in done),
        AuthoritySubject.objects.filter(file_id__in=ids, outcome=_GIVEN).count(),
        tuple((GROUND_WORDS[Ground(ground)], count) for ground, count in grounds.most_common()),
    )
