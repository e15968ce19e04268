"""IV.5: members give name, address, telephone and e-mail and answer for their truth; the policy is accepted first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from giuloi.core.terms import Coverage
from giuloi.promises.collect.verification import note_verified
from giuloi.records.keepers import KEEPERS
from giuloi.records.measures import LOOKS
from tests.cast import AN, BINH
from tests.clauses.way import MEMBER, Way, outcome, shut_unless_whole
from tests.clauses.wording import ENFORCED, block, codes, kept, policy_of, text_with, the_policy, without
from tests.records.conftest import Shop

ACCOUNT = Way("account", "self", ("name", "phone", "email", "address", "declaration"), standing=MEMBER)


def test_registration_asks_for_all_four_each_with_its_purpose() -> None:
    """Nothing more is compulsory, and each purpose uses what is asked for it."""
    registration = the_policy().registration
    assert registration is not None
    assert registration.clause == "IV.5"
    assert dict(registration.purpose_of) == {
        "name": "account",
        "phone": "supply",
        "email": "account",
        "address": "supply",
    }


def test_registration_takes_both_declarations_and_an_age() -> None:
    """Truthful, and the policy accepted; sixteen, in Viet Nam."""
    registration = the_policy().registration
    assert registration is not None
    assert registration.declarations == ("truthful", "policy_accepted")
    assert (registration.least_age, registration.countries) == (16, {"VN"})


@pytest.mark.parametrize(("old", "new", "code"), [
    ('phone = "supply"', 'phone = "promotions"', "unknown-purpose"),
    ('phone = "supply"', 'telephone = "supply"', "unknown-field"),
    ('phone = "supply"', 'birth_year = "supply"', "purpose-without-field"),
])  # fmt: skip
def test_asking_for_what_no_purpose_uses_does_not_compile(old: str, new: str, code: str) -> None:
    """Law 91/2025 article 3.3: what is not needed is not asked for."""
    register = block("register")
    assert codes(text_with((register, register.replace(old, new)))) == {code}


def test_without_the_block_nobody_can_register() -> None:
    """The compiled policy says so, and nothing is then promised of registration."""
    made = policy_of(without("register"))
    assert made.registration is None
    assert "register" not in kept("IV.5", made)


def test_an_account_is_opened_by_its_owner_and_our_own_code_alone(shop: Shop) -> None:
    """Members see what they gave without any case and any consent; no person of the shop does."""
    for role in ("self", "system"):
        shut_unless_whole(shop, replace(ACCOUNT, role=role), "IV.5", {})
    for role in ("fulfilment", "care", "marketing", "legal", "partner"):
        assert outcome(shop, replace(ACCOUNT, role=role)) == "IV.5 role"


def test_how_far_registration_is_kept_is_shown() -> None:
    """As far as the keeper says: enforced once the form stands, not kept yet until then."""
    said = {"kept": Coverage.ENFORCED, "announced": Coverage.NOT_KEPT_YET}[KEEPERS["registration"]]
    assert kept("IV.5") == {
        "purpose.account": ENFORCED,
        "register": said,
        "require.verified_contact": ENFORCED,
        "require.untrue_information": Coverage.ENFORCED,
    }


def test_a_member_who_is_not_verified_would_be_noticed(shop: Shop) -> None:
    """The look counts members without both codes; a guest needs none."""
    look = LOOKS["verified_contact"]
    shop.person(BINH)
    assert look(the_policy())[0]
    an = shop.person(AN, MEMBER)
    assert not look(the_policy())[0]
    note_verified(an, "phone", shop.now())
    assert not look(the_policy())[0]
    note_verified(an, "email", shop.now())
    assert look(the_policy())[0]
