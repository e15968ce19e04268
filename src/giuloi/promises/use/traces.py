"""Where rows about people stand in the tables of this app (records/traces.py)."""

from __future__ import annotations

from giuloi.records.traces import Trace

TRACES = (
    Trace("use_care", records="case_id IN ({ids})"),
    Trace("use_message", records="id IN ({ids})"),
    Trace("use_file", records="id IN ({ids})"),
    Trace("use_outgoing", records="message IN ({ids})"),
    Trace("use_notice"),
    Trace("use_send"),
    Trace("use_contact"),
    Trace("use_suppression"),
    Trace("use_opinion_link", records="record_id IN ({ids})"),
)
