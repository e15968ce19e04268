"""I.3: promotions and services are offered to those who agreed: two questions, and each channel asked by itself.

Silence is not consent; refusing changes nothing about an order.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from giuloi.core.terms import CaseKind, Channel, ConsentState
from tests.cast import BINH
from tests.clauses.way import (
    MEMBER,
    Way,
    agreed,
    outcome,
    shut_unless_whole,
    without_consent,
    would_be_noticed,
)
from tests.clauses.wording import ENFORCED, block, kept, text_with, the_policy
from tests.promises.use.outreach.conftest import Desk
from tests.records.conftest import Shop

OFFER = Way(
    "promotion",
    "marketing",
    ("name", "email"),
    CaseKind.CAMPAIGN,
    channel=Channel.EMAIL,
    consents=(agreed("promotion", Channel.EMAIL),),
)


@pytest.mark.parametrize("purpose", ["promotion", "services"])
def test_an_offer_reaches_only_those_who_agreed(shop: Shop, purpose: str) -> None:
    """A guest who said yes to this purpose by this channel, in a running campaign, and nobody else."""
    way = replace(OFFER, purpose=purpose, consents=(agreed(purpose, Channel.EMAIL),))
    shut_unless_whole(shop, way, "I.3", without_consent(purpose, "I.3 no_consent"))


def test_a_member_is_asked_no_less(shop: Shop) -> None:
    """For members the very same consent also lifts IV.4."""
    member = replace(OFFER, standing=MEMBER)
    shut_unless_whole(shop, member, "I.3", without_consent("promotion", "IV.4 prohibited"))


def test_one_yes_is_not_two(shop: Shop) -> None:
    """Yes to promotions by e-mail is no yes to services, and none to any other channel."""
    assert outcome(shop, replace(OFFER, purpose="services")) == "I.3 no_consent"
    for channel in (Channel.SMS, Channel.PHONE, Channel.ZALO, Channel.IN_HOUSE):
        assert outcome(shop, replace(OFFER, channel=channel)) == "I.3 no_consent"


def test_refusing_changes_nothing_about_an_order(shop: Shop) -> None:
    """Somebody who refused everything that may be refused is served like anybody."""
    said_no = tuple(
        (purpose, channel, "", ConsentState.REFUSED)
        for purpose, rule in the_policy().purposes.items()
        if rule.topic
        for channel in sorted(rule.channels)
    )
    assert len(said_no) == 11
    assert outcome(shop, Way("supply", "fulfilment", ("name",), CaseKind.ORDER, consents=said_no)) == (
        "I.1 permitted"
    )
    member = Way(
        "supply", "fulfilment", ("name",), CaseKind.ORDER, MEMBER, consents=(agreed("supply"), *said_no)
    )
    assert outcome(shop, member) == "I.1 permitted"


def test_what_was_bought_is_not_for_offers(shop: Shop) -> None:
    """The fields of the clause, no more."""
    assert outcome(shop, replace(OFFER, fields=("email", "purchases"))) == "II.1 field"


def test_a_policy_that_takes_silence_for_consent_would_be_noticed(shop: Shop) -> None:
    """Promotions on the ground of a contract do not even compile as a topic; without that word they would open."""
    promotion = block("purpose.promotion")
    lax = promotion.replace('guest = "consent"', 'guest = "contract"').replace("topic    = true\n", "")
    silent = replace(OFFER, consents=())
    would_be_noticed(shop, text_with((promotion, lax)), silent, "I.3 no_consent", "I.3 permitted")


def test_a_campaign_of_one_topic_reaches_nobody_who_agreed_to_the_other(desk: Desk) -> None:
    """Each topic, each channel, by itself; who said nothing at all gets nothing."""
    desk.willing(1, ("promotion", Channel.EMAIL))
    desk.willing(2, ("services", Channel.EMAIL))
    desk.willing(3, ("promotion", Channel.SMS))
    desk.shop.person(BINH)
    desk.work(desk.started())
    assert desk.to == ["khach1@example.vn"]


def test_both_are_topics_that_may_be_refused() -> None:
    """Two questions in the document as in the machine."""
    assert kept("I.3") == {"purpose.promotion": ENFORCED, "purpose.services": ENFORCED}
    assert the_policy().purposes["promotion"].topic
    assert the_policy().purposes["services"].topic
