"""The gate *clock*: no promised hour passes in silence, whatever goes wrong (a whole year: bench/clock_year.py)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from giuloi.core.deadline import VIETNAM
from giuloi.core.terms import Standing
from giuloi.records.subjects import new_subjects
from tests.fakes.clock_world import Plan, World, judge
from tests.records.conftest import Shop, shop

__all__ = ["shop"]

BEGINS = datetime(2026, 2, 12, tzinfo=VIETNAM)


def test_no_hour_passes_in_silence_through_tet_a_rush_and_two_days_down(shop: Shop, settings: Any) -> None:
    """A week with hardly anybody at work; down over a night and for two days; a day without mail."""
    settings.GIULOI_DEMO = True  # put back at the end: the world switches it
    plan = Plan(
        BEGINS,
        days=7,
        a_day=20,
        rush=frozenset({date(2026, 2, 13)}),
        tet=frozenset(date(2026, 2, 14) + timedelta(days=number) for number in range(5)),
        down=(
            (BEGINS + timedelta(hours=30), BEGINS + timedelta(hours=37)),
            (BEGINS + timedelta(days=4), BEGINS + timedelta(days=6)),
        ),
        deaf=((BEGINS + timedelta(days=2), BEGINS + timedelta(days=3)),),
        tick=timedelta(hours=1),
    )
    world = World(plan, new_subjects(20, Standing.GUEST, shop.policy_id, BEGINS))
    world.staff()
    world.run()
    found = judge(world)
    assert found.overruns > 20, "nothing was put to the test"
    assert found.down_at_last_hour > 0
    assert (found.silent, found.wrong, found.wrong_numbers) == (0, 0, 0)
    assert found.letters > 0
