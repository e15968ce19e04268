"""The tables of this app, each defined in the file of its idea."""

from __future__ import annotations

from giuloi.promises.report.break_glass.rows import GlassPersonRow, GlassRow
from giuloi.promises.report.crossing.rows import Crossing
from giuloi.promises.report.incidents.rows import (
    AffectedRow,
    DutyAlertRow,
    DutyRow,
    EvidenceRow,
    IncidentRow,
    LineRow,
    SearchRow,
    StepPersonRow,
    StepRow,
    TextRow,
)

__all__ = [
    "AffectedRow",
    "Crossing",
    "DutyAlertRow",
    "DutyRow",
    "EvidenceRow",
    "GlassPersonRow",
    "GlassRow",
    "IncidentRow",
    "LineRow",
    "SearchRow",
    "StepPersonRow",
    "StepRow",
    "TextRow",
]
