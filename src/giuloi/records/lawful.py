"""What law obliges the shop to keep of a person, and what is still open with them: asked before anything is erased.

Each app that keeps such records says so itself (as with traces.py): erasing and the daily run must not know them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.core.terms import RetentionClass


@dataclass(frozen=True, slots=True)
class LawfulRecord:
    """One record (0 is the person) of which these classes stay. `until` is None while its term has not begun.

    `open`: not stored only, but still in use (an order to be delivered): what is erased waits for its end.
    """

    record: int
    classes: frozenset[RetentionClass]
    what: Words
    why: Words
    cite: str
    until: datetime | None
    open: bool = False


Provider = Callable[[Sequence[int], datetime], Mapping[int, Sequence[LawfulRecord]]]
_PROVIDERS: dict[str, Provider] = {}


def register_lawful(name: str, provider: Provider) -> None:
    """Called by an app when it is ready; the same name replaces."""
    _PROVIDERS[name] = provider


def held_by_law(subjects: Sequence[int], at: datetime) -> dict[int, list[LawfulRecord]]:
    """subject → what stays of them at `at`; of whom nothing has to stay is absent."""
    found: dict[int, list[LawfulRecord]] = {}
    for provider in _PROVIDERS.values():
        for subject, records in provider(subjects, at).items():
            if records:
                found.setdefault(subject, []).extend(records)
    return found
