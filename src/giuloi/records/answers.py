"""What whoever asked for people's data is answered: values, or why there are none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from giuloi.core.gate.request import Decision
from giuloi.core.terms import Secret
from giuloi.records.facts import Ask


@dataclass(frozen=True, slots=True)
class Revealed:
    """What was opened for one ask: record (0 is the person) → field name → value that does not print."""

    ask: Ask
    decision: Decision
    records: Mapping[int, Mapping[str, Secret[str]]] = field(repr=False)
    use: bytes = b""  # the id of its use: what its proof is found by (uses/trail.py)

    @property
    def fields(self) -> Mapping[str, Secret[str]]:
        """All opened fields together: meant for asks that concern one order at most."""
        return {name: value for opened in self.records.values() for name, value in opened.items()}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nothing was opened for this ask; the decision says by which clause, why, and what would help.

    `late`: it was allowed, and a withdrawal, restriction, erasure or the end of its case came
    before the key was handed out.
    """

    ask: Ask
    decision: Decision
    late: bool = False
    use: bytes = b""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Allowed and ledgered, but a sealed value did not open: altered, moved, without a key that nobody erased."""

    ask: Ask
    decision: Decision
    use: bytes = b""


Answer = Revealed | Refusal | Unreadable
