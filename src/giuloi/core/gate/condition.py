"""What a whole set of people must meet: a boolean expression that Python evaluates and a database can.

The atoms ask about one person; `all_of`, `any_of` and `negation` build simplified expressions of them. An
empty `And` holds for everybody (`ALWAYS`), an empty `Or` for nobody (`NEVER`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from giuloi.core.gate.request import SubjectFacts
from giuloi.core.terms import CaseKind, Channel, ConsentState, Standing, SubjectState


@dataclass(frozen=True, slots=True)
class VersionIs:
    """The person is judged by this version of the policy."""

    policy_id: int


@dataclass(frozen=True, slots=True)
class StandingIs:
    """The person is a guest, or a member."""

    standing: Standing


@dataclass(frozen=True, slots=True)
class StateIs:
    """Any of these states holds for the person."""

    states: SubjectState


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """Consent stands as given under exactly this key; recipient "" is consent to the purpose itself."""

    purpose: str
    channel: Channel
    recipient: str


@dataclass(frozen=True, slots=True)
class CaseOpen:
    """A case of this kind is open that covers the person and that this role may work on."""

    kind: CaseKind
    role: str


@dataclass(frozen=True, slots=True)
class Not:
    """The other way round; stands only before an atom (`negation` sees to that)."""

    part: Atom


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold. A set, for order and repetition mean nothing."""

    parts: frozenset[Condition]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part holds."""

    parts: frozenset[Condition]


Atom: TypeAlias = VersionIs | StandingIs | StateIs | ConsentGiven | CaseOpen
Condition: TypeAlias = Atom | Not | And | Or

ALWAYS = And(frozenset())
NEVER = Or(frozenset())


def negation(condition: Condition) -> Condition:
    """The opposite, by De Morgan: the opposite of a simplified expression is simplified."""
    match condition:
        case Not(part):
            return part
        case And(parts):
            return Or(frozenset(map(negation, parts)))
        case Or(parts):
            return And(frozenset(map(negation, parts)))
        case _:
            return Not(condition)


def all_of(*parts: Condition) -> Condition:
    """What holds when all parts hold, simplified."""
    return negation(any_of(*map(negation, parts)))


def any_of(*parts: Condition) -> Condition:
    """What holds when at least one part holds, simplified."""
    flat = _one_mask(chain.from_iterable(part.parts if isinstance(part, Or) else (part,) for part in parts))
    if any(negation(part) in flat for part in flat):
        return ALWAYS
    # Absorption: `a or (a and b)` is `a`. `ALWAYS`, having no factors, absorbs everything.
    kept = frozenset(p for p in flat if not any(_factors(q) < _factors(p) for q in flat))
    if len(kept) < 2:
        return next(iter(kept), NEVER)
    # Distribution: `(a and b) or (a and c)` is `a and (b or c)`, and the database looks for `a` once.
    shared = frozenset.intersection(*map(_factors, kept))
    if not shared:
        return Or(kept)
    return all_of(*shared, any_of(*(all_of(*(_factors(part) - shared)) for part in kept)))


def _one_mask(parts: Iterable[Condition]) -> set[Condition]:
    """`StateIs(a)` or `StateIs(b)` is `StateIs(a | b)`: one comparison for the database instead of two."""
    mask = SubjectState.NONE
    others: set[Condition] = set()
    for part in parts:
        if isinstance(part, StateIs):
            mask |= part.states
        else:
            others.add(part)
    return others | {StateIs(mask)} if mask else others


def _factors(condition: Condition) -> frozenset[Condition]:
    return condition.parts if isinstance(condition, And) else frozenset({condition})


def holds(condition: Condition, version: int, facts: SubjectFacts) -> bool:
    """Whether one person meets it. `facts` must be gathered for the request that the condition is of."""
    match condition:
        case And(parts):
            return all(holds(part, version, facts) for part in parts)
        case Or(parts):
            return any(holds(part, version, facts) for part in parts)
        case Not(part):
            return not holds(part, version, facts)
        case VersionIs(policy_id):
            return version == policy_id
        case StandingIs(standing):
            return facts.standing == standing
        case StateIs(states):
            return bool(facts.states & states)
        case ConsentGiven(recipient=""):
            return facts.to_purpose == ConsentState.GIVEN
        case ConsentGiven():
            return facts.to_recipient == ConsentState.GIVEN
        case CaseOpen(kind):
            return facts.case == kind
