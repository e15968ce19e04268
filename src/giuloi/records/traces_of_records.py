"""Where rows about people stand in this floor's own tables (traces.py)."""

from __future__ import annotations

from giuloi.records.traces import Trace, of_ids

TRACES = (
    Trace("records_subject", "id IN ({ids})", lawful=True),
    Trace("records_vaultrow", records="record_id IN ({ids})", lawful=True),
    Trace("records_setaside", records="record_id IN ({ids})", lawful=True),
    Trace("records_case", records="record_id IN ({ids})"),
    Trace(
        "records_caserecord",
        "case_id IN (SELECT id FROM records_case WHERE subject_id IN ({ids}))",
        records="record_id IN ({ids})",
    ),
    Trace("records_consentrecord"),
    Trace("records_consentnow"),
    Trace("records_notcontacted"),
    Trace("records_notice", records="record_id IN ({ids})"),
    # That a promise was kept or missed stays counted, with its steps; whose it was does not.
    Trace("records_requeststep", ""),
    Trace(
        "records_request",
        records="record_id IN ({ids})",
        unlink="subject_id = NULL, record_id = NULL, case_id = NULL, repeat = ''",
    ),
    Trace(
        "records_correction",
        "request_id IN (SELECT id FROM records_request WHERE subject_id IN ({ids}))",
        records="before IN ({ids}) OR after IN ({ids})",
    ),
    Trace("records_accesscode", "subject IN ({ids})", records="record IN ({ids})"),
    Trace("records_session", "kind = 'customer' AND who IN ({ids})", records="record IN ({ids})"),
    Trace("records_passkey", "kind = 'customer' AND who IN ({ids})"),
    Trace("records_passkeychallenge", "kind = 'customer' AND who IN ({ids})"),
    Trace("records_partnername", records="id IN ({ids})"),
    Trace("records_preferencelink"),
    Trace("records_visit"),
    Trace("records_usecounter", lawful=True),
    # A hold stays with what it holds, and nobody is erased whole while one stands.
    Trace("records_hold", records="record_id IN ({ids})", lawful=True),
    Trace(
        "records_happening", of_ids("subject"), records=of_ids("order")
    ),  # waiting a second for its subscribers
    # Found only with the ledger key, which is destroyed with the person: `lookups` of uses/trail.py go by code.
)
