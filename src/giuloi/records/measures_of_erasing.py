"""One of the measures (records/measures.py): whoever is to be erased is, in time, and backups follow (VI.2).

The tables of a floor above are read here by their names: promises/keep writes them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Duration
from giuloi.records.database import moment, rows

Seen = tuple[bool, str, str]  # on, evidence in Vietnamese, in English
_STUCK = timedelta(hours=1)  # the clock comes every half minute


def erasure(policy: Policy) -> Seen:
    """No erasure is stuck with keys or rows still there, and none is past the day promised for backups."""
    values = next(one.values for one in policy.requirements if one.name == "erasure")
    now, promised = datetime.now(UTC), Duration.parse(str(values["backups_unreadable"]))
    ((done, stuck),) = rows(_DONE_AND_STUCK, (moment(now - _STUCK),))
    behind = moment(now - timedelta(hours=promised.least_hours) - _STUCK)
    ((late,),) = rows(_BACKUPS_LATE, (behind,))
    return (
        not stuck and not late,
        f"{done} việc xóa đã hủy khóa; đang kẹt: {stuck}; quá hạn {promised} mà bản sao lưu chưa chắc hết: {late}",
        f"{done} erasures destroyed their keys; stuck: {stuck}; past {promised} with backups not yet settled: {late}",
    )


_DONE_AND_STUCK = """
SELECT count(CASE WHEN live_at IS NOT NULL THEN 1 END),
       count(CASE WHEN state IN ('cooling', 'intent', 'keys') AND begins_at < %s AND due_at IS NOT NULL THEN 1 END)
FROM keep_erasure
"""
_BACKUPS_LATE = """
SELECT count(*) FROM keep_erasure e WHERE e.live_at < %s AND EXISTS (
    SELECT 1 FROM keep_leaf l WHERE l.erasure_id = e.id AND l.event = 'erase.backups_unreadable' AND l.at IS NULL)
"""
