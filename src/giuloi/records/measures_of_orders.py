"""Two of the measures (records/measures.py): orders that were stopped are settled, and nobody is suspended unasked.

The tables of a floor above are read here by their names: promises/collect writes them.
"""

from __future__ import annotations

from datetime import UTC, datetime

from giuloi.core.policy.clauses import Policy
from giuloi.records.database import moment, rows

Seen = tuple[bool, str, str]  # on, evidence in Vietnamese, in English


def open_orders_settled(_: Policy) -> Seen:
    """Every open order whose consent was withdrawn is with customer care, and none of them is late (VI.7)."""
    ((with_care, late),) = rows(_WITH_CARE, (moment(datetime.now(UTC)),))
    ((nowhere,),) = rows(_NOWHERE)
    return (
        not late and not nowhere,
        f"{with_care} đơn dừng đang được giải quyết; quá giờ: {late}; chưa chuyển cho chăm sóc: {nowhere}",
        f"{with_care} stopped orders being settled; late: {late}; not handed to customer care: {nowhere}",
    )


def untrue_information(_: Policy) -> Seen:
    """Nobody's buying was suspended who had not been asked to correct it, and given the time for it (IV.5)."""
    ((files, suspended, unasked),) = rows(_FILES)
    return (
        not unasked,
        f"{files} hồ sơ; đang tạm dừng mua: {suspended}; dừng khi chưa mời sửa: {unasked}",
        f"{files} files; buying suspended now: {suspended}; suspended without being asked: {unasked}",
    )


_WITH_CARE = """
SELECT count(*), count(CASE WHEN due_at < %s THEN 1 END)
FROM records_request
WHERE kind = 'withdraw' AND record_id IS NOT NULL AND finished_at IS NULL
"""
_NOWHERE = """
SELECT count(*)
FROM collect_order o
JOIN records_subject s ON s.id = o.subject_id AND s.standing = 'member'
JOIN records_consentnow c ON c.subject_id = o.subject_id AND c.purpose = 'supply'
     AND c.channel = 'in_house' AND c.recipient = '' AND c.state IN ('refused', 'withdrawn', 'expired')
WHERE o.state = 'placed' AND o.progress NOT IN ('cancelled', 'returned')
      AND NOT EXISTS (SELECT 1 FROM records_request r WHERE r.record_id = o.id AND r.kind = 'withdraw')
"""
_FILES = """
SELECT count(*), count(CASE WHEN state = 'buying_suspended' THEN 1 END),
       count(CASE WHEN suspended_at IS NOT NULL AND (asked_at IS NULL OR suspended_at < correct_by) THEN 1 END)
FROM collect_doubt
"""
