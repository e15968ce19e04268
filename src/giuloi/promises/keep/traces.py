"""Where rows about people stand in the tables of this app (records/traces.py)."""

from __future__ import annotations

from giuloi.records.traces import Trace

TRACES = (Trace("keep_person", lawful=True),)
