"""Where rows about people stand in the tables of this app (records/traces.py)."""

from __future__ import annotations

from giuloi.records.traces import Trace

_REQUESTS = "request_id IN (SELECT id FROM records_request WHERE subject_id IN ({ids}))"
_OF_RECORD = "request_id IN (SELECT id FROM records_request WHERE record_id IN ({ids}))"

TRACES = (
    Trace("answer_alert", _REQUESTS, records=_OF_RECORD),
    Trace("answer_copy", _REQUESTS, records=_OF_RECORD),
    Trace("answer_message", _REQUESTS, records=_OF_RECORD),
    Trace("answer_representative", _REQUESTS, records=_OF_RECORD),
)
