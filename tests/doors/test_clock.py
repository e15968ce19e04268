"""The clock knocks when something is due, and one sweep that fails does not keep the others from theirs."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from giuloi.doors.clock.sweep import Sweep, run_forever


def test_a_sweep_that_fails_keeps_no_other_from_its_deadline() -> None:
    """The failing one comes again, the other one came as well."""
    stop = threading.Event()
    knocks: list[str] = []

    def fails(now: datetime) -> int:
        knocks.append("fails")
        raise RuntimeError("An, 0912345678")

    def works(now: datetime) -> int:
        assert now.tzinfo is UTC
        knocks.append("works")
        if knocks.count("works") == 3:
            stop.set()
        return 1

    run_forever(stop, [Sweep("fails", 0.01, fails), Sweep("works", 0.01, works)])
    assert knocks[:2] == ["fails", "works"]
    assert knocks.count("fails") >= 2


def test_a_sweep_is_not_called_before_it_is_due() -> None:
    """One that is due in an hour is called once, at the start."""
    stop = threading.Event()
    knocks: list[str] = []

    def often(now: datetime) -> int:
        knocks.append("often")
        if len(knocks) > 5:
            stop.set()
        return 0

    def seldom(now: datetime) -> int:
        knocks.append("seldom")
        return 0

    run_forever(stop, [Sweep("seldom", 3600, seldom), Sweep("often", 0.01, often)])
    assert knocks.count("seldom") == 1
