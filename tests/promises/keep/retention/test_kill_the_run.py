"""kill -9 at any step of the daily run: it is taken up again, and ends as if nothing had happened."""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from typing import Any

import pytest

from giuloi.promises.keep.retention import effects, erasing_parts
from giuloi.promises.keep.retention import run as running
from giuloi.promises.keep.retention.reporting import reports
from giuloi.records import traces, vault
from giuloi.records.keyring import Keyring
from giuloi.records.subjects import standing_of
from tests.harness.forks import fork
from tests.promises.keep.retention.conftest import guest, order
from tests.records.conftest import NOON, Shop
from tests.records.toil import die

DAY = timedelta(days=1)
STEPS: dict[str, tuple[Any, str]] = {
    "before anything": (running, "judge"),
    "judged": (effects, "whole_people"),
    "before whole people": (effects, "erase_many"),
    "before the keys of parts": (Keyring, "erase_parts"),
    "keys gone, rows not": (vault, "remove_rows"),
    "rows going": (traces, "erase_records"),
    "before fields are taken out": (effects, "_take_fields"),
    "before the leaf": (effects, "record_uses"),
    "before the report": (running, "write_lines"),
    "report written, not committed": (running, "run"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_run_that_is_killed_is_taken_up_again(
    shop: Shop, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Part of one person, all of another and nothing of a third: each exactly once in the report."""
    monkeypatch.setattr(running, "PEOPLE", 1)
    some, whole, none = (guest(shop, NOON) for _ in range(3))
    made = order(some, shop.policy_id, NOON + 1200 * DAY, NOON + 1200 * DAY)
    order(whole, shop.policy_id, NOON, NOON)
    kept = order(none, shop.policy_id, NOON, None)
    now = NOON + 1300 * DAY

    def work(_: int) -> None:
        where, name = STEPS[step]
        setattr(where, name, die)
        running.carry_on(now)

    child = fork(work)
    child.all_it_said()
    assert child.ended() == -signal.SIGKILL, os.strerror(0)
    running.carry_on(now)
    assert set(vault.fields_held(some)) == {made}
    assert standing_of(whole) is None
    assert set(vault.fields_held(none)) == {0, kept}
    [told] = reports()
    assert told.finished_at is not None
    assert told.seen in (2, 3), "who went whole before the kill is not seen again"
    lines = {(one.rule, one.effect.value): one.count for one in told.lines}
    assert lines["guest_contact", "gone"] in (1, 2)
    assert lines["orders", "aside"] == 1


def test_a_second_process_leaves_the_run_to_the_first(shop: Shop) -> None:
    """One at a time, and never twice on one day."""
    guest(shop, NOON)
    now = NOON + 10 * DAY
    assert running.carry_on(now) == 1
    assert running.carry_on(now) == 0
    assert len(reports()) == 1
    assert erasing_parts.erase_records_of([], now) == 0
