"""What of this app waits to be sent, and how it is held back in restored data (records/backup/held_back.py)."""

from __future__ import annotations

from giuloi.records.backup.held_back import Waiting

_REASON = "'restored from a backup: perhaps sent since'"

WAITING = (
    Waiting(
        "use_outgoing",
        f"state = 'uncertain', ended_at = {{at}}, reason = {_REASON}",
        "state IN ('queued', 'claimed', 'sending')",
    ),
    Waiting("use_send", "state = 'uncertain'", "state IN ('claimed', 'handed', 'later')"),
    Waiting("records_case", "closed_at = {at}", "kind = 'campaign' AND closed_at IS NULL"),
    # Whom it wrote to since, the backup does not know: it is never gone on with, only made anew by a person.
    Waiting(
        "use_campaign",
        "state = 'stopped', why = 'restored', case_id = NULL",
        "state IN ('running', 'paused', 'approved')",
    ),
)
