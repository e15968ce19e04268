"""When the terms of keeping of orders began (records/terms_begun.py): the contract, and the closing."""

from __future__ import annotations

from giuloi.records.terms_begun import TermsOf

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
