"""VI.3: once a withdrawal is acknowledged, no message is claimed or begun, however close the two came."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db.transaction import on_commit

from giuloi.promises.use.outreach import sending, sends
from giuloi.records.keyring import Keyring
from tests.harness.forks import close_connections, in_a_fork
from tests.promises.use.outreach.conftest import EMAIL, Desk
from tests.promises.use.outreach.lines import Taken, on_paper

CROWD = 12


def _withdraw(desk: Desk, people: list[int]) -> dict[int, int]:
    """Each of them takes it back, one after the other; when it was acknowledged."""
    acknowledged = {}
    for subject in people:
        time.sleep(random.random() * 0.02)
        desk.shop.withdraw(subject, EMAIL)
        acknowledged[subject] = time.monotonic_ns()
    return acknowledged


def _elsewhere(where: str, pool: ThreadPoolExecutor) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    if where == "processes":
        return in_a_fork

    def start(work: Callable[[], Any]) -> Callable[[], Any]:
        def and_close() -> Any:
            try:
                return work()
            finally:
                close_connections()

        return pool.submit(and_close).result

    return start


def _round(
    desk: Desk, people: dict[str, int], taken: list[Taken], start: Any
) -> tuple[int, list[Taken], int]:
    """(races, messages whose last look came after the acknowledgement, messages stopped) of one campaign."""
    desk.clock += timedelta(hours=25)
    for subject in people.values():
        desk.shop.give(subject, EMAIL)
    campaign = desk.started()
    order = random.sample(list(people.values()), len(people))
    waiting = [start(lambda half=half: _withdraw(desk, half)) for half in (order[::2], order[1::2])]
    before = len(taken)
    desk.work(campaign)
    acknowledged = {key: at for wait in waiting for key, at in wait().items()}
    new = taken[before:]
    late = [one for one in new if one.looked > acknowledged[people[one.to]]]
    return len(order), late, len(order) - len(new)


@pytest.mark.parametrize("where", ["threads", "processes"])
def test_nothing_is_begun_after_a_withdrawal_is_acknowledged(
    desk: Desk, where: str, runs: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A campaign and its readers at once, many times."""
    taken = on_paper(monkeypatch, desk.now)
    monkeypatch.setattr(sending, "BATCH", 4)
    people = {f"khach{number}@example.vn": desk.willing(number) for number in range(CROWD)}
    races, stopped, late = 0, 0, []
    with ThreadPoolExecutor(2) as pool:
        while races < max(24, runs):
            some, too_late, not_sent = _round(desk, people, taken, _elsewhere(where, pool))
            races, stopped, late = races + some, stopped + not_sent, late + too_late
    with capsys.disabled():
        print(f" [{races} races, {len(taken)} sent, {stopped} stopped, {len(late)} late]", end="")
    assert not late
    assert stopped > 0, "no race was close enough to prove anything"


def test_without_the_last_look_the_race_would_be_lost(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The measure can fail: what was opened is withdrawn before it goes, and nobody looks again."""
    taken = on_paper(monkeypatch, desk.now)
    an = desk.willing(1)
    campaign = desk.started()
    real = sends.handed

    def then_withdraw(marks: Any) -> None:
        real(marks)
        on_commit(lambda: desk.shop.withdraw(an, EMAIL))

    monkeypatch.setattr(sends, "handed", then_withdraw)
    monkeypatch.setattr(Keyring, "stands", lambda *_: True)
    desk.work(campaign)
    assert len(taken) == 1
