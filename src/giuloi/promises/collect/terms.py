"""When the terms of keeping of orders began, and whose terms they are (records/terms_begun.py)."""

from __future__ import annotations

from giuloi.records.terms_begun import TermsOf, VersionsOf

TERMS = (
    TermsOf(
        "contracts",
        "SELECT subject_id, id, 'contract', placed_at FROM collect_order WHERE subject_id IN ({people})",
    ),
    TermsOf(
        "orders",
        "SELECT subject_id, id, 'order_closed', CASE WHEN state = 'placed' THEN NULL "
        "ELSE coalesce(closed_at, modified_at) END FROM collect_order WHERE subject_id IN ({people})",
    ),
    TermsOf(
        "collected",
        "SELECT subject_id, id, 'collected', placed_at FROM collect_order WHERE subject_id IN ({people})",
    ),
)

VERSIONS = (
    VersionsOf(
        "orders",
        "SELECT subject_id, id AS record_id, policy_id FROM collect_order WHERE subject_id IN ({people})",
        "SELECT DISTINCT policy_id FROM collect_order WHERE subject_id IS NOT NULL",
    ),
)
