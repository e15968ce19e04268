"""The dry run: each candidate counts once, under the first reason that holds, and as a loop would find it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest

from giuloi.core.fields import mask_of
from giuloi.core.terms import Channel, NotATerm, RetentionClass, Standing, SubjectState
from giuloi.promises.use.outreach import campaigns, sends
from giuloi.promises.use.outreach.drafts import Draft
from giuloi.promises.use.outreach.reasons import Reason, for_claiming, numbers
from giuloi.promises.use.outreach.rules import rule_for
from giuloi.promises.use.outreach.sends import Contact
from giuloi.records import consents, do_not_contact, freezing
from giuloi.records.candidates import Wanted, next_of
from giuloi.records.cases import close_case
from giuloi.records.set_aside import Aside, set_aside
from giuloi.records.subjects import Subject, new_subject
from tests.cast import BINH
from tests.promises.use.outreach.conftest import EMAIL, OFFER, Desk
from tests.promises.use.outreach.one_by_one import reason_of
from tests.records.conftest import NOON, Shop


def somebody(shop: Shop, chance: Random, campaign: int) -> int:
    """A person to whom anything may have happened."""
    states = chance.choice([SubjectState.NONE] * 6 + [SubjectState.MINOR])
    standing = chance.choice(list(Standing))
    subject = new_subject(standing, shop.policy_id, NOON, states)
    asked = [shop.asked(*EMAIL)]
    said = chance.choice([consents.give, consents.give, consents.give, consents.refuse, None])
    if said is not None:
        said(subject, asked, shop.now())
    if chance.random() < 0.15:
        consents.withdraw(subject, asked, shop.now()) if said is consents.give else None
    if chance.random() < 0.15:
        do_not_contact.ask_never(subject, {}, NOON, chance.choice([(), (Channel.EMAIL,), (Channel.SMS,)]))
    if chance.random() < 0.15:
        freezing.set_states(
            subject, chance.choice([SubjectState.FROZEN, SubjectState.RESTRICTED]), shop.now()
        )
    if chance.random() < 0.2:
        until = chance.choice([None, NOON - timedelta(days=1), NOON + timedelta(days=1)])
        sends.suppress(subject, chance.choice([Channel.EMAIL, Channel.SMS]), until)
    if chance.random() < 0.3:
        ago = chance.choice([timedelta(hours=1), timedelta(hours=23, minutes=59), timedelta(hours=24)])
        way = chance.choice(["email", "email", "sms"])
        Contact.objects.create(subject_id=subject, channel=way, at=NOON - ago, key=f"{subject}")
    if chance.random() < 0.1:
        with sends.alone():
            sends.claim(campaign, Channel.SMS, [subject], NOON - timedelta(days=3))
    if chance.random() < 0.15:
        mask = mask_of(chance.choice([["email"], ["phone"], ["name"], ["email", "name"]]))
        set_aside([Aside(subject, chance.choice([0, 0, 5]), RetentionClass.CONTACT, mask, "IV.1")], NOON)
    return subject


@pytest.mark.parametrize("hour", [5, 14])
def test_the_reasons_add_up_and_are_those_of_a_loop(desk: Desk, hour: int, runs: int) -> None:
    """At noon and at nine in the evening, for people to whom anything may have happened."""
    chance, campaign = Random(hour), desk.started()
    people = [somebody(desk.shop, chance, campaign) for _ in range(max(60, runs))]
    at = NOON.replace(hour=hour)
    counts = numbers(OFFER, at, campaign).counts
    loop = Counter(reason_of(OFFER, campaign, one, at) for one in people)
    assert {reason: count for reason, count in counts.items() if count} == dict(loop)
    assert sum(counts.values()) == len(people)
    assert len(loop) >= 7, "too few kinds of people to prove anything"
    claimable = next_of(for_claiming(campaigns.find(campaign), rule_for(OFFER.channel), at), 0, 10_000)
    assert sorted(claimable) == sorted(
        one for one in people if reason_of(OFFER, campaign, one, at) is Reason.MAY
    )


def _only(desk: Desk, **who: object) -> int:
    """How many are candidates by these attributes."""
    draft: Draft = replace(OFFER, audience=Wanted(**who))  # type: ignore[arg-type]
    return numbers(draft, NOON + timedelta(days=10)).total


def test_an_audience_is_chosen_by_nothing_personal(desk: Desk) -> None:
    """Standing, version, dates, language, that an order was closed: never what was bought or where anybody lives."""
    an = desk.willing(1)
    guest = desk.shop.person(BINH)
    assert _only(desk) == 2
    assert (_only(desk, standing="member"), _only(desk, standing="guest")) == (1, 1)
    assert _only(desk, policies=(desk.shop.policy_id,)) == 2
    assert (_only(desk, language="vi"), _only(desk, language="en")) == (1, 0)
    assert (_only(desk, consent_older_than=9), _only(desk, consent_older_than=11)) == (1, 0)
    assert (_only(desk, consent_younger_than=9), _only(desk, consent_younger_than=11)) == (0, 1)
    assert (_only(desk, joined_from="2026-11-22"), _only(desk, joined_from="2026-11-23")) == (2, 0)
    assert _only(desk, joined_before="2026-11-22") == 0
    assert _only(desk, order_closed_within=30) == 0
    close_case(desk.shop.order(an)[1], NOON)
    desk.shop.order(guest)
    assert (_only(desk, order_closed_within=30), _only(desk, order_closed_within=5)) == (1, 0)
    with pytest.raises(TypeError):
        Wanted.of({"address": "Hà Nội"})
    with pytest.raises(NotATerm):
        Wanted(order_closed_within=0)


def test_a_campaign_reaches_those_it_is_for_and_no_others(desk: Desk) -> None:
    """The attributes hold when messages are claimed as when they were counted."""
    an, _ = desk.willing(1), desk.willing(2)
    close_case(desk.shop.order(an)[1], NOON)
    draft = replace(OFFER, audience=Wanted(order_closed_within=30))
    desk.work(desk.started(draft))
    assert desk.to == ["khach1@example.vn"]
    assert Subject.objects.count() == 2
    assert not numbers(draft, datetime.fromisoformat("2027-03-01T05:00:00+00:00")).counts[Reason.MAY]


def test_who_is_only_stored_is_not_counted_and_what_is_counted_is_sent(desk: Desk) -> None:
    """The dry run says exactly how many letters go out; a name that is shut keeps no letter back, an address does."""
    people = [desk.willing(number) for number in range(4)]
    shut = [Aside(people[0], 0, RetentionClass.CONTACT, mask_of(["email", "phone"]), "IV.1")]
    set_aside([*shut, Aside(people[1], 0, RetentionClass.CONTACT, mask_of(["phone", "name"]), "IV.1")], NOON)
    counts = numbers(OFFER, desk.now()).counts
    assert (counts[Reason.ONLY_STORED], counts[Reason.MAY]) == (1, 3)
    desk.work(desk.started())
    assert len(desk.to) == counts[Reason.MAY]
    assert "khach0@example.vn" not in desk.to
