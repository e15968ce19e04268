"""VI.6: signing in, exercising rights and compulsory notices do not rest on consent; none carries advertising."""

from __future__ import annotations

from dataclasses import replace

import pytest

from giuloi.core.terms import Channel, ConsentState, LegalBasis
from giuloi.promises.use import contact, notices
from giuloi.promises.use.advertising import CarriesAdvertising
from giuloi.promises.use.notices import Notice
from giuloi.records.measures import LOOKS
from tests.clauses.way import MEMBER, Way, outcome
from tests.clauses.wording import ENFORCED, block, codes, compiled, kept, requirement, text_with, the_policy
from tests.records.conftest import Shop

THREE = {"account": "IV.5", "rights": "IV.3", "notice": "I.2"}

# Everything a member can withdraw, withdrawn.
NOTHING_LEFT = tuple(
    (name, channel, "", ConsentState.WITHDRAWN)
    for name, rule in the_policy().purposes.items()
    if LegalBasis.CONSENT in rule.basis.values()
    for channel in sorted({Channel.IN_HOUSE, Channel.EMAIL} & (rule.channels | {Channel.IN_HOUSE}))
)


@pytest.mark.parametrize("purpose", THREE)
def test_a_member_who_withdrew_everything_keeps_it(shop: Shop, purpose: str) -> None:
    """In the house and by e-mail, with not one consent left."""
    rule = the_policy().purposes[purpose]
    way = Way(purpose, "system", ("name", "email"), rule.needs, MEMBER, consents=NOTHING_LEFT)
    assert len(NOTHING_LEFT) == 11
    assert outcome(shop, way) == f"{THREE[purpose]} permitted"
    assert outcome(shop, replace(way, channel=Channel.EMAIL)) == f"{THREE[purpose]} permitted"


@pytest.mark.parametrize("purpose", THREE)
def test_a_policy_that_hangs_it_on_consent_does_not_compile(purpose: str) -> None:
    """Whoever withdrew everything could not sign in, ask or be warned: locked-out."""
    rule = block(f"purpose.{purpose}")
    was = "legal_obligation" if purpose == "rights" else "contract"
    spoiled = text_with((rule, rule.replace(f'member = "{was}"', 'member = "consent"')))
    assert codes(spoiled) == {"locked-out"}
    assert compiled(spoiled).policy is None


@pytest.mark.parametrize("purpose", THREE)
def test_none_of_them_is_a_topic_or_held_by_marketing(purpose: str) -> None:
    """Advertising has purposes of its own, roles of its own, and consent."""
    rule = the_policy().purposes[purpose]
    assert not rule.topic
    assert rule.roles <= {"self", "care", "system"}
    marketing = {role for one in the_policy().purposes.values() if one.topic for role in one.roles}
    assert marketing & rule.roles == set()


def test_a_notice_reaches_who_withdrew_everything_and_offers_nothing(shop: Shop, chi: int) -> None:
    """Chi withdrew: her order's notice is in line; words that offer something are refused."""
    assert notices.tell(Notice.ORDER_CONFIRMED, chi, 701, shop.now(), number="0000")
    assert [row.channel for row in contact.contacts_of(chi)] == ["email"]
    with pytest.raises(CarriesAdvertising):
        notices.tell(Notice.RECALL, chi, 9, shop.now(), vi="Mua 1 tặng 1 hôm nay!", en="Recall.")


def test_the_look_at_it_sees_a_purpose_that_is_not_there() -> None:
    """The measure names three, and each must exist and rest on something else."""
    assert LOOKS["never_on_consent"](the_policy())[0]
    said = block("require.never_on_consent")
    with_care = compiled(text_with((said, said.replace('"notice"', '"care"')))).policy
    assert with_care is not None
    on, _, evidence = LOOKS["never_on_consent"](with_care)
    assert not on
    assert "care" in evidence


def test_the_clause_is_kept_by_the_compiler() -> None:
    """No policy that breaks it can be published."""
    assert kept("VI.6") == {"require.never_on_consent": ENFORCED}
    assert set(requirement("never_on_consent").values["purposes"]) == set(THREE)
