"""A campaign by telephone shows one number at a time: whoever has a call without an outcome is shown no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from giuloi.core.terms import Channel, Unavailable
from giuloi.promises.use.outreach import calls, sending, sends
from giuloi.promises.use.outreach.calls import Call, ElsewhereFirst, Outcome
from giuloi.promises.use.outreach.sends import Send, SendState
from giuloi.records import credentials
from tests.promises.use.outreach.conftest import OFFER, Desk

pytestmark = pytest.mark.django_db(transaction=True)
BY_PHONE = replace(OFFER, channel=Channel.PHONE)
WISH = ("promotion", Channel.PHONE)


@pytest.fixture
def callers(desk: Desk) -> tuple[Desk, int]:
    """A campaign by telephone with eight people who agreed."""
    for number in range(8):
        desk.willing(number, WISH)
    return desk, desk.started(BY_PHONE)


def number_of(call: Call | None) -> str:
    """What was shown."""
    assert call is not None
    assert call.opened is not None
    return call.opened.fields["phone"].open()


def test_eight_presses_show_one_number(callers: tuple[Desk, int]) -> None:
    """And the next one only when it is noted what came of the first."""
    desk, campaign = callers
    shown = {number_of(calls.next_call(campaign, desk.staff, desk.now())) for _ in range(8)}
    assert len(shown) == 1
    assert Send.objects.count() == 1
    mine = calls.under_way(desk.staff)
    assert mine is not None
    assert calls.note(campaign, mine.claim.key, Outcome.NO_ANSWER, desk.now())
    assert number_of(calls.next_call(campaign, desk.staff, desk.now())) not in shown


def test_the_clock_does_not_end_a_call_under_way(callers: tuple[Desk, int]) -> None:
    """What a person does is not work that was cut off: its outcome can still be noted."""
    desk, campaign = callers
    calls.next_call(campaign, desk.staff, desk.now())
    mine = calls.under_way(desk.staff)
    assert mine is not None
    sending.run_due(1.0, desk.now, lambda _: None)
    assert calls.under_way(desk.staff) == mine
    assert calls.note(campaign, mine.claim.key, Outcome.REACHED, desk.now())


def test_another_campaign_shows_no_second_number(callers: tuple[Desk, int]) -> None:
    """It says where the call is that waits for its outcome, also once that campaign is over."""
    desk, campaign = callers
    other = desk.started(replace(BY_PHONE, name="Một chiến dịch khác"))
    calls.next_call(campaign, desk.staff, desk.now())
    with pytest.raises(ElsewhereFirst) as told:
        calls.next_call(other, desk.staff, desk.now())
    assert told.value.campaign == campaign
    assert Send.objects.count() == 1


def test_two_colleagues_call_two_people(callers: tuple[Desk, int]) -> None:
    """Each has one."""
    desk, campaign = callers
    colleague = credentials.add_staff("Mai", "marketing")
    one, other = (number_of(calls.next_call(campaign, who, desk.now())) for who in (desk.staff, colleague))
    assert one != other


def test_whoever_took_their_consent_back_is_not_shown_again(callers: tuple[Desk, int]) -> None:
    """The call still waits for its outcome, and nobody else is shown instead."""
    desk, campaign = callers
    calls.next_call(campaign, desk.staff, desk.now())
    mine = calls.under_way(desk.staff)
    assert mine is not None
    desk.shop.withdraw(mine.claim.subject, WISH)
    again = calls.next_call(campaign, desk.staff, desk.now())
    assert again is not None
    assert (again.key, again.opened) == (mine.claim.key, None)


def test_at_night_a_call_under_way_is_not_shown_again(callers: tuple[Desk, int]) -> None:
    """The hours hold for the second look as well."""
    desk, campaign = callers
    calls.next_call(campaign, desk.staff, desk.now())
    again = calls.next_call(campaign, desk.staff, desk.now() + timedelta(hours=10))
    assert again is not None
    assert again.opened is None


def test_what_cannot_be_opened_now_keeps_nobody_claimed(
    callers: tuple[Desk, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first look goes back into the line; a second look stays the call it was."""
    desk, campaign = callers

    def away(*_: object, **__: object) -> None:
        raise Unavailable("away")

    with monkeypatch.context() as cut:
        cut.setattr(calls, "reveal", away)
        with pytest.raises(Unavailable):
            calls.next_call(campaign, desk.staff, desk.now())
    assert not Send.objects.exists()
    calls.next_call(campaign, desk.staff, desk.now())
    with monkeypatch.context() as cut:
        cut.setattr(calls, "reveal", away)
        with pytest.raises(Unavailable):
            calls.next_call(campaign, desk.staff, desk.now())
    assert sends.counts(campaign) == {(SendState.HANDED, "calling"): 1}


def test_a_press_that_died_or_was_overtaken_shows_nothing_more(callers: tuple[Desk, int]) -> None:
    """Its claim goes back; if it wakes up late, its last look finds that it is no longer its turn."""
    desk, campaign = callers
    claim = calls._mine(campaign, desk.staff, desk.now())
    assert isinstance(claim, sends.Claim)
    calls.next_call(campaign, desk.staff, desk.now())
    assert list(Send.objects.values_list("state", flat=True)) == ["handed"]
    found = calls.campaigns.find(campaign)
    answer = calls._opened(found, claim, desk.staff, desk.now())
    assert isinstance(answer, calls.Revealed)
    assert not calls._may(found, claim, answer, desk.now(), {})
