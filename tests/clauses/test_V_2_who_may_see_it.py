"""V.2: fulfilment and care see an open order or case, marketing those who agreed, legal its files; a bridge nothing."""

from __future__ import annotations

from itertools import product

import pytest

from giuloi.core.fields import EVERY, names_in
from giuloi.core.policy.vocabulary import OWN_ROLES
from giuloi.core.terms import Channel, NotATerm
from giuloi.records import credentials
from giuloi.records.facts import Ask
from giuloi.records.reveal import Refusal, reveal
from tests.clauses.way import Way, agreed, outcome
from tests.clauses.wording import ENFORCED, block, codes, kept, text_with, the_policy
from tests.records.conftest import Shop

OF_PEOPLE = {
    "fulfilment": {"supply"},
    "care": {"supply", "care", "rights"},
    "marketing": {"promotion", "services", "engagement"},
    "legal": {"authority_request"},
    "partner": {"advertising"},
}


def test_each_department_has_its_purposes_and_no_other() -> None:
    """As the sentence says, read off the compiled rules."""
    found = {
        role: {n for n, rule in the_policy().purposes.items() if role in rule.roles} for role in OF_PEOPLE
    }
    assert found == OF_PEOPLE
    assert set(the_policy().roles) - set(OWN_ROLES) == set(OF_PEOPLE)


@pytest.mark.parametrize("role", OF_PEOPLE)
def test_a_department_is_refused_what_is_another_s(shop: Shop, role: str) -> None:
    """With consent, with the right case in hand: it is still not theirs."""
    for name, rule in the_policy().purposes.items():
        if name not in OF_PEOPLE[role] | {"advertising"}:
            way = Way(name, role, (), rule.needs, consents=(agreed(name),))
            assert outcome(shop, way) == f"{rule.clause} role", name


def test_the_bridge_opens_nothing_whatever_it_asks(shop: Shop, binh: int) -> None:
    """It brings orders in: each field of an open order, by every channel, refused."""
    shop.order(binh)
    bridge = credentials.hold_as_bridge("woocommerce")
    for field, channel in product(names_in(EVERY), Channel):
        assert isinstance(reveal(bridge, [field], Ask(binh), shop.now(), channel), Refusal)
    assert all("bridge" not in rule.roles for rule in the_policy().purposes.values())


@pytest.mark.parametrize("role", sorted(OWN_ROLES))
def test_nobody_is_hired_as_the_customer_or_as_our_own_code(shop: Shop, role: str) -> None:
    """Those roles look without a case; a person of the shop cannot be given one."""
    with pytest.raises(NotATerm, match=role):
        credentials.add_staff("Hà", role)


def test_somebody_who_left_holds_nothing(shop: Shop, binh: int) -> None:
    """From that moment."""
    _, case = shop.order(binh)
    staff = credentials.add_staff("Hà", "care")
    credentials.hold_as_staff(staff, "supply", case)
    credentials.Staff.objects.filter(id=staff).update(left_at=shop.now())
    with pytest.raises(credentials.UnknownActor):
        credentials.hold_as_staff(staff, "supply", case)


def test_a_role_that_the_clause_does_not_name_is_no_role() -> None:
    """A purpose held by a department that nobody has heard of does not compile."""
    care = block("purpose.care")
    assert codes(text_with((care, care.replace('["care"]', '["care", "interns"]')))) == {"unknown-role"}


def test_the_clause_is_kept_by_the_gate() -> None:
    """And item d of Decree 248/2026 article 5.1 is said here."""
    assert kept("V.2") == {f"role.{role}": ENFORCED for role in OF_PEOPLE}
    assert the_policy().says["d"] == "V.2"
