"""A compiled policy is finite: every use of the shipped one is asked, and what customers were promised holds.

Three theorems of test_theorems.py make "every" affordable: consent that is not given is as good as never asked;
consent to a recipient without a name counts for nothing; and whoever is refused with all consents given, in no
state, under the case that the purpose needs, is refused always. So each request is first asked for such willing
people, and only what is allowed then is asked for everybody. With `--runs N` the theorems are not relied on: all
facts and all requests, of which so many are drawn that N decisions are asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product
from random import Random

import pytest

from giuloi.core.fields import EVERY, FIELDS
from giuloi.core.gate.decide import judge
from giuloi.core.gate.request import Decision, SubjectFacts, UseRequest
from giuloi.core.policy.clauses import Permit, Policy, Unless, frozen
from giuloi.core.policy.vocabulary import OWN_ROLES
from giuloi.core.terms import (
    CaseKind,
    Channel,
    ConsentState,
    LegalBasis,
    Outcome,
    Relation,
    Standing,
    SubjectState,
)
from tests.core.policy.corpus import compiled, shipped

GIVEN = ConsentState.GIVEN
NEVER_ON_CONSENT = {"account", "rights", "notice", "authority_request"}
SIDE = {"promotion", "services", "engagement", "advertising"}
NOBODY = "nobody"  # a role and a purpose that no policy knows
TO_WHOM = [(relation, name) for relation in (None, *Relation) for name in ("", "giao-nhanh")]

# The promises, as what must be true of every use that is allowed: clause in the shipped policy, then the test.
Invariant = Callable[[Policy, UseRequest, SubjectFacts], bool]
INVARIANTS: dict[str, Invariant] = {
    "II.1: a purpose is one the policy knows, held, and served by its own roles": lambda policy, asked, _: (
        asked.purpose in policy.purposes and asked.held and asked.role in policy.purposes[asked.purpose].roles
    ),
    "II.1: only fields that the purpose names": lambda policy, asked, _: (
        asked.fields & ~policy.purposes[asked.purpose].fields == 0
    ),
    "II.2: the person is reached only by the purpose's own channels": lambda policy, asked, _: (
        asked.channel in policy.purposes[asked.purpose].channels | {Channel.IN_HOUSE}
    ),
    "III.1: nothing for advertising to anybody without consent to this very recipient": lambda _, asked, facts: (
        asked.purpose != "advertising"
        or (asked.relation is None and not asked.recipient)
        or (asked.recipient != "" and facts.to_recipient is GIVEN)
    ),
    "III.1: advertising not even inside without consent to a named recipient": lambda _, asked, facts: (
        asked.purpose != "advertising" or (asked.recipient != "" and facts.to_recipient is GIVEN)
    ),
    "III.1: an unrelated third party gets nothing but by consent to it, for advertising": lambda _, asked, facts: (
        asked.relation is not Relation.UNRELATED
        or (asked.purpose == "advertising" and asked.recipient != "" and facts.to_recipient is GIVEN)
    ),
    "III.2: an authority gets data for its request alone, under its file": lambda _, asked, facts: (
        asked.relation is not Relation.AUTHORITY
        or (asked.purpose == "authority_request" and facts.case is CaseKind.AUTHORITY)
    ),
    "III.3: a recipient has a permit for the purpose and gets no more than its fields": lambda policy, asked, _: (
        (asked.relation is None and not asked.recipient)
        or any(
            asked.purpose in permit.purposes
            and asked.relation in permit.relations
            and asked.fields & ~permit.fields == 0
            for permit in policy.permits
        )
    ),
    "IV.2: nobody looks without the case that the purpose needs": lambda policy, asked, facts: (
        policy.purposes[asked.purpose].needs in (None, facts.case)
    ),
    "V.2: people of the shop look under an open case only": lambda _, asked, facts: (
        asked.role in OWN_ROLES or facts.case is not None
    ),
    "IV.4: a member never without consent but for what never rests on it": lambda _, asked, facts: (
        facts.standing is not Standing.MEMBER
        or asked.purpose in NEVER_ON_CONSENT
        or facts.to_purpose is GIVEN
    ),
    "I.3: a side purpose never without consent": lambda _, asked, facts: (
        asked.purpose not in SIDE or GIVEN in (facts.to_purpose, facts.to_recipient)
    ),
    "VI.4: frozen is never opened": lambda _, asked, facts: not facts.states & SubjectState.FROZEN,
    "VI.5: restricted is opened only for what never rests on consent": lambda _, asked, facts: (
        not facts.states & SubjectState.RESTRICTED or asked.purpose in NEVER_ON_CONSENT
    ),
    "VII.1: a minor gets no promotion": lambda _, asked, facts: (
        not facts.states & SubjectState.MINOR or asked.purpose not in SIDE
    ),
}  # fmt: skip


@dataclass
class Walk:
    """What was seen on the way through one policy."""

    policy: Policy
    requests: int = 0
    asked: int = 0
    allowed: Counter[str] = field(default_factory=Counter)
    outside: Counter[Relation] = field(default_factory=Counter)
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    uncited: list[Decision] = field(default_factory=list)
    broken: dict[str, tuple[UseRequest, SubjectFacts]] = field(default_factory=dict)

    def ask(self, request: UseRequest, facts: SubjectFacts) -> bool:
        """Decide, check the clause, and if it is allowed every invariant."""
        decision = judge(self.policy, request, facts)
        self.asked += 1
        self.outcomes[decision.outcome] += 1
        gap = decision.outcome is Outcome.GAP
        if decision.clause not in self.policy.clauses or (gap and decision.clause != self.policy.otherwise):
            self.uncited.append(decision)
        if decision.allowed:
            self.allowed[request.purpose] += 1
            if request.relation:
                self.outside[request.relation] += 1
            for name, holds in INVARIANTS.items():
                if not holds(self.policy, request, facts):
                    self.broken.setdefault(name, (request, facts))
        return decision.allowed


def walk(policy: Policy, only: str | None = None, everything: bool = False, share: float = 1) -> Walk:
    """Ask every request of the willing, and what is allowed then (with `everything`: all) of everybody.

    `only` stays with one purpose, `share` is the chance of each request to be asked at all.
    """
    seen, chance = Walk(policy), Random(0)
    for request in requests(policy, everything):
        if only in (None, request.purpose) and chance.random() < share:
            seen.requests += 1
            willing = [seen.ask(request, facts) for facts in the_willing(policy, request)]
            if everything or any(willing):
                for facts in everybody(policy, request, everything):
                    seen.ask(request, facts)
    return seen


def requests(policy: Policy, everything: bool) -> Iterator[UseRequest]:
    """Every purpose and none; each field alone, none and all; its roles and another; all channels and recipients.

    With `everything` also every set of fields that the policy names, every role for every purpose, held or not.
    """
    masks = {0, EVERY, *(each.mask for each in FIELDS)}
    if everything:
        masks |= {rule.fields for rule in policy.purposes.values()} | {
            permit.fields for permit in policy.permits
        }
    for purpose in (*policy.purposes, NOBODY):
        own = policy.purposes[purpose].roles if purpose != NOBODY else frozenset({"care"})
        roles = sorted({*(policy.roles if everything else own), NOBODY})
        for fields, role, held, channel, (relation, recipient) in product(
            sorted(masks), roles, (True, False) if everything else (True,), Channel, TO_WHOM
        ):
            yield UseRequest(purpose, fields, role, held, channel, relation, recipient)


def needs_of(policy: Policy, request: UseRequest) -> CaseKind | None:
    """The case that the purpose needs, if it is one and needs any."""
    return policy.purposes[request.purpose].needs if request.purpose in policy.purposes else None


def the_willing(policy: Policy, request: UseRequest) -> Iterator[SubjectFacts]:
    """A guest and a member who consented to all there is, in no state, under the case that is needed."""
    needs = needs_of(policy, request)
    for standing in Standing:
        yield SubjectFacts(standing, SubjectState.NONE, GIVEN, GIVEN, needs)


def everybody(policy: Policy, request: UseRequest, everything: bool) -> Iterator[SubjectFacts]:
    """Everybody there can be; in the small run consents are given or not, cases the right one, another or none."""
    needs = needs_of(policy, request)
    other = CaseKind.INCIDENT
    consents = (None, *ConsentState) if everything else (None, GIVEN)
    cases = (None, *CaseKind) if everything else {None, needs, other}
    states = map(SubjectState, range(8))
    to_it = consents if everything or request.recipient else (None,)
    for of_one in product(Standing, states, consents, to_it, cases):
        yield SubjectFacts(*of_one)


@cache
def the_shipped() -> Policy:
    """The policy that ships with the package, compiled."""
    policy = compiled(shipped()).policy
    assert policy is not None
    return policy


@pytest.fixture(scope="module")
def seen() -> Walk:
    """The walk through the shipped policy."""
    return walk(the_shipped())


def test_a_purpose_claimed_and_not_held_is_never_allowed() -> None:
    """II.1: whatever else is right about the request and the person."""
    policy = the_shipped()
    claimed = [replace(request, held=False) for request in requests(policy, everything=False)]
    answers = {
        judge(policy, request, who).outcome for request in claimed for who in the_willing(policy, request)
    }
    assert answers == {Outcome.DENIED, Outcome.GAP}


def test_no_use_breaks_a_promise(seen: Walk) -> None:
    """Of all that is allowed, nothing is what a clause says it cannot be."""
    assert seen.broken == {}


def test_every_decision_cites_a_clause_that_exists(seen: Walk) -> None:
    """Allowed, denied or gap: a number that customers find in the policy; a gap cites the catch-all."""
    assert seen.uncited == []
    assert set(seen.outcomes) == set(Outcome)


def test_the_walk_did_not_pass_by(seen: Walk) -> None:
    """Each purpose is allowed to somebody, each relation gets something, and there were enough questions."""
    assert set(seen.allowed) == set(seen.policy.purposes)
    assert set(seen.outside) == set(Relation)
    assert seen.requests >= 20_000
    assert sum(seen.allowed.values()) >= 5_000
    assert seen.asked - sum(seen.allowed.values()) >= 50_000


def without(name: str) -> Policy:
    """The shipped policy that lacks one prohibition."""
    policy = the_shipped()
    return replace(policy, prohibitions=tuple(p for p in policy.prohibitions if p.name != name))


def with_basis(policy: Policy, purpose: str, standing: Standing) -> Policy:
    """That policy, with a purpose that no longer asks people of this standing."""
    rule = policy.purposes[purpose]
    lax = replace(rule, basis=frozen({**rule.basis, standing: LegalBasis.CONTRACT}))
    return replace(policy, purposes=frozen({**policy.purposes, purpose: lax}))


def without_a_case(purpose: str) -> Policy:
    """The shipped policy, with a purpose that needs no case any more."""
    policy = the_shipped()
    idle = replace(policy.purposes[purpose], needs=None)
    return replace(policy, purposes=frozen({**policy.purposes, purpose: idle}))


def with_permit(policy: Policy, purpose: str, relation: Relation) -> Policy:
    """That policy, with data going out where it did not."""
    words = frozenset({purpose}), frozenset({relation})
    permit = Permit("further", policy.otherwise, *words, EVERY, Unless.CONSENT_TO_PURPOSE)
    return replace(policy, permits=(permit, *policy.permits))


# For each promise that rests on the policy's text: a purpose it speaks of, and the policy with that text spoiled.
SPOILED: dict[str, tuple[str, Callable[[], Policy]]] = {
    "I.3": ("promotion", lambda: with_basis(the_shipped(), "promotion", Standing.GUEST)),
    "III.1: nothing": (
        "advertising",
        lambda: with_permit(without("third_party_advertising"), "advertising", Relation.PROCESSOR),
    ),
    "III.1: advertising not even inside": ("advertising", lambda: without("third_party_advertising")),
    "III.1: an unrelated": ("care", lambda: with_permit(the_shipped(), "care", Relation.UNRELATED)),
    "III.2": ("rights", lambda: with_permit(the_shipped(), "rights", Relation.AUTHORITY)),
    "IV.4": ("supply", lambda: with_basis(without("member_without_consent"), "supply", Standing.MEMBER)),
    "V.2": ("care", lambda: without_a_case("care")),
    "VI.4": ("account", lambda: without("frozen")),
    "VI.5": ("care", lambda: without("restricted")),
    "VII.1": ("engagement", lambda: without("minors")),
}


@pytest.mark.parametrize("promise", SPOILED)
def test_each_promise_would_be_missed(promise: str) -> None:
    """Spoil the clause that a promise rests on, and the walk finds a use that breaks it."""
    purpose, spoiled = SPOILED[promise]
    found = walk(spoiled(), only=purpose).broken
    assert any(name.startswith(promise) for name in found), found.keys()


@pytest.mark.large
def test_no_use_at_all_breaks_a_promise(runs: int) -> None:
    """All requests, all facts; `--runs N` draws so many requests that about N decisions are asked."""
    policy = the_shipped()
    all_requests = sum(1 for _ in requests(policy, everything=True))
    each = sum(1 for _ in everybody(policy, UseRequest(NOBODY, 0, ""), everything=True))
    seen = walk(policy, everything=True, share=runs / (all_requests * each))
    assert (seen.broken, seen.uncited) == ({}, [])
    assert set(seen.outcomes) == set(Outcome)
    print(
        f"\n{seen.requests:,} of {all_requests:,} requests, {seen.asked:,} decisions: {dict(seen.outcomes)}"
    )
