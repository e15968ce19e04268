"""A customer changes their mind in the very moment in which the clock begins: one of the two, never half of each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from giuloi.core.terms import SubjectState
from giuloi.promises.keep.erasure import beginning
from giuloi.promises.keep.erasure.beginning import COOLING, cancel
from giuloi.promises.keep.erasure.certificate import certificate
from giuloi.promises.keep.erasure.rows import State
from giuloi.promises.keep.erasure.sweeping import erase_due
from giuloi.records.subjects import standing_of
from giuloi.records.uses.sequencer import integrate
from tests.cast import BINH
from tests.harness.forks import in_a_fork
from tests.promises.keep.conftest import asked_to_erase, sealed_rows
from tests.records.conftest import Shop


def test_a_cancel_and_a_start_at_once_end_as_one_of_them(shop: Shop, runs: int) -> None:
    """Whoever was told that it is cancelled is there and free; whoever was told it is too late is erased."""
    ends = set()
    for number in range(runs or 6):
        subject = shop.person(BINH)
        made = asked_to_erase(shop, subject)
        # The customer's clock and the server's sweep are a second apart: both think that it is their turn.
        last, first = made.begins_at - timedelta(seconds=1), made.begins_at
        pair = [lambda: cancel(made.id, last, "customer"), lambda: erase_due(first)]  # noqa: B023  waited for below
        asked = [in_a_fork(work) for work in (pair if number % 2 else reversed(pair))]
        answers = [answer() for answer in asked]
        cancelled = answers[0] if number % 2 else answers[1]
        shop.clock = first + timedelta(minutes=10)
        erase_due(shop.clock)
        assert integrate()
        found = standing_of(subject)
        state = certificate(made.id, shop.clock).state  # type: ignore[union-attr]
        ends.add(state)
        if cancelled:
            assert state is State.CANCELLED
            assert found is not None
            assert not found[1] & SubjectState.FROZEN
            assert sealed_rows([subject]) > 0
        else:
            assert found is None
            assert sealed_rows([subject]) == 0
    assert ends <= {State.CANCELLED, State.TOLD}


def test_a_crash_between_a_cancel_and_its_release_is_finished_by_the_clock(shop: Shop, binh: int) -> None:
    """Nobody stays frozen because a process died after saying yes to them."""
    made = asked_to_erase(shop, binh)
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(beginning, "let_go", lambda *_: None)
        assert cancel(made.id, shop.now(), "customer")
    assert standing_of(binh)[1] & SubjectState.FROZEN  # type: ignore[index]
    erase_due(shop.now() + COOLING)
    assert not standing_of(binh)[1] & SubjectState.FROZEN  # type: ignore[index]
