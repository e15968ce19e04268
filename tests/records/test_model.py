"""The whole of the records against a pure model: every answer the reference gate's, every bundle what happened."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.records.conftest import Shop
from tests.records.histories import Records


def test_the_records_do_what_the_model_says(
    shop: Shop, runs: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Any history of registrations, consents, orders, freezes, openings and exports, by anybody."""

    class OfThisShop(Records):
        """The rules, in this one shop: a new one for each history would take longer than the history."""

    OfThisShop.shop, OfThisShop.compared = shop, Counter()
    size = settings(
        max_examples=runs or 25,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=not runs,
        phases=[Phase.generate, Phase.shrink] if runs else [Phase.generate],
    )
    run_state_machine_as_test(OfThisShop, settings=size)  # type: ignore[no-untyped-call]
    compared = OfThisShop.compared
    with capsys.disabled():
        print(f" [{size.max_examples} histories: {dict(compared.most_common())}]", end="")
    assert compared["permitted"] > 0
    assert compared["bundle"] > 0
