"""Who opened what when, against who said no when: the measure of "effective immediately".

Times are CLOCK_MONOTONIC in nanoseconds: one clock for all threads and processes of a machine.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from giuloi.core.terms import Unavailable
from giuloi.records.keyring import Keyring
from giuloi.records.keyring.opening import open_permits
from giuloi.records.reveal import Answer, Revealed

now = time.monotonic_ns
_asked = threading.local()  # when this thread's last check began


@dataclass(frozen=True, slots=True)
class Opening:
    """One reveal of one person. `checked` is when its last check began, 0 if the gate said no before."""

    subject: int
    started: int
    checked: int
    ended: int
    opened: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """One yes and the no that followed it: when each was begun, and when it was acknowledged."""

    on_begun: int
    on: int
    off_begun: int
    off: int


@dataclass(frozen=True, slots=True)
class Switch:
    """What is said of one person: `on` gives or releases, `off` withdraws or freezes."""

    subject: int
    on: Callable[[], object]
    off: Callable[[], object]


@contextmanager
def slow_last_check(patch: pytest.MonkeyPatch, longest: float = 0.003) -> Iterator[None]:
    """Note when each last check begins, after a nap: so that a no often comes between decision and opening."""
    real = open_permits

    def checked(*given: Any) -> Any:
        time.sleep(random.random() * longest)
        _asked.at = now()
        return real(*given)

    with patch.context() as inner:
        inner.setattr(sys.modules[Keyring.__module__], "open_permits", checked)
        yield


def read(ask: Callable[[int], Answer], subjects: Sequence[int], over: Callable[[], bool]) -> list[Opening]:
    """Open one of the subjects after the other until it is over; returns what happened."""
    seen: list[Opening] = []
    while not over():
        subject = random.choice(subjects)
        started, _asked.at = now(), 0
        try:
            opened = isinstance(ask(subject), Revealed)
        except Unavailable:  # busy: nothing was opened
            continue
        seen.append(Opening(subject, started, _asked.at, now(), opened))
    return seen


def turn(switch: Switch, times: int, longest: float = 0.004) -> list[Turn]:
    """Yes, a while, no, a while: so many times."""
    turns: list[Turn] = []
    for _ in range(times):
        on_begun = now()
        switch.on()
        on = now()
        time.sleep(random.random() * longest)
        off_begun = now()
        switch.off()
        turns.append(Turn(on_begun, on, off_begun, now()))
        time.sleep(random.random() * longest)
    return turns


@dataclass(frozen=True, slots=True)
class Figures:
    """What a race came to. `late` opened after a no was acknowledged, `lost` were refused after a yes was."""

    races: int
    openings: int
    blocked: int  # allowed by the gate, and stopped by the last check
    crossed: int  # under way while the no was being said
    late: tuple[Opening, ...]
    lost: tuple[Opening, ...]

    def __str__(self) -> str:
        return (
            f" [{self.races} races, {self.openings} openings, {self.crossed} crossed a no, "
            f"{self.blocked} stopped by the last check, {len(self.late)} late, {len(self.lost)} lost]"
        )


def judge(turns: Mapping[int, Sequence[Turn]], openings: Iterable[Opening]) -> Figures:
    """Every opening against the turns of its person. Before the first yes, it is no."""
    told = list(openings)
    crossed, late, lost = 0, [], []
    for one in told:
        mine = turns[one.subject]
        # The newest yes that this opening can have seen: its last check read somewhere from `checked` to `ended`.
        last = bisect_right([turn.on_begun for turn in mine], one.ended) - 1
        if one.opened and (last < 0 or mine[last].off < one.checked):
            late.append(one)
        crossed += last >= 0 and one.started < mine[last].off and one.ended > mine[last].off_begun
        if not one.opened and any(turn.on < one.started and one.ended < turn.off_begun for turn in mine):
            lost.append(one)
    return Figures(
        races=sum(map(len, turns.values())),
        openings=sum(one.opened for one in told),
        blocked=sum(one.checked > 0 and not one.opened for one in told),
        crossed=crossed,
        late=tuple(late),
        lost=tuple(lost),
    )
