"""Whose data a change of the policy touches is counted by sets, and nobody is named."""

from __future__ import annotations

from giuloi.core.policy.diff import diff
from giuloi.core.terms import Channel, Standing
from giuloi.records import published, subjects
from giuloi.records.touched import people, touched
from tests.cast import AN
from tests.clauses.wording import TODAY, policy_of, text_with
from tests.records.conftest import Shop

TIGHTER = ('roles    = ["fulfilment", "care"]', 'roles    = ["fulfilment"]')


def test_members_guests_and_consents_are_counted_by_what_the_clause_speaks_of(
    shop: Shop, an: int, binh: int
) -> None:
    """Supply lost a role: An accepted the old version and consented to it, Bình has an order that is open."""
    old, new = published.by_id(shop.policy_id).policy, policy_of(text_with(TIGHTER))
    shop.order(binh)
    known = people(new)
    assert (known.members, known.guests) == (1, 1)
    [change] = diff(old, new)
    [found] = touched(old, new, [change], known)
    assert change.clause == "I.1"
    assert (found.members, found.guests, found.consents) == (1, 1, {"supply": 1})


def test_who_accepted_the_new_version_is_not_touched_by_it(shop: Shop, an: int) -> None:
    """Once published and accepted, nobody is left."""
    new = published.publish(text_with(TIGHTER), TODAY, shop.now())
    assert people(new.policy).members == 1
    subjects.become_member(an, new.id)
    assert people(new.policy).members == 0


def test_a_withdrawn_consent_and_a_closed_order_are_not_counted(shop: Shop, chi: int, binh: int) -> None:
    """Chi withdrew, and Bình never ordered: no set holds them but the members'."""
    new = policy_of(text_with(TIGHTER))
    known = people(new)
    assert (known.members, known.guests, dict(known.consents)) == (1, 0, {})


def test_one_person_with_a_consent_by_two_channels_is_one(shop: Shop) -> None:
    """People are counted, not rows."""
    subject = shop.person(AN, Standing.MEMBER)
    shop.give(subject, ("promotion", Channel.EMAIL), ("promotion", Channel.SMS))
    assert people(policy_of(text_with())).consents == {"promotion": 1}
