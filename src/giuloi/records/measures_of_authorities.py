"""One of the measures (records/measures.py): what authorities were released, as clause III.2 says it may be.

The tables of a floor above are read here by their names: promises/share writes them. This look knows nothing of the
steps that lead there: it judges by what stands in the rows afterwards.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from giuloi.core.policy.clauses import Policy
from giuloi.records.database import moment, rows

Seen = tuple[bool, str, str]  # on, evidence in Vietnamese, in English
_LEFT = timedelta(minutes=15)  # a release takes seconds; the clock closes what a crash left


def authority_release(policy: Policy) -> Seen:
    """No release without its call back, nor without as many approvers as promised, others than who prepared it."""
    values = next(one.values for one in policy.requirements if one.name == "authority_release")
    ((released,),) = rows("SELECT count(*) FROM share_authorityfile WHERE released_at IS NOT NULL")
    ((unverified,),) = rows(_UNVERIFIED)
    ((unapproved,),) = rows(_UNAPPROVED, (int(values["approvers"]),))
    ((left,),) = rows(_LEFT_OPEN, (moment(datetime.now(UTC) - _LEFT),))
    return (
        not unverified and not unapproved and not left,
        f"{released} lần cung cấp; thiếu gọi lại xác minh: {unverified}; thiếu người duyệt: {unapproved}; "
        f"vụ việc còn mở: {left}",
        f"{released} releases; without call back: {unverified}; without enough approvers: {unapproved}; "
        f"cases left open: {left}",
    )


_UNVERIFIED = """
SELECT count(*) FROM share_authorityfile f
WHERE f.released_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM share_authoritycall c
    JOIN share_authoritynumber n ON n.id = c.number_id AND n.unit_id = f.unit_id AND n.entered_at < f.received_at
    WHERE c.file_id = f.id AND c.result = 'confirmed' AND c.at <= f.released_at)
"""
_UNAPPROVED = """
SELECT count(*) FROM share_authorityfile f
WHERE f.released_at IS NOT NULL AND (
    SELECT count(DISTINCT a.staff_id) FROM share_authorityapproval a
    WHERE a.file_id = f.id AND a.void_at IS NULL AND a.scope = f.scope AND a.at <= f.released_at
          AND a.staff_id <> f.taken_by AND a.staff_id <> f.prepared_by) < %s
"""
_LEFT_OPEN = (
    "SELECT count(*) FROM records_case WHERE kind = 'authority' AND closed_at IS NULL AND opened_at < %s"
)
