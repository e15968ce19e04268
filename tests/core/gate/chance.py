"""Random policies, requests and people, all drawn from one seed.

Drawn to be interesting, not uniform: words come from small sets so that they collide, most requests start
from what some purpose allows and then have one or two things changed, and facts lean towards what is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from giuloi.core.gate.request import SubjectFacts, UseRequest
from giuloi.core.policy.clauses import Permit, Policy, Prohibition, PurposeRule, Unless, frozen
from giuloi.core.terms import (
    CaseKind,
    Channel,
    ConsentState,
    LegalBasis,
    PolicyHash,
    Relation,
    Standing,
    SubjectState,
)
from tests.core.gate.shop import POLICY, REFS

PURPOSES = ("supply", "care", "promotion", "advertising", "rights")
ROLES = ("care", "marketing", "partner")
CHANNELS = (Channel.IN_HOUSE, Channel.EMAIL, Channel.SMS)
RELATIONS = (Relation.NEEDED_FOR_ORDER, Relation.UNRELATED, Relation.PROCESSOR)
KINDS = (CaseKind.ORDER, CaseKind.CARE, CaseKind.CAMPAIGN)
RECIPIENTS = ("", "cakes-r-us", "giao-nhanh")
FIELDS = 4  # bits in play


@dataclass(frozen=True, slots=True)
class Round:
    """One request over one set: several versions, and people each judged by one of them."""

    policies: dict[int, Policy]
    request: UseRequest
    people: list[tuple[int, SubjectFacts]]


def rounds(seed: int, people: int = 24) -> Iterator[Round]:
    """Endlessly many rounds; each of `people` decisions; policies change every few rounds."""
    chance = Random(seed)
    while True:
        policies = {
            version: a_policy(chance) for version in chance.sample(range(1, 99), chance.randint(1, 3))
        }
        for _ in range(8):
            request = a_request(chance, chance.choice(list(policies.values())))
            yield Round(policies, request, [a_person(chance, policies, request) for _ in range(people)])


def a_policy(chance: Random) -> Policy:
    """A policy of two to four purposes, up to three permits and up to four prohibitions."""
    purposes = [a_purpose(chance, name) for name in chance.sample(PURPOSES, chance.randint(2, 4))]
    return replace(
        POLICY,
        hash=PolicyHash(f"{chance.getrandbits(256):064x}"),
        purposes=frozen({rule.name: rule for rule in purposes}),
        permits=tuple(a_permit(chance) for _ in range(chance.randint(0, 3))),
        prohibitions=tuple(a_prohibition(chance) for _ in range(chance.randint(0, 4))),
        otherwise=chance.choice(REFS),
    )


def a_purpose(chance: Random, name: str) -> PurposeRule:
    bases = {standing: chance.choice(list(LegalBasis)) for standing in Standing if chance.random() < 0.85}
    if chance.random() < 0.5:
        bases = dict.fromkeys(bases, LegalBasis.CONSENT)
    needs = chance.choice(KINDS) if chance.random() < 0.4 else None
    channels, roles = some(chance, CHANNELS[1:], least=0), some(chance, ROLES)
    fields = chance.randrange(1, 1 << FIELDS)
    return PurposeRule(name, chance.choice(REFS), frozen(bases), fields, channels, roles, needs, (), False)


def a_permit(chance: Random) -> Permit:
    fields = (1 << FIELDS) - 1 if chance.random() < 0.5 else chance.randrange(1 << FIELDS)
    purposes, relations = some(chance, PURPOSES, least=2), some(chance, RELATIONS)
    return Permit("permit", chance.choice(REFS), purposes, relations, fields, chance.choice(list(Unless)))


def a_prohibition(chance: Random) -> Prohibition:
    """Between one and three conditions, so that prohibitions match often but not always."""
    conditions = {
        "purposes": some(chance, PURPOSES),
        "beyond": some(chance, PURPOSES),
        "relations": some(chance, RELATIONS),
        "standings": some(chance, tuple(Standing), most=1),
        "states": SubjectState(chance.randrange(1, 8)),
        "fields": chance.randrange(1, 1 << FIELDS),
        "channels": some(chance, CHANNELS),
    }
    kept = chance.sample(list(conditions), chance.randint(2, 4))
    empty = dict.fromkeys(conditions, frozenset()) | {"states": SubjectState.NONE, "fields": 0}
    unless = chance.choice([None, *Unless, *Unless])
    chosen = empty | {name: conditions[name] for name in kept}
    return Prohibition("prohibition", chance.choice(REFS), **chosen, unless=unless)


def a_request(chance: Random, policy: Policy) -> UseRequest:
    """What some purpose of this policy allows, then now and then one thing changed."""
    rule = policy.purposes[chance.choice(sorted(policy.purposes))]
    request = UseRequest(
        rule.name,
        rule.fields & chance.randrange(1 << FIELDS),
        chance.choice(sorted(rule.roles)),
        channel=chance.choice([Channel.IN_HOUSE, *sorted(rule.channels)]),
    )
    if chance.random() < 0.35:
        request = replace(request, relation=chance.choice(RELATIONS), recipient=chance.choice(RECIPIENTS))
    changes = {
        "purpose": chance.choice((*PURPOSES, "horoscopes")),
        "fields": chance.randrange(1 << (FIELDS + 1)),
        "role": chance.choice(ROLES),
        "held": False,
        "channel": chance.choice(CHANNELS),
        "relation": chance.choice((None, *RELATIONS)),
        "recipient": chance.choice(RECIPIENTS),
    }
    changed = chance.sample(sorted(changes), chance.choice((0, 0, 0, 1, 2)))
    return replace(request, **{name: changes[name] for name in changed})


def a_person(chance: Random, policies: dict[int, Policy], request: UseRequest) -> tuple[int, SubjectFacts]:
    """Somebody judged by one of the versions, whose facts lean towards what the request needs.

    Without a recipient's name, consent to a recipient is consent under another key; it may be claimed all the
    same, and must then count for nothing.
    """
    version = chance.choice(sorted(policies))
    rule = policies[version].purposes.get(request.purpose)
    facts = SubjectFacts(
        chance.choice(list(Standing)),
        SubjectState(chance.choice((0, 0, 0, 0, chance.randrange(8)))),
        a_consent(chance),
        a_consent(chance),
        rule.needs if rule and chance.random() < 0.75 else chance.choice((None, *KINDS)),
    )
    return version, facts


def a_consent(chance: Random) -> ConsentState | None:
    return ConsentState.GIVEN if chance.random() < 0.7 else chance.choice((None, *ConsentState))


def some(chance: Random, words: tuple, least: int = 1, most: int | None = None) -> frozenset:
    """A random subset of between `least` and `most` words."""
    return frozenset(chance.sample(words, chance.randint(least, most or len(words))))
