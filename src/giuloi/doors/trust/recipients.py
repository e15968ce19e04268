"""Who may receive something today, by name: for the policy's page (III.1, III.3). Never the agreement itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from giuloi.core.bilingual import Words
from giuloi.core.gate.words import RELATIONS, fields_named, purpose_named
from giuloi.records.recipients import Registered, registered


@dataclass(frozen=True, slots=True)
class Receiving:
    """One enabled recipient. `until` is the last day of its agreement."""

    name: str
    relation: Words
    country: str
    purposes: Words
    fields: Words
    paid: bool
    until: date


def enabled_recipients(at: datetime) -> tuple[Receiving, ...]:
    """By name; whoever is disabled, or whose agreement is over, is left out: nothing goes there."""
    return tuple(
        _receiving(one, one.until) for one in registered(at) if one.receives and one.until is not None
    )


def _receiving(one: Registered, until: date) -> Receiving:
    vi, en = (", ".join(purpose_named(each, language) for each in one.purposes) for language in ("vi", "en"))
    fields = Words(fields_named(one.fields, "vi"), fields_named(one.fields, "en"))
    return Receiving(
        *(one.name, Words(*RELATIONS[one.relation]), one.country, Words(vi, en), fields, one.paid, until)
    )
