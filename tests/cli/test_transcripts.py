"""Every transcript in this folder is what the commands really print."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.transcript import Run, play, read
from tests.records.conftest import Shop

pytestmark = pytest.mark.once
TRANSCRIPTS = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_operator_sees_what_is_written(
    transcript: Path, giuloi: Run, shop: Shop, an: int, binh: int
) -> None:
    """Known from the start: An, her open order and its case, and Bình."""
    order, case = shop.order(an)
    names = {"an": str(an), "binh": str(binh), "order": str(order), "case": str(case)}
    differing = [said for exchange in read(transcript) if (said := play(exchange, names, giuloi))]
    assert not differing, "\n\n".join(differing)
