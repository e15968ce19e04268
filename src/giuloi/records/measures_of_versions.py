"""The measure of clause VIII.3, looked at: every version is here as it was published, and how long before it held."""

from __future__ import annotations

from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import NotServing
from giuloi.records.published import BEFOREHAND, versions


def old_versions(_: Policy) -> tuple[bool, str, str]:
    """Each version still compiles to the hash it was published under; of the later ones, how many were told before."""
    try:
        every = versions()
    except NotServing:
        return (
            False,
            "có bản đã công bố nay không còn nguyên văn",
            "a published version is no longer what it was",
        )
    later = every[:-1]
    before = sum(one.in_force_at - one.published_at >= BEFOREHAND for one in later)
    return (
        True,
        f"{len(every)} bản còn nguyên văn; {before} trong {len(later)} bản sau được báo trước ít nhất 7 ngày",
        f"{len(every)} versions word for word; {before} of {len(later)} later ones were told at least 7 days before",
    )
