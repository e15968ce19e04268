"""Killed at any moment, a campaign goes on where it was, and nobody is written to twice."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter

import pytest

from giuloi.promises.use.outreach import campaigns, sending, sends
from giuloi.promises.use.outreach.campaigns import State
from giuloi.promises.use.outreach.sending import AGAIN
from giuloi.promises.use.outreach.sends import Send, SendState
from tests.harness.forks import fork
from tests.promises.use.outreach.conftest import Desk

KILLS = 6
LEFT = 30  # more rounds than it takes: a campaign that never ends is a failure, not a hang


def test_nobody_is_written_to_twice_however_often_it_is_killed(
    desk: Desk, runs: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every letter once; what was on its way at a kill is uncertain and stays so; everybody else gets theirs."""
    kills = max(KILLS, runs)
    monkeypatch.setattr(sending, "BATCH", 5)
    people = [desk.willing(number) for number in range(max(60, kills * 6))]
    campaign, killed, begun = desk.started(), 0, 0
    while campaigns.find(campaign).state is State.RUNNING and begun < kills + LEFT:
        begun += 1
        child = fork(lambda _: _work(desk, campaign))
        if killed < kills:
            time.sleep(random.random() * 0.25)
            os.kill(child.pid, signal.SIGKILL)
            killed += 1
        child.all_it_said()
        child.ended()
        desk.clock += (
            AGAIN  # what a child knows of the time dies with it: what is due later must come due here
        )
    letters, counts = Counter(desk.to), sends.counts(campaign)
    uncertain = counts.get((SendState.UNCERTAIN, "ended"), 0)
    with capsys.disabled():
        print(
            f" [{killed} kills, {len(letters)} letters, {uncertain} uncertain, "
            f"{sum(count > 1 for count in letters.values())} twice]",
            end="",
        )
    assert campaigns.find(campaign).state is State.DONE
    assert max(letters.values()) == 1
    assert counts[SendState.SENT, ""] + uncertain == len(people) == Send.objects.count()
    assert counts[SendState.SENT, ""] <= len(letters) <= len(people)
    assert killed >= min(kills, 3)


def _work(desk: Desk, campaign: int) -> None:
    desk.work(campaign)
