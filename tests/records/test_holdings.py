"""What each door holds can do what the policy lets its role do, and nothing else: every role, purpose and case."""

from __future__ import annotations

from itertools import product

import pytest

from giuloi.core.fields import FIELD
from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.vocabulary import OWN_ROLES
from giuloi.core.terms import CaseKind, Channel, NotATerm, Relation
from giuloi.records import cases, consents, credentials, published
from giuloi.records.credentials import CODE_PATHS, Holding
from giuloi.records.facts import Ask
from giuloi.records.reveal import Revealed, reveal
from tests.cast import BINH
from tests.harness.agreements import bind
from tests.records.conftest import Shop

CASES = (None, *CaseKind)
PHONE = "phone"  # the one field that every purpose uses
X = "bang-ron-x"


class Willing:
    """Bình, who agreed to everything, with a case of every kind open: only door, role, purpose and case decide."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.policy: Policy = published.by_id(shop.policy_id).policy
        self.subject = shop.person(BINH)
        asked = [shop.asked(purpose, Channel.IN_HOUSE) for purpose in self.policy.purposes]
        asked.append(shop.asked("advertising", Channel.IN_HOUSE, X))
        consents.give(self.subject, asked, shop.now())
        self.cases = {kind: self._open(kind) for kind in CaseKind} | {None: None}

    def _open(self, kind: CaseKind) -> int:
        about = None if kind in cases.ABOUT_MANY else self.subject
        return cases.open_case(kind, self.shop.now(), subject=about)

    def opens(self, holding: Holding, case: CaseKind | None) -> bool:
        """Whether this holding opens the telephone number under this case."""
        answer = reveal(holding, [PHONE], Ask(self.subject, self.cases[case]), self.shop.now())
        return isinstance(answer, Revealed) and answer.fields[PHONE].open() == BINH.phone

    def said(self, role: str, purpose: str, case: CaseKind | None) -> bool:
        """What the policy's own table says (docs/promises.md prints it)."""
        rule = self.policy.purposes[purpose]
        return role in rule.roles and rule.needs in (None, case)


@pytest.fixture
def willing(shop: Shop) -> Willing:
    """Bình as he is here."""
    return Willing(shop)


def people(policy: Policy) -> list[str]:
    """The roles that can be given to somebody."""
    return sorted(set(policy.roles) - set(OWN_ROLES))


def test_staff_can_do_what_their_role_may_and_nothing_else(willing: Willing) -> None:
    """5 roles × 10 purposes × 7 cases; advertising is nobody's inside, for consent to it names a recipient."""
    differences, opened = [], 0
    for role in people(willing.policy):
        staff = credentials.add_staff("Hà", role)
        for purpose, case in product(willing.policy.purposes, CASES):
            found = willing.opens(credentials.hold_as_staff(staff, purpose), case)
            expected = willing.said(role, purpose, case) and purpose != "advertising"
            opened += found
            if found is not expected:
                differences.append((role, purpose, case, found))
    assert differences == []
    assert opened == 8, "one case for each purpose of each role"


def test_without_a_case_nobody_of_the_shop_opens_anything(willing: Willing) -> None:
    """Every role, every purpose."""
    for role, purpose in product(people(willing.policy), willing.policy.purposes):
        assert not willing.opens(willing.shop.staff(role, purpose), None), (role, purpose)


def test_a_key_can_do_what_it_was_made_for_and_nothing_else(willing: Willing) -> None:
    """Each role, made for one purpose, asking for each: only its own, and that only where the role has it."""
    until = willing.shop.now().replace(year=2027)
    differences, opened = [], 0
    for role, made_for in product(people(willing.policy), willing.policy.purposes):
        token = credentials.add_key(role, [made_for], FIELD, until)
        for purpose in willing.policy.purposes:
            needs = willing.policy.purposes[purpose].needs
            found = willing.opens(credentials.hold_with_key(token, purpose, willing.shop.now()), needs)
            mine = purpose == made_for and purpose != "advertising"
            opened += found
            if found is not (mine and willing.said(role, purpose, needs)):
                differences.append((role, made_for, purpose, found))
    assert differences == []
    assert opened == 8


@pytest.mark.parametrize("relation", Relation)
def test_a_key_outside_gets_what_a_permit_names_and_nothing_else(
    willing: Willing, relation: Relation
) -> None:
    """Each relation, for each purpose its role has, under the right case."""
    if relation is not Relation.AUTHORITY:  # which has a file for each request, and no agreement
        bind(X, relation, willing.shop.now())
    until = willing.shop.now().replace(year=2027)
    for role, purpose in product(people(willing.policy), willing.policy.purposes):
        rule = willing.policy.purposes[purpose]
        token = credentials.add_key(role, [purpose], FIELD, until, X, relation)
        found = willing.opens(credentials.hold_with_key(token, purpose, willing.shop.now()), rule.needs)
        permitted = any(
            purpose in permit.purposes and relation in permit.relations and permit.fields & FIELD[PHONE].mask
            for permit in willing.policy.permits
        )
        assert found is (role in rule.roles and permitted), (role, purpose)


@pytest.mark.parametrize("path", CODE_PATHS)
def test_a_code_path_can_do_its_one_purpose(willing: Willing, path: str) -> None:
    """Under the case that the purpose needs, if it needs one; it cannot ask for another purpose at all."""
    purpose, role = CODE_PATHS[path]
    assert role in willing.policy.purposes[purpose].roles
    for case in CASES:
        assert willing.opens(credentials.hold_in_code(path), case) is willing.said(role, purpose, case)


def test_a_bridge_can_do_nothing_here(willing: Willing) -> None:
    """Under no case."""
    for case in CASES:
        assert not willing.opens(credentials.hold_as_bridge("shop1"), case)


@pytest.mark.parametrize("role", sorted(OWN_ROLES))
def test_our_own_roles_are_given_to_nobody(shop: Shop, role: str) -> None:
    """Neither to staff nor to a key."""
    with pytest.raises(NotATerm, match=role):
        credentials.add_staff("Hà", role)
    with pytest.raises(NotATerm, match=role):
        credentials.add_key(role, ["account"], ["name"], shop.now().replace(year=2027))


@pytest.mark.parametrize("kind", [kind for kind in CaseKind if kind not in cases.ABOUT_MANY])
def test_a_case_about_one_person_names_the_person(shop: Shop, kind: CaseKind) -> None:
    """Without one it would open everybody."""
    with pytest.raises(NotATerm, match=kind.value):
        cases.open_case(kind, shop.now())
