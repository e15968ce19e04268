"""III.1: without consent, purchase data goes to no unrelated third party for advertising.

Such consent names the recipient and holds for that recipient alone; at present there is none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from giuloi.core import fields
from giuloi.core.gate.request import Reason
from giuloi.core.terms import CaseKind, Channel, Relation
from giuloi.promises.share.stopping import finding, notices
from giuloi.promises.share.stopping.letter import letter
from giuloi.records import cases, consents, recipients
from giuloi.records.credentials import add_key, hold_with_key
from giuloi.records.disclosures import disclose_many
from giuloi.records.facts import Ask
from tests.cast import BINH
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
from tests.harness.agreements import bind
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


def test_without_an_agreement_in_force_not_even_consent_opens_anything(shop: Shop) -> None:
    """Named, agreed to, permitted: and off, since nobody recorded a paper that binds this recipient."""
    recipients.disable(X, shop.now())
    assert outcome(shop, BOUGHT) == "III.1 no_agreement"
    nobody = replace(BOUGHT, recipient=Y, consents=(agreed("advertising", HERE, Y),))
    assert outcome(shop, nobody) == "III.1 no_agreement"


def test_who_pays_needs_consent_for_every_hand_over(shop: Shop, binh: int) -> None:
    """The second finds the consent used up by the first (Decree 356/2025 art. 7.3)."""
    bind(Y, Relation.UNRELATED, shop.now(), paid=True)
    consents.give(binh, [shop.asked("advertising", HERE, Y)], shop.now())
    case = cases.open_case(CaseKind.CAMPAIGN, shop.now(), role="partner")
    until = shop.now().replace(year=2027)
    token = add_key("partner", ["advertising"], fields.FIELD, until, Y, Relation.UNRELATED)
    way = hold_with_key(token, "advertising", shop.now(), case)
    handed = [disclose_many(way, ["email"], [Ask(binh)], shop.now())[0] for _ in range(2)]
    assert [(one.clause, one.reason) for one in handed] == [
        ("III.1", Reason.PERMITTED),
        ("III.1", Reason.PROHIBITED),
    ]


def test_who_received_under_a_consent_is_told_when_it_is_taken_back(shop: Shop, binh: int) -> None:
    """Within a day, with what it got and whose word ended: by a letter that names nobody."""
    asked = shop.asked("advertising", HERE, X)
    consents.give(binh, [asked], shop.now())
    case = cases.open_case(CaseKind.CAMPAIGN, shop.now(), role="partner")
    until = shop.now().replace(year=2027)
    token = add_key("partner", ["advertising"], fields.FIELD, until, X, Relation.UNRELATED)
    way = hold_with_key(token, "advertising", shop.now(), case)
    assert disclose_many(way, ["email"], [Ask(binh)], shop.now())[0].allowed
    assert finding.find_stops(shop.now()) == 0
    consents.withdraw(binh, [asked], shop.now())
    assert finding.find_stops(shop.now()) == 1
    [notice] = notices.waiting()
    assert (notice.recipient, notice.due_at) == (X, notice.refused_at + timedelta(hours=24))
    assert BINH.name not in letter(notice.id).vi
