"""Conditions mean the same simplified and not, and come out as short as a person would write them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random

import pytest

from giuloi.core.gate.condition import (
    ALWAYS,
    NEVER,
    And,
    CaseOpen,
    Condition,
    ConsentGiven,
    Not,
    Or,
    StandingIs,
    StateIs,
    VersionIs,
    all_of,
    any_of,
    holds,
    negation,
)
from giuloi.core.gate.decide_many import decide_many
from giuloi.core.gate.request import SubjectFacts
from giuloi.core.terms import CaseKind, Channel, ConsentState, Standing, SubjectState
from tests.core.gate.shop import AN, MAILING, PACKING, POLICY, SHARING

FROZEN, RESTRICTED, MINOR = StateIs(SubjectState(1)), StateIs(SubjectState(2)), StateIs(SubjectState(4))
MEMBER, GUEST = StandingIs(Standing.MEMBER), StandingIs(Standing.GUEST)
AGREED = ConsentGiven("promotion", Channel.EMAIL, "")
AGREED_TO_IT = ConsentGiven("promotion", Channel.EMAIL, "cakes-r-us")
ORDERED = CaseOpen(CaseKind.ORDER, "care")
SOME = StateIs(SubjectState(6))
ATOMS = (FROZEN, RESTRICTED, SOME, MEMBER, AGREED, AGREED_TO_IT, ORDERED, VersionIs(1), ALWAYS, NEVER)

EVERYBODY = [
    (version, SubjectFacts(standing, states, to_purpose, to_recipient, case))
    for version, standing, states, to_purpose, to_recipient, case in product(
        (1, 2),
        Standing,
        map(SubjectState, range(8)),
        (None, ConsentState.GIVEN),
        (ConsentState.WITHDRAWN, ConsentState.GIVEN),
        (None, CaseKind.ORDER, CaseKind.CARE),
    )
]


def is_all(parts: list[Condition]) -> Condition:
    """`all_of` without any simplifying."""
    return And(frozenset(parts))


def is_any(parts: list[Condition]) -> Condition:
    """`any_of` without any simplifying."""
    return Or(frozenset(parts))


def grown(chance: Random, depth: int) -> tuple[Condition, Condition]:
    """A random expression, twice: as it is written and simplified."""
    if depth == 0:
        atom = chance.choice(ATOMS)
        return (atom, atom) if chance.random() < 0.6 else (Not(atom), negation(atom))
    parts = [grown(chance, depth - 1) for _ in range(chance.randint(0, 3))]
    written, simplified = [part[0] for part in parts], [part[1] for part in parts]
    if chance.random() < 0.5:
        return is_all(written), all_of(*simplified)
    return is_any(written), any_of(*simplified)


@pytest.mark.parametrize("seed", range(6))
def test_simplifying_keeps_the_meaning(seed: int) -> None:
    """A simplified expression holds for exactly the people the written one holds for."""
    chance = Random(seed)
    told_apart = 0
    for _ in range(60):
        written, simplified = grown(chance, depth=3)
        people = chance.sample(EVERYBODY, 40)
        answers = [holds(written, *person) for person in people]
        assert answers == [holds(simplified, *person) for person in people], written
        told_apart += len(set(answers)) > 1
    assert told_apart >= 10, "expressions that are all true or all false prove nothing"


@pytest.mark.parametrize(
    ("long", "short"),
    [
        (all_of(), ALWAYS),
        (any_of(), NEVER),
        (all_of(MEMBER), MEMBER),
        (all_of(MEMBER, ALWAYS), MEMBER),
        (all_of(MEMBER, NEVER), NEVER),
        (any_of(MEMBER, ALWAYS), ALWAYS),
        (any_of(MEMBER, NEVER), MEMBER),
        (all_of(MEMBER, MEMBER), MEMBER),
        (all_of(AGREED, Not(AGREED)), NEVER),
        (any_of(AGREED, Not(AGREED)), ALWAYS),
        (any_of(AGREED, all_of(AGREED, MEMBER)), AGREED),
        (all_of(AGREED, any_of(AGREED, MEMBER)), AGREED),
        (any_of(FROZEN, RESTRICTED), StateIs(SubjectState(3))),
        (all_of(Not(FROZEN), Not(MINOR)), Not(StateIs(SubjectState(5)))),
        (all_of(FROZEN, RESTRICTED), is_all([FROZEN, RESTRICTED])),
        (any_of(StateIs(SubjectState.NONE)), NEVER),
        (all_of(all_of(MEMBER, AGREED), ORDERED), is_all([MEMBER, AGREED, ORDERED])),
        (any_of(all_of(AGREED, MEMBER), all_of(AGREED, ORDERED)), all_of(AGREED, any_of(MEMBER, ORDERED))),
        (negation(all_of(MEMBER, Not(AGREED))), is_any([Not(MEMBER), AGREED])),
        (negation(negation(MEMBER)), MEMBER),
    ],
)  # fmt: skip
def test_an_expression_comes_out_short(long: Condition, short: Condition) -> None:
    """Constants, repetitions, contradictions and what is implied fall away."""
    assert long == short


def test_promotion_comes_down_to_what_a_person_would_write() -> None:
    """Consent, a campaign, no state that forbids it: guests and members alike, whatever the standing."""
    assert decide_many({7: POLICY}, MAILING) == is_all(
        [VersionIs(7), Not(StateIs(SubjectState(7))), AGREED, CaseOpen(CaseKind.CAMPAIGN, "marketing")]
    )


def test_packing_an_order_asks_members_for_consent_and_guests_for_none() -> None:
    """Contract carries guests, IV.4 asks members; the order itself is looked for once."""
    agreed = ConsentGiven("supply", Channel.IN_HOUSE, "")
    assert decide_many({7: POLICY}, PACKING) == is_all(
        [
            VersionIs(7),
            Not(StateIs(SubjectState(3))),
            CaseOpen(CaseKind.ORDER, "fulfilment"),
            is_any([GUEST, is_all([MEMBER, agreed])]),
        ]
    )


def test_sharing_for_advertising_asks_for_consent_to_the_very_recipient() -> None:
    """III.1: consent under the recipient's own key, and IV.4 asks a member for the purpose too."""
    condition = decide_many({7: POLICY}, SHARING)
    told_of = ConsentGiven("advertising", Channel.EMAIL, "cakes-r-us")
    assert isinstance(condition, And)
    assert told_of in condition.parts


def test_versions_that_say_the_same_are_one_condition() -> None:
    """Two versions that do not differ for this use make one branch with two versions."""
    versions = is_any([VersionIs(1), VersionIs(2)])
    condition = decide_many({1: POLICY, 2: replace(POLICY, as_of="2027-01-01")}, MAILING)
    assert isinstance(condition, And)
    assert versions in condition.parts


def test_a_use_that_nobody_may_make_is_never() -> None:
    """What the request alone decides needs no database."""
    assert decide_many({1: POLICY}, replace(MAILING, held=False)) == NEVER
    assert decide_many({}, MAILING) == NEVER


def test_a_person_judged_by_a_version_not_in_the_set_is_not_allowed() -> None:
    """Default deny reaches the people whom no version given speaks of."""
    facts = replace(AN, case=CaseKind.CAMPAIGN)
    condition = decide_many({1: POLICY}, MAILING)
    assert holds(condition, 1, facts)
    assert not holds(condition, 2, facts)
