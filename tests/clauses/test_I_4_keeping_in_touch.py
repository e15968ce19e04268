"""I.4: with consent the shop keeps in touch: surveys, reviews, thanks; it does not track opening or clicking."""

from __future__ import annotations

from dataclasses import replace

from giuloi.core.terms import CaseKind, Channel
from tests.clauses.way import Way, agreed, outcome, shut_unless_whole, without_consent, would_be_noticed
from tests.clauses.wording import ENFORCED, NOT_KEPT_YET, block, kept, requirement, text_with
from tests.records.conftest import Shop

SURVEY = Way(
    "engagement",
    "marketing",
    ("name", "email", "purchases"),
    CaseKind.CAMPAIGN,
    channel=Channel.EMAIL,
    consents=(agreed("engagement", Channel.EMAIL),),
)


def test_a_survey_reaches_only_those_who_agreed_to_it(shop: Shop) -> None:
    """Keeping in touch is a purpose of its own."""
    shut_unless_whole(shop, SURVEY, "I.4", without_consent("engagement", "I.4 no_consent"))


def test_consent_to_offers_is_none_to_surveys(shop: Shop) -> None:
    """Nor the other way round."""
    offers = (agreed("promotion", Channel.EMAIL), agreed("services", Channel.EMAIL))
    assert outcome(shop, replace(SURVEY, consents=offers)) == "I.4 no_consent"
    assert outcome(shop, replace(SURVEY, purpose="promotion", fields=("email",))) == "I.3 no_consent"


def test_nobody_is_telephoned_for_it(shop: Shop) -> None:
    """The clause names e-mail, text message and Zalo."""
    by_phone = replace(SURVEY, channel=Channel.PHONE, consents=(agreed("engagement", Channel.PHONE),))
    assert outcome(shop, by_phone) == "II.1 channel"
    engagement = block("purpose.engagement")
    loose = text_with((engagement, engagement.replace('"sms",', '"sms", "phone",')))
    would_be_noticed(shop, loose, by_phone, "II.1 channel", "I.4 permitted")


def test_not_tracking_is_written_down_and_nothing_looks_at_it_yet() -> None:
    """While nothing is sent, there is nothing that could track, and nothing that could look either."""
    assert kept("I.4") == {"purpose.engagement": ENFORCED, "require.no_tracking": NOT_KEPT_YET}
    assert requirement("no_tracking").values == {"opens": False, "clicks": False}
