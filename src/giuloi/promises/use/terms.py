"""When the terms of keeping of what was written to care, and of opinions, began (records/terms_begun.py)."""

from __future__ import annotations

from giuloi.records.terms_begun import TermsOf

_CASE = "JOIN records_case c ON c.id = m.case_id WHERE m.subject_id IN ({people})"
TERMS = (
    TermsOf(
        "care_texts",
        f"SELECT m.subject_id, m.id, 'case_closed', c.closed_at FROM use_message m {_CASE}",  # noqa: S608
    ),
    TermsOf("care_files", f"SELECT m.subject_id, m.id, 'case_closed', c.closed_at FROM use_file m {_CASE}"),  # noqa: S608
    TermsOf("last_contact", f"SELECT m.subject_id, 0, 'last_contact', m.at FROM use_message m {_CASE}"),  # noqa: S608
    TermsOf(
        "opinions",
        "SELECT subject_id, record_id, 'collected', answered_at FROM use_opinion_link "
        "WHERE answered_at IS NOT NULL AND subject_id IN ({people})",
    ),
)
