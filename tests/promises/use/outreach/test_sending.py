"""A campaign writes once to each who agreed, and to nobody else; whatever breaks, never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.transaction import on_commit

from giuloi.core.terms import CaseKind, Channel
from giuloi.promises.use import settling
from giuloi.promises.use.channels.receipts import Became, Receipt, keep
from giuloi.promises.use.outreach import campaigns, sends
from giuloi.promises.use.outreach.campaigns import State
from giuloi.promises.use.outreach.drafts import NotNow, fingerprint
from giuloi.promises.use.outreach.never import say_never
from giuloi.promises.use.outreach.reasons import Reason, numbers
from giuloi.promises.use.outreach.sends import Send, SendState
from giuloi.records.cases import Case
from giuloi.records.subjects import Subject
from tests.cast import CHI
from tests.promises.use.outreach.conftest import EMAIL, OFFER, Desk


def test_each_who_agreed_gets_one_letter_and_nobody_else_gets_any(desk: Desk) -> None:
    """An agreed, Chi withdrew, a guest was never asked."""
    desk.willing(1)
    desk.shop.withdraw(desk.willing(2, who=CHI), EMAIL)
    desk.shop.person(CHI)
    campaign = desk.started()
    assert desk.work(campaign) == 1
    assert desk.work(campaign) == 0
    assert desk.to == ["khach1@example.vn"]
    assert campaigns.find(campaign).state is State.DONE


def test_a_letter_says_what_it_is_who_sends_it_and_how_to_stop_it(desk: Desk) -> None:
    """The label, the shop's name and address, and RFC 8058's two headers: none of them is in the template."""
    desk.willing(1)
    desk.work(desk.started())
    [(_, letter)] = desk.mailbox.letters
    assert letter["Subject"] == "[QC] Bánh mới"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Unsubscribe"].startswith("<https://testserver/preferences/")
    text = letter.get_content()
    assert "Chào Nguyễn Thị An, mùa này Tiệm Bánh Phố Cổ" in text
    assert all(one in text for one in ("8 phố Hàng Vừng", "mục I.3", "/preferences/"))


def test_its_case_is_open_exactly_while_it_runs(desk: Desk) -> None:
    """Before it starts, while it is paused and when it is over nobody opens anything for it."""
    campaign = desk.started()
    assert Case.objects.get(kind=CaseKind.CAMPAIGN, closed_at=None).role == "marketing"
    campaigns.pause(campaign, desk.now())
    assert not Case.objects.filter(kind=CaseKind.CAMPAIGN, closed_at=None)
    campaigns.resume(campaign, desk.staff, desk.now())
    campaigns.stop(campaign, desk.now())
    assert not Case.objects.filter(kind=CaseKind.CAMPAIGN, closed_at=None)


def test_a_pause_stops_at_the_next_batch_and_it_goes_on_where_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is written to twice, nobody is left out."""
    monkeypatch.setattr("giuloi.promises.use.outreach.sending.BATCH", 2)
    for number in range(5):
        desk.willing(number)
    campaign = desk.started()
    assert desk.work(campaign, most=0) == 2
    campaigns.pause(campaign, desk.now())
    assert desk.work(campaign) == 0
    campaigns.resume(campaign, desk.staff, desk.now())
    assert desk.work(campaign) == 3
    assert sorted(desk.to) == [f"khach{number}@example.vn" for number in range(5)]


def test_who_withdraws_after_their_message_was_opened_gets_none(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last look: claimed, opened, withdrawn, and then not sent."""
    an = desk.willing(1)
    campaign = desk.started()
    real = sends.handed

    def then_withdraw(marks: Any) -> None:
        real(marks)
        on_commit(lambda: desk.shop.withdraw(an, EMAIL))

    monkeypatch.setattr(sends, "handed", then_withdraw)
    desk.work(campaign)
    assert desk.to == []
    assert sends.counts(campaign) == {(SendState.REFUSED, "withdrawn"): 1}


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        ("450 later", SendState.LATER),
        ("550 no", SendState.FAILED),
        ("hang up", SendState.UNCERTAIN),
    ],
)
def test_what_the_server_says_decides_what_may_be_sent_again(
    desk: Desk, reply: str, state: SendState
) -> None:
    """Not now: again, under the same key. No: never. No answer: nobody knows, so never by itself."""
    desk.willing(1)
    desk.mailbox.replies = [reply]
    campaign = desk.started()
    desk.work(campaign)
    [row] = Send.objects.all()
    assert row.state == state
    desk.clock += timedelta(days=2)
    if campaigns.find(campaign).state is State.RUNNING:
        desk.work(campaign)
    assert len(desk.mailbox.letters) == (0 if state is SendState.FAILED else 1)
    if state is SendState.LATER:
        [(_, letter)] = desk.mailbox.letters
        assert row.key in letter["Message-ID"]


def test_what_was_being_handed_over_when_a_process_died_is_never_sent_again(desk: Desk) -> None:
    """A claim goes back; a message that was on its way is uncertain, and counted so."""
    people = sorted(desk.willing(number) for number in range(2))
    campaign = desk.started()
    found = campaigns.find(campaign)
    with sends.alone():
        first, second = sends.claim(campaign, found.draft.channel, people, desk.now())
    with sends.alone():
        sends.handed({first.key: b"mark"})
    desk.work(campaign)
    assert sends.counts(campaign) == {(SendState.UNCERTAIN, "ended"): 1, (SendState.SENT, ""): 1}
    assert Send.objects.get(subject_id=second.subject).state == SendState.SENT


def test_do_not_contact_is_heeded_also_when_the_address_comes_back_as_somebody_new(desk: Desk) -> None:
    """The mark outlives the person; who gives the same address later and even agrees is not written to."""
    first = desk.willing(1)
    assert say_never(first, desk.now(), "Đừng liên lạc nữa", "vi")
    Subject.objects.filter(id=first).delete()  # erased, and the mark stays
    again = desk.willing(1)
    campaign = desk.started()
    counts = numbers(OFFER, desk.now(), campaign).counts
    assert counts[Reason.NEVER] == 1
    assert again != first
    assert desk.work(campaign) == 0
    assert desk.to == []


def test_two_customers_with_one_address_are_one_for_the_caps(desk: Desk) -> None:
    """The caps are of an address, not of a row."""
    desk.willing(1)
    desk.willing(1)
    campaign = desk.started()
    desk.work(campaign)
    assert desk.to == ["khach1@example.vn"]
    assert sends.counts(campaign)[SendState.REFUSED, "same_address"] == 1


def test_caps_hold_across_campaigns_for_a_rolling_day(desk: Desk) -> None:
    """The second campaign waits until 24 hours are over, to the minute, and then writes."""
    desk.willing(1)
    desk.work(desk.started())
    second = desk.started()
    for hours in (1, 23, 23.9):
        desk.clock = desk.clock.replace(hour=5, minute=0) if hours == 1 else desk.clock
        assert desk.work(second) == 0
    desk.clock += timedelta(hours=24)
    assert desk.work(second) == 1
    assert desk.to == ["khach1@example.vn"] * 2


def test_outside_the_hours_nothing_goes(desk: Desk) -> None:
    """From 8 to 20 in Viet Nam; the campaign knows when it begins again."""
    desk.willing(1)
    campaign = desk.started()
    desk.clock = desk.clock.replace(hour=13, minute=0, second=0)  # 20:00 in Viet Nam
    assert desk.work(campaign) == 0
    found = campaigns.find(campaign)
    assert found.next_at is not None
    assert (found.next_at.hour, found.next_at.minute) == (1, 0)
    desk.clock = found.next_at
    assert desk.work(campaign) == 1


@pytest.mark.parametrize(
    ("became", "again"), [(Became.BOUNCED_FOR_GOOD, False), (Became.BOUNCED_FOR_NOW, True)]
)
def test_nothing_is_sent_where_nothing_arrives(desk: Desk, became: Became, again: bool) -> None:
    """For good, or for three days."""
    desk.willing(1)
    desk.work(desk.started())
    [row] = Send.objects.all()
    keep([Receipt(Channel.EMAIL, "smtp", row.key, became)], desk.now())
    assert settling.settle(desk.now()) == 1
    desk.clock += timedelta(days=1)
    assert numbers(OFFER, desk.now()).counts[Reason.SUPPRESSED] == 1
    desk.clock += timedelta(days=3)
    assert numbers(OFFER, desk.now()).counts[Reason.MAY] == again


def test_a_channel_that_cannot_send_pauses_the_campaign_and_loses_nobody(desk: Desk, settings: Any) -> None:
    """The operator is told; nothing was claimed for good."""
    desk.willing(1)
    campaign = desk.started()
    server = settings.MAIL_SERVER
    settings.MAIL_SERVER = {}
    assert desk.work(campaign) == 0
    assert (campaigns.find(campaign).state, campaigns.find(campaign).why) == (State.PAUSED, "not_ready")
    settings.MAIL_SERVER = server
    campaigns.resume(campaign, desk.staff, desk.now())
    assert desk.work(campaign) == 1


def test_words_that_nobody_looked_at_are_not_approved(desk: Desk) -> None:
    """What was seen is what is sent."""
    campaign = campaigns.make(OFFER, desk.staff, desk.now())
    campaigns.change(campaign, replace(OFFER, name="Khác"), desk.staff)
    with pytest.raises(NotNow):
        campaigns.approve(campaign, desk.staff, fingerprint(OFFER))
