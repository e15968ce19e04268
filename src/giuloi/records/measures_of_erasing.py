"""One of the measures (records/measures.py): whoever is to be erased is, in time, and backups follow (VI.2).

The tables of a floor above are read here by their names: promises/keep writes them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings

from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Duration
from giuloi.records.database import moment, rows
from giuloi.records.keyring import keyring
from giuloi.records.keyring.rotation import GRACE

Seen = tuple[bool, str, str]  # on, evidence in Vietnamese, in English
_STUCK = timedelta(hours=1)  # the clock comes every half minute


def erasure(policy: Policy) -> Seen:
    """No erasure is stuck, none is past the day promised for backups, and epochs turn in time."""
    values = next(one.values for one in policy.requirements if one.name == "erasure")
    now, promised = datetime.now(UTC), Duration.parse(str(values["backups_unreadable"]))
    ((done, stuck),) = rows(_DONE_AND_STUCK, (moment(now - _STUCK),))
    behind = moment(now - timedelta(hours=promised.least_hours) - _STUCK)
    ((late,),) = rows(_BACKUPS_LATE, (behind,))
    overdue = keyring().epochs_overdue(timedelta(days=settings.GIULOI_EPOCH_DAYS), now - _STUCK)
    # What the settings make of it at most: a new epoch begins, and three days later the one before is destroyed.
    in_time = timedelta(days=settings.GIULOI_EPOCH_DAYS) + GRACE <= timedelta(hours=promised.least_hours)
    return (
        not stuck and not late and not overdue and in_time,
        f"{done} việc xóa đã hủy khóa; đang kẹt: {stuck}; quá hạn {promised} mà bản sao lưu chưa chắc hết: {late}; "
        f"đời khóa {settings.GIULOI_EPOCH_DAYS} ngày, trễ thay hay hủy: {overdue}",
        f"{done} erasures destroyed their keys; stuck: {stuck}; past {promised} with backups not yet settled: {late}; "
        f"epochs of {settings.GIULOI_EPOCH_DAYS} days, late to be followed or destroyed: {overdue}",
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
