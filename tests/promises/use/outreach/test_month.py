"""II.2 for a month: whatever campaigns there are, nobody is written to outside the hours or more often than said."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel
from giuloi.promises.use.outreach import campaigns, sending
from giuloi.promises.use.outreach.campaigns import State
from giuloi.promises.use.outreach.rules import VIET_NAM
from tests.promises.use.outreach.conftest import OFFER, Desk
from tests.promises.use.outreach.lines import Taken, on_paper

WAYS = [
    (purpose, channel) for purpose in ("promotion", "services") for channel in (Channel.EMAIL, Channel.SMS)
]
TEXT = Words("Chào {{ten}}, có bánh mới.", "Hello {{name}}, new cakes.")


def wrong(taken: list[Taken]) -> list[str]:
    """What was sent outside 8 to 20 in Viet Nam, or within 24 hours of another by the same channel."""
    found, last = [], dict[tuple[str, Channel], datetime]()
    for one in sorted(taken, key=lambda one: one.at):
        if not 8 <= one.at.astimezone(VIET_NAM).hour < 20:
            found.append("hour")
        before = last.get((one.to, one.channel))
        if before is not None and one.at - before < timedelta(hours=24):
            found.append("cap")
        last[one.to, one.channel] = one.at
    return found


def test_a_month_of_campaigns_keeps_hours_and_caps(
    desk: Desk, runs: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """New campaigns at any hour, for two purposes, by two channels, to people who change their minds."""
    taken = on_paper(monkeypatch, lambda: desk.clock)
    chance = random.Random(7)
    people = [desk.willing(number, *WAYS) for number in range(max(6, runs // 30))]
    begun, days = desk.clock, 30 if runs else 7
    while desk.clock < begun + timedelta(days=days):
        if chance.random() < 0.12:
            purpose, channel = chance.choice(WAYS)
            desk.started(replace(OFFER, purpose=purpose, channel=channel, text=TEXT))
        if chance.random() < 0.1:
            subject, way = chance.choice(people), chance.choice(WAYS)
            desk.shop.withdraw(subject, way)
            desk.shop.give(subject, way)
        sending.run_due(30.0, desk.now, lambda _: None)
        desk.clock += timedelta(minutes=chance.choice([7, 30, 61]))
    ended = len(campaigns.every(State.DONE))
    with capsys.disabled():
        print(f" [{days} days, {ended} campaigns done, {len(taken)} sent, {len(wrong(taken))} wrong]", end="")
    assert wrong(taken) == []
    assert len(taken) > 20


def test_the_month_would_notice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the rules away, and the same look finds both kinds of fault."""
    taken = on_paper(monkeypatch, lambda: desk.clock)
    free = replace(sending.rule_for(Channel.EMAIL), hours=None, per_day=None)
    monkeypatch.setattr("giuloi.promises.use.outreach.sending.rule_for", lambda _: free)
    monkeypatch.setattr("giuloi.promises.use.outreach.reasons.rule_for", lambda _: free)
    desk.willing(1)
    desk.clock = desk.clock.replace(hour=14)
    for _ in range(2):
        desk.work(desk.started())
    assert set(wrong(taken)) == {"hour", "cap"}
