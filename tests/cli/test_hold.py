"""A hold that would hold nothing is refused: what nobody notices is not there when the court asks for it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from giuloi.records.holds import standing_holds
from tests.cli.transcript import Run
from tests.records.conftest import Shop

pytestmark = pytest.mark.once


@pytest.mark.parametrize("until", ["2020-01-01", "2199-01-01"])
def test_a_hold_that_is_over_or_all_but_endless_is_refused(
    giuloi: Run, shop: Shop, an: int, until: str
) -> None:
    """A year mistyped: said, and nothing noted."""
    code, said = giuloi(["retention", "hold", str(an), "--ground", "court", "--until", until, "--yes"])
    assert (code, "three years" in said) == (2, True)
    assert standing_holds(datetime.now(UTC)) == []


def test_a_record_of_somebody_else_is_not_held(giuloi: Run, shop: Shop, an: int) -> None:
    """Nothing of theirs is kept under that number; under an order of theirs it is."""
    day = str(datetime.now(UTC).year + 1) + "-01-31"
    hold = ["retention", "hold", str(an), "--ground", "claim", "--until", day, "--yes", "--record"]
    assert giuloi([*hold, "77"]) == (1, f"giuloi: nothing of customer {an} is kept under 77\n")
    order, _ = shop.order(an)
    assert giuloi([*hold, str(order)])[0] == 0
    assert [one.record for one in standing_holds(datetime.now(UTC))] == [order]


def test_there_is_nothing_to_confirm_where_nothing_was_restored(giuloi: Run, shop: Shop) -> None:
    """No question about data that was never replaced."""
    assert giuloi(["restore", "confirm"]) == (0, "No restore is under way.\n")
