"""kill -9 at every step of sending: nothing is lost, nothing is sent twice by itself."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from giuloi.promises.use import sending
from giuloi.promises.use.channels.email.line import MailLine
from giuloi.promises.use.contact import outgoing
from giuloi.promises.use.contact.outgoing import LEFT_BEHIND, State
from giuloi.records import reveal
from tests.harness.forks import fork
from tests.harness.smtp import Mailbox
from tests.promises.use.care.conftest import Care
from tests.records.toil import die

BEFORE = {
    "claimed, not opened": (sending, "_opened"),
    "opened, not handed in": (sending, "hand_in"),
    "said to be sending, not begun": (MailLine, "send"),
    "taken, not written down": (outgoing, "sent"),
    "uses on disk, keys not asked for": (reveal, "_permits"),
}
MAY_HAVE_LEFT = ("said to be sending, not begun", "taken, not written down")


def _killed_at(care: Care, label: str, turn: int) -> None:
    where, name = BEFORE[label]
    real, left = getattr(where, name), iter(range(turn))

    def deadly(*given: Any, **named: Any) -> Any:
        if next(left, turn) == turn - 1:
            die()
        return real(*given, **named)

    def work(_: int) -> None:
        setattr(where, name, deadly)
        sending.send_due(care.shop.now())

    fork(work).ended()


def _killed_by_chance(care: Care, chance: random.Random) -> None:
    child = fork(lambda _: sending.send_due(care.shop.now()) and None)
    time.sleep(chance.uniform(0.0, 0.05))
    os.kill(child.pid, 9)
    child.ended()


@pytest.mark.parametrize("label", BEFORE)
def test_a_kill_loses_no_reply_and_sends_none_twice(
    care: Care, binh: int, post: int, mailbox: Mailbox, label: str
) -> None:
    """Three replies; the sender dies at the second. Afterwards each was sent once, or waits for a person."""
    replies = [care.answer(care.case(binh)) for _ in range(3)]
    _killed_at(care, label, 2)
    _settle(care)
    states = Counter(care.state(one) for one in replies)
    assert states == ({State.SENT: 2, State.UNCERTAIN: 1} if label in MAY_HAVE_LEFT else {State.SENT: 3})
    keys = Counter(str(letter["Message-ID"]) for _, letter in mailbox.letters)
    assert set(keys.values()) == {1}
    assert len(keys) == (2 if label == "said to be sending, not begun" else 3)


def test_kills_by_chance_send_nothing_twice(
    care: Care, binh: int, post: int, mailbox: Mailbox, runs: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """As often as the large run asks for; then all that is left is sent, and counted."""
    chance, replies = random.Random(4), []
    for _ in range(runs or 12):
        replies.append(care.answer(care.case(binh)))
        _killed_by_chance(care, chance)
        if chance.random() < 0.3:
            _settle(care)
    _settle(care)
    states = Counter(care.state(one) for one in replies)
    keys = Counter(str(letter["Message-ID"]) for _, letter in mailbox.letters)
    with capsys.disabled():
        print(f" [{len(replies)} kills: {dict(states)}, {max(keys.values())} at most of one letter]", end="")
    assert set(states) <= {State.SENT, State.UNCERTAIN}
    assert set(keys.values()) == {1}
    assert states[State.SENT] <= len(keys) <= len(replies)


def _settle(care: Care) -> None:
    care.shop.clock += LEFT_BEHIND + timedelta(seconds=1)
    while care.knock():
        pass
