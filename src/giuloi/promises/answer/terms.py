"""When the term of what was written with a request began: when the request ended (records/terms_begun.py)."""

from __future__ import annotations

from giuloi.records.request_kinds import OPEN, RequestState
from giuloi.records.terms_begun import TermsOf

_OPEN = ", ".join(f"'{RequestState(state).value}'" for state in OPEN)
TERMS = (
    TermsOf(
        "request_texts",
        "SELECT r.subject_id, m.id, 'case_closed', "  # noqa: S608  the states are an enum of ours
        f"CASE WHEN r.state IN ({_OPEN}) THEN NULL ELSE coalesce(r.finished_at, r.received_at) END "
        "FROM answer_message m JOIN records_request r ON r.id = m.request_id WHERE r.subject_id IN ({people})",
    ),
)
