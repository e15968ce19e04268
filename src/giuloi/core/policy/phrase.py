"""The shape of one sentence of the compiler: what is wrong, and what to write instead, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error makes a policy impossible; a warning is shown and the policy stands."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One diagnostic's sentences; `write_…` completes "write instead: "."""

    vi: str
    en: str
    write_vi: str
    write_en: str
    severity: Severity = Severity.ERROR
