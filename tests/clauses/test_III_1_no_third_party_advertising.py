"""III.1: without consent, purchase data goes to no unrelated third party for advertising.

Such consent names the recipient and holds for that recipient alone; at present there is none.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from giuloi.core.terms import CaseKind, Channel, Relation
from tests.clauses.way import (
    HERE,
    MEMBER,
    Way,
    agreed,
    outcome,
    shut_unless_whole,
    without_consent,
    would_be_noticed,
)
from tests.clauses.wording import ENFORCED, block, codes, kept, text_with, the_policy, without
from tests.records.conftest import Shop

X, Y = "quang-cao-x", "quang-cao-y"
BOUGHT = Way(
    "advertising",
    "partner",
    ("email", "phone", "purchases"),
    CaseKind.CAMPAIGN,
    consents=(agreed("advertising", HERE, X),),
    recipient=X,
    relation=Relation.UNRELATED,
)


def test_only_consent_to_this_very_recipient_opens_anything(shop: Shop) -> None:
    """Bình named X; take that, the campaign or the role away and X gets nothing."""
    shut_unless_whole(shop, BOUGHT, "III.1", without_consent(f"advertising to {X}", "III.1 prohibited"))


def test_a_member_must_have_agreed_to_the_purpose_too(shop: Shop) -> None:
    """Two consents, and both are withdrawn one by one (IV.4)."""
    member = replace(BOUGHT, standing=MEMBER, consents=(*BOUGHT.consents, agreed("advertising")))
    no_recipient = without_consent(f"advertising to {X}", "III.1 prohibited")
    shut_unless_whole(shop, member, "III.1", no_recipient | without_consent("advertising", "IV.4 prohibited"))


OTHERWISE_AGREED = {
    "to another recipient": (agreed("advertising", HERE, Y),),
    "to advertising as such": (agreed("advertising"),),
    "to promotion by this recipient": (agreed("promotion", HERE, X),),
    "to this recipient by another channel": (agreed("advertising", Channel.EMAIL, X),),
    "to everything else there is": tuple(agreed(name) for name in the_policy().purposes),
}


@pytest.mark.parametrize("consent", OTHERWISE_AGREED)
def test_any_other_consent_opens_nothing(shop: Shop, consent: str) -> None:
    """Consent counts for what it names."""
    assert outcome(shop, replace(BOUGHT, consents=OTHERWISE_AGREED[consent])) == "III.1 prohibited"


@pytest.mark.parametrize("relation", [None, *Relation])
def test_no_other_name_for_the_recipient_helps(shop: Shop, relation: Relation | None) -> None:
    """Called a processor, a carrier, an authority or nobody at all: the same refusal, or no permit."""
    nobody_asked = replace(BOUGHT, relation=relation, consents=())
    assert outcome(shop, nobody_asked) == "III.1 prohibited"
    if relation is not Relation.UNRELATED:
        assert outcome(shop, replace(BOUGHT, relation=relation)) == "II.1 recipient"


@pytest.mark.parametrize("purpose", [name for name in the_policy().purposes if name != "advertising"])
def test_an_unrelated_third_party_gets_nothing_for_any_other_purpose(shop: Shop, purpose: str) -> None:
    """With every consent there could be, and the right case: no permit speaks of it."""
    rule = the_policy().purposes[purpose]
    role = next(iter(sorted(rule.roles - {"self", "system"})), "partner")
    way = Way(purpose, role, (), rule.needs, consents=(agreed(purpose), agreed(purpose, HERE, X)))
    ends = "II.1 recipient" if role in rule.roles else f"{rule.clause} role"
    assert outcome(shop, replace(way, recipient=X, relation=Relation.UNRELATED)) == ends


def test_a_policy_without_the_prohibition_would_be_noticed(shop: Shop) -> None:
    """Out with the prohibition: the permit still asks for X by name, but another clause's reason says so."""
    loose = text_with((block("prohibit.third_party_advertising"), ""))
    way = replace(BOUGHT, consents=(agreed("advertising"),))
    would_be_noticed(shop, loose, way, "III.1 prohibited", "III.1 no_consent")


def test_no_policy_can_let_strangers_have_it_on_consent_to_the_purpose() -> None:
    """Consent by name is what unrelated recipients take: a permit that asks for less does not compile."""
    permit = block("permit.named_advertiser")
    loose = text_with((permit, permit.replace('consent    = "recipient"', 'consent    = "purpose"')))
    assert codes(loose, "error")


def test_the_permit_alone_still_asks_for_the_recipient(shop: Shop) -> None:
    """Two locks: without the prohibition the permit's own consent is asked for."""
    loose = without("prohibit.third_party_advertising")
    would_be_noticed(shop, loose, replace(BOUGHT, consents=()), "III.1 prohibited", "III.1 no_consent")
    assert codes(loose) == set()


def test_there_is_no_such_recipient_today() -> None:
    """The policy names none, and the clause is kept by the gate."""
    named = [one for one in the_policy().requirements if one.name.startswith("recipient.")]
    assert {one.values["relation"] for one in named} == {"needed_for_order", "processor"}
    assert set(kept("III.1").values()) == {ENFORCED}
