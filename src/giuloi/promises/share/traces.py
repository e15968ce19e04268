"""Where rows about people stand in the tables of this app (records/traces.py)."""

from __future__ import annotations

from giuloi.records.traces import Trace, of_ids

# A webhook that was away is not told what somebody did who is gone: that they are gone is told apart (erasing/webhook).
TRACES = (
    Trace("share_message", of_ids("subject"), records=of_ids("order")),
    # Whoever has to be told that somebody took a consent back is told of the erasure instead (erasing/recipients).
    Trace("share_stopnotice"),
    Trace("share_parcelorder", records="record_id IN ({ids})"),
    # That an authority was answered stays in its file, with what of; about whom does not (III.2). A person who was
    # erased before the release is in no scope any more: its hash differs, so every approval is void.
    Trace(
        "share_authoritysubject", records="record_id IN ({ids})", unlink="subject_id = NULL, record_id = NULL"
    ),
)
