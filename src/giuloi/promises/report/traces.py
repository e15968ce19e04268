"""Where rows about people stand in the tables of this app (records/traces.py): the file stays, and names nobody."""

from __future__ import annotations

from giuloi.records.traces import Trace

TRACES = (
    Trace("report_affected", unlink="subject_id = NULL"),
    Trace("report_stepperson"),
    Trace("report_glassperson", unlink="subject_id = NULL, case_id = NULL"),
)
