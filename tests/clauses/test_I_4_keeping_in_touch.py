"""I.4: with consent the shop keeps in touch: surveys, reviews, thanks; it does not track opening or clicking."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from giuloi.core.terms import CaseKind, Channel
from giuloi.promises.use.outreach.sends import Send
from giuloi.promises.use.outreach.template import BadTemplate, Template
from giuloi.records.measures import measured
from tests.clauses.way import Way, agreed, outcome, shut_unless_whole, without_consent, would_be_noticed
from tests.clauses.wording import ENFORCED, block, kept, requirement, text_with
from tests.promises.use.outreach.conftest import Desk
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


@pytest.mark.parametrize(
    "link",
    [
        "https://bit.ly/abc",
        "https://tiem.example.vn/r/17",
        "https://tiem.example.vn/?utm_source=thu",
        "https://tiem.example.vn/?fbclid=x",
        "https://tiem.example.vn/{{ten}}",
        "https://tiem.example.vn/pixel.gif",
        "<img src=https://tiem.example.vn/x>",
    ],
)
def test_no_message_holds_what_could_tell_that_it_was_opened_or_followed(link: str) -> None:
    """Such a template is refused with line and column; the same words with a plain link are not."""
    with pytest.raises(BadTemplate) as wrong:
        Template.parse(f"Chào {{{{ten}}}},\nxem {link}")
    assert {fault.line for fault in wrong.value.faults} == {2}
    Template.parse("Chào {{ten}},\nxem https://tiem.example.vn/banh-com")


def test_the_letter_that_goes_out_is_plain_text_with_no_address_but_ours_and_the_templates(
    desk: Desk,
) -> None:
    """No second part, no picture, and the same links for everybody but the one to say no by."""
    for number in range(2):
        desk.willing(number)
    desk.work(desk.started())
    texts = []
    for _, letter in desk.mailbox.letters:
        assert letter.get_content_type() == "text/plain"
        texts.append(re.sub(r"/preferences/[0-9a-f]+", "/preferences/…", letter.get_content()))
    assert texts[0] == texts[1]
    hosts = set(re.findall(r"https?://([^/\s]+)", texts[0]))
    assert hosts == {"tiem.example.vn", "testserver"}


def test_nothing_of_the_software_looks_at_opens_or_clicks() -> None:
    """Kept, and looked at: no column of any table could hold it."""
    assert kept("I.4") == {"purpose.engagement": ENFORCED, "require.no_tracking": ENFORCED}
    assert requirement("no_tracking").values == {"opens": False, "clicks": False}


def test_a_column_that_tracks_would_be_noticed(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The measure looks at every column there is."""

    def on() -> bool:
        return next(one.on for one in measured() if one.name == "no_tracking")

    assert on()
    monkeypatch.setattr(Send._meta.get_field("became"), "name", "clicks")
    assert not on()
