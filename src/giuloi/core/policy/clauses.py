"""The compiled policy: immutable values, each remembering the clause it comes from.

`reader` makes clauses of a Markdown document, `compiler` makes a `Policy` of clauses, `law` joins the law.
Everything that asks about the policy afterwards (gate, consent, retention, clocks, pages) reads only this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from giuloi.core.policy.figures import Figure
from giuloi.core.terms import (
    CaseKind,
    Channel,
    ClauseRef,
    Coverage,
    Duration,
    LegalBasis,
    PolicyHash,
    Relation,
    Standing,
    SubjectState,
)


def _nothing() -> Mapping[Any, Any]:
    return MappingProxyType({})


class Unless(StrEnum):
    """What lifts a prohibition: this person's consent to the purpose, or to this very recipient."""

    CONSENT_TO_PURPOSE = "consent(purpose)"
    CONSENT_TO_RECIPIENT = "consent(recipient)"


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered sentence; `line` is where its heading stands in the document."""

    ref: ClauseRef
    sentence: str
    line: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading without a clause of its own, and the words under it; `number` is "III" or ""."""

    number: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PurposeRule:
    """What one purpose may do. A standing without a basis has none: a gap.

    `fields` is a mask of core.fields; `channels` never lists `in_house`, which every purpose has; a use must
    point at an open case of the kind `needs` unless that is None.
    """

    name: str
    clause: ClauseRef
    basis: Mapping[Standing, LegalBasis]
    fields: int
    channels: frozenset[Channel]
    roles: frozenset[str]
    needs: CaseKind | None
    dpv: tuple[str, ...]
    topic: bool  # a side purpose that a person is asked for and can refuse without losing anything
    vi: str = ""  # how the consent form and the explanations call it
    en: str = ""


@dataclass(frozen=True, slots=True)
class Permit:
    """A disclosure outside the shop that the policy allows; without one, a recipient is a gap.

    `consent` says whose consent it takes: to this recipient, whatever the purpose rests on; or to the purpose,
    where that rests on consent.
    """

    name: str
    clause: ClauseRef
    purposes: frozenset[str]
    relations: frozenset[Relation]
    fields: int
    consent: Unless


@dataclass(frozen=True, slots=True)
class Prohibition:
    """Forbids whatever matches all of its conditions; an empty set (or zero mask) means: any.

    Prohibition beats permission. `beyond` are the purposes it does not touch. `standings` and `states` speak
    of the person, `relations` of the recipient (empty: also uses without any recipient).
    """

    name: str
    clause: ClauseRef
    purposes: frozenset[str]
    beyond: frozenset[str]
    relations: frozenset[Relation]
    standings: frozenset[Standing]
    states: SubjectState
    fields: int
    channels: frozenset[Channel]
    unless: Unless | None


@dataclass(frozen=True, slots=True)
class Role:
    """A role that people of the shop (or a machine) may hold."""

    name: str
    clause: ClauseRef
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A promise with a time: `kinds` are carried out `within`, counted from `start`, by a department."""

    name: str
    clause: ClauseRef
    kinds: tuple[str, ...]
    within: Duration
    start: str
    by: str


@dataclass(frozen=True, slots=True)
class Retention:
    """How long fields are used, counted from `start`, and then only stored: storing rests on law (`cite`).

    `store_from` is where the storing is counted from when that is not `start` (vouchers: the end of the
    fiscal year); "" means `start`.
    """

    name: str
    clause: ClauseRef
    fields: int
    purposes: frozenset[str]
    use: Duration
    store: Duration | None
    start: str
    cite: str
    store_from: str = ""


@dataclass(frozen=True, slots=True)
class ContactRule:
    """When and how often one channel may carry one kind of message; hours are Asia/Ho_Chi_Minh."""

    channel: Channel
    clause: ClauseRef
    hours: tuple[str, str] | None
    per_day: int | None
    cite: str


@dataclass(frozen=True, slots=True)
class Registration:
    """What somebody gives to become a member: each field with the purpose it is for (IV.5)."""

    clause: ClauseRef
    fields: tuple[str, ...]
    purpose_of: Mapping[str, str]
    declarations: tuple[str, ...]
    least_age: int | None
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Requirement:
    """A measure that must be on (`require`) or an incident clock (`report`)."""

    name: str
    clause: ClauseRef
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """Who keeps one promise, and how far: `keeper` is a dotted module name, empty when nobody does yet."""

    promise: str
    clause: ClauseRef
    coverage: Coverage
    keeper: str


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy as the machine holds it. Equal hash: equal meaning, wording and law."""

    hash: PolicyHash
    shop: Mapping[str, Any]
    language: str
    law: tuple[str, ...]
    as_of: str  # the day whose law it was compiled under, "2026-11-22"
    clauses: Mapping[ClauseRef, Clause]
    purposes: Mapping[str, PurposeRule]
    categories: Mapping[str, int]
    roles: Mapping[str, Role]
    permits: tuple[Permit, ...]
    prohibitions: tuple[Prohibition, ...]
    clocks: tuple[Clock, ...]
    retentions: tuple[Retention, ...]
    contacts: tuple[ContactRule, ...]
    registration: Registration | None
    requirements: tuple[Requirement, ...]
    reports: tuple[Requirement, ...]
    otherwise: ClauseRef
    kept: tuple[Kept, ...]
    translations: Mapping[str, Mapping[ClauseRef, Clause]]
    sensitive: int = 0  # mask of the fields that a category calls sensitive
    sections: Mapping[str, tuple[Section, ...]] = field(
        default_factory=_nothing
    )  # language → its headings, in order
    says: Mapping[str, ClauseRef] = field(
        default_factory=_nothing
    )  # item the law wants said ("đ") → the clause that says it
    figures: Mapping[str, Figure] = field(
        default_factory=_nothing
    )  # duty ("rights.erase.do") → the strictest figure of the law
    held_to: frozenset[str] = frozenset()  # the duties that some promise of this policy was held to
    shop_in: Mapping[str, Mapping[str, Any]] = field(
        default_factory=_nothing
    )  # language → the front matter of that translation


def frozen(mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """A read-only copy, lists and tables inside it too: a policy never changes once it is compiled."""
    return MappingProxyType({key: _still(value) for key, value in mapping.items()})


def _still(value: Any) -> Any:
    if isinstance(value, dict):
        return frozen(value)
    return tuple(_still(item) for item in value) if isinstance(value, list) else value
