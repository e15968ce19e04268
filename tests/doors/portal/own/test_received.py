"""Who received my data: every hand-over and nothing else, with who that is to the shop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from giuloi.core import fields
from giuloi.core.terms import CaseKind, Channel, Relation
from giuloi.promises.share.stopping import finding, notices
from giuloi.records import cases, consents
from giuloi.records.credentials import add_key, hold_with_key
from giuloi.records.disclosures import disclose_many
from giuloi.records.facts import Ask
from giuloi.records.uses.told import told_to
from tests.doors.portal.own.conftest import Customer
from tests.records.conftest import Shop

HERE = "/me/recipients"


def _hand_over(shop: Shop, subject: int) -> bool:
    case = cases.open_case(CaseKind.CAMPAIGN, shop.now(), role="partner")
    until = datetime.now(UTC) + timedelta(days=9)
    token = add_key("partner", ["advertising"], fields.FIELD, until, "phuong-nam", Relation.UNRELATED)
    way = hold_with_key(token, "advertising", shop.now(), case)
    return disclose_many(way, ["email"], [Ask(subject)], shop.now())[0].allowed


def test_nothing_left_is_said_in_words(binh: Customer) -> None:
    """The empty page."""
    assert "None of your data has left the shop" in binh.text(HERE)


def test_a_refusal_and_an_answer_are_no_hand_over(binh: Customer, shop: Shop) -> None:
    """Saying yes to a recipient gives it nothing, so an erasure writes it no letter either."""
    assert not _hand_over(shop, binh.subject)
    consents.give(binh.subject, [shop.asked("advertising", Channel.IN_HOUSE, "phuong-nam")], shop.now())
    assert "None of your data has left the shop" in binh.text(HERE)
    assert told_to(binh.subject) == set()


def test_a_hand_over_is_told_with_who_what_and_why(binh: Customer, an: Customer, shop: Shop) -> None:
    """To its own customer, and to nobody else."""
    consents.give(binh.subject, [shop.asked("advertising", Channel.IN_HOUSE, "phuong-nam")], shop.now())
    assert _hand_over(shop, binh.subject)
    page = binh.text(HERE)
    for words in (
        "“phuong-nam”",
        "An unrelated third party",
        "· VN",
        "Advertising by third parties",
        "III.1",
    ):
        assert words in page
    assert "phuong-nam" not in an.text(HERE)
    assert {name for name, _ in told_to(binh.subject)} == {"phuong-nam"}


def test_who_took_a_consent_back_sees_what_the_recipient_said(binh: Customer, shop: Shop) -> None:
    """That the shop is telling it, that it was told, and that it confirmed; nobody else sees any of it."""
    asked = shop.asked("advertising", Channel.IN_HOUSE, "phuong-nam")
    consents.give(binh.subject, [asked], shop.now())
    assert _hand_over(shop, binh.subject)
    consents.withdraw(binh.subject, [asked], shop.now())
    assert finding.find_stops(shop.now()) == 1
    [notice] = notices.waiting()
    assert "the shop is telling the recipient to stop" in binh.text(HERE)
    notices.note_sent(notice.id, shop.now(), "operator")
    assert "no confirmation yet" in binh.text(HERE)
    notices.note_stopped(notice.id, "12/2026", shop.now(), "operator")
    assert "the recipient confirmed that it stopped" in binh.text(HERE)
