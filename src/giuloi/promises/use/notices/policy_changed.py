"""VIII.3: who accepted an older version of the policy is told of a new one before it holds, once, in batches.

The notice itself is the mark of how far this came, so that a process that dies between two batches goes on where
it stopped, and nobody is told twice. Who accepts the new version before their turn comes needs no telling.
"""

from __future__ import annotations

from datetime import datetime

from giuloi.core.terms import Standing
from giuloi.promises.use.contact.outgoing import Outgoing, State
from giuloi.promises.use.notices.telling import tell
from giuloi.promises.use.notices.texts import Notice
from giuloi.promises.use.outreach.written import public
from giuloi.records.database import answering, joined, rows
from giuloi.records.not_real import real
from giuloi.records.published import Published, versions

AT_ONCE = 200
# Confirmations and answers go by the same line: no more than so many of these stand before them.
IN_LINE = 200


def tell_members(at: datetime) -> int:
    """Put the next batch in line; returns how many were told. 0 while enough of them wait to be sent."""
    newest = next(iter(versions()), None)
    if newest is None or _waiting() >= IN_LINE:
        return 0
    with joined():
        return sum(_told(one, newest, at) for one in _still_to_tell(newest.id))


def _told(subject: int, newest: Published, at: datetime) -> bool:
    link = public(f"/trust/versions/{newest.id}")
    return tell(
        Notice.POLICY_CHANGED, subject, newest.id, at, effective=newest.in_force_at.isoformat(), link=link
    )


@answering()
def _waiting() -> int:
    held = Outgoing.objects.filter(kind=Notice.POLICY_CHANGED.value, state=State.QUEUED.value)
    return held[:IN_LINE].count()


def _still_to_tell(version: int) -> list[int]:
    """From where the last batch stopped; at the end once more from the start, for who came in behind it."""
    about = (Notice.POLICY_CHANGED.value, version)
    [(last,)] = rows("SELECT max(subject_id) FROM use_notice WHERE kind = %s AND ground = %s", about)
    starts = [0] if last is None else [int(last), 0]
    for start in starts:
        existing, numbers = real()
        found = rows(
            _OLDER.format(existing), (Standing.MEMBER.value, version, start, *numbers, *about, AT_ONCE)
        )
        if found:
            return [int(one) for (one,) in found]
    return []


_OLDER = """
SELECT s.id FROM records_subject s
WHERE s.standing = %s AND s.policy_id < %s AND s.id > %s AND {}
AND NOT EXISTS (SELECT 1 FROM use_notice n WHERE n.kind = %s AND n.ground = %s AND n.subject_id = s.id)
ORDER BY s.id LIMIT %s
"""
