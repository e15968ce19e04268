"""A hold that would hold nothing is refused: what nobody notices is not there when the court asks for it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from giuloi.records.backup import frozen
from giuloi.records.holds import standing_holds
from tests.cli.transcript import Run
from tests.records.conftest import Shop

pytestmark = pytest.mark.once


def hold_of(subject: int, document: str = "QĐ 5/2026") -> list[str]:
    """What is typed to hold somebody's data, but for the end."""
    return [
        *("retention", "hold", str(subject), "--ground", "court"),
        *("--document", document, "--yes"),
    ]


@pytest.mark.parametrize("until", ["2020-01-01", "2199-01-01"])
def test_a_hold_that_is_over_or_all_but_endless_is_refused(
    giuloi: Run, shop: Shop, an: int, until: str
) -> None:
    """A year mistyped: said, and nothing noted."""
    code, said = giuloi([*hold_of(an), "--until", until])
    assert (code, "three years" in said) == (2, True)
    assert standing_holds(datetime.now(UTC)) == []


def test_a_record_of_somebody_else_is_not_held(giuloi: Run, shop: Shop, an: int) -> None:
    """Nothing of theirs is kept under that number; under an order of theirs it is."""
    day = str(datetime.now(UTC).year + 1) + "-01-31"
    hold = [*hold_of(an), "--until", day, "--record"]
    assert giuloi([*hold, "77"]) == (1, f"giuloi: nothing of customer {an} is kept under 77\n")
    order, _ = shop.order(an)
    assert giuloi([*hold, str(order)])[0] == 0
    assert [one.record for one in standing_holds(datetime.now(UTC))] == [order]


def test_a_hold_without_its_paper_is_refused(giuloi: Run, shop: Shop, an: int) -> None:
    """As in the console: nobody could say later on what it rests."""
    code, said = giuloi([*hold_of(an, document=" "), "--until", str(datetime.now(UTC).year + 1) + "-01-31"])
    assert (code, "the number of the paper" in said) == (2, True)
    assert standing_holds(datetime.now(UTC)) == []


def test_there_is_nothing_to_confirm_where_nothing_was_restored(giuloi: Run, shop: Shop) -> None:
    """No question about data that was never replaced."""
    assert giuloi(["restore", "confirm"]) == (0, "No restore is under way.\n")


@pytest.mark.parametrize("phase", list(frozen.Phase))
def test_how_far_a_restore_is_stands_in_words(
    giuloi: Run, shop: Shop, phase: frozen.Phase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits for whom, not the word of the file."""
    begun = frozen.Restore(phase=phase, backup="2026-11-22", at="", begun_at="")
    monkeypatch.setattr(frozen, "under_way", lambda: begun)
    code, said = giuloi(["restore", "status"])
    assert (code, phase.value in said.split()) == (0, False)
    assert len(said.split()) > 4
