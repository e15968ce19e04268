"""What is written in the file: its parts, each sealed, and the assessment of the risk with its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from giuloi.core.terms import NotATerm
from giuloi.promises.report.incidents.book import writing
from giuloi.promises.report.incidents.kinds import LONGEST, TEXTS, What
from giuloi.promises.report.incidents.rows import IncidentRow, TextRow
from giuloi.records.database import answering
from giuloi.records.sealed_text import open_text, seal_text

MARKS = range(1, 6)  # of likelihood and severity: 1 is least


def write_parts(incident: int, parts: Mapping[str, str], at: datetime, by: str) -> int:
    """Write these parts; returns how many changed. The timeline keeps what each said.

    Raises NotATerm for a part that is none, or one that is too long; LookupError for a file that is closed.
    """
    if not parts.keys() <= TEXTS.keys() or any(len(text) > LONGEST for text in parts.values()):
        raise NotATerm(f"a part of the file is one of its list, of at most {LONGEST} characters")
    had = parts_of(incident)
    changed = {name: text.strip() for name, text in parts.items() if text.strip() != had.get(name, "")}
    if not changed:
        return 0
    with writing(at, by) as book:
        still_open(incident)
        for name, text in changed.items():
            sealed = seal_text(text, "part", incident, name)
            TextRow.objects.update_or_create(incident_id=incident, name=name, defaults={"sealed": sealed})
            book.line(incident, What.WRITTEN, part=name, text=text)
    return len(changed)


@answering()
def parts_of(incident: int) -> dict[str, str]:
    """The parts that were written, as they stand."""
    found = TextRow.objects.filter(incident_id=incident)
    return {row.name: open_text(bytes(row.sealed), "part", incident, row.name) for row in found}


def assess(incident: int, likelihood: int, severity: int, reasons: str, at: datetime, by: str) -> None:
    """Say how likely harm to customers is and how bad it would be, from 1 to 5, and why. Raises as `write_parts`."""
    if likelihood not in MARKS or severity not in MARKS or not 0 < len(reasons.strip()) <= LONGEST:
        raise NotATerm("likelihood and severity are from 1 to 5, with their reasons")
    with writing(at, by) as book:
        still_open(incident)
        IncidentRow.objects.filter(id=incident).update(likelihood=likelihood, severity=severity)
        sealed = seal_text(reasons.strip(), "part", incident, "risk")
        TextRow.objects.update_or_create(incident_id=incident, name="risk", defaults={"sealed": sealed})
        book.line(incident, What.ASSESSED, likelihood=likelihood, severity=severity, text=reasons.strip())


def still_open(incident: int) -> IncidentRow:
    """The open file. Raises LookupError for one that is closed or was never there."""
    row = IncidentRow.objects.filter(id=incident, closed_at=None).first()
    if row is None:
        raise LookupError("there is no open incident of that number")
    return row
