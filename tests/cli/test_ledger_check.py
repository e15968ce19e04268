"""`giuloi ledger verify` says which part of the ledger does not fit, and that nothing must be served with it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from giuloi.records.places import places
from giuloi.records.uses.sequencer import integrate
from tests.cli.transcript import Run
from tests.records.conftest import Shop

pytestmark = pytest.mark.once


def _older_head() -> None:
    shutil.copy(_head().with_name("kept"), _head())


def _no_head() -> None:
    _head().unlink()


def _no_ledger() -> None:
    shutil.rmtree(places().ledger / "public")


def _older_ledger() -> None:
    shutil.copy(_head().with_name("kept"), places().ledger / "public" / "checkpoint")
    shutil.rmtree(places().ledger / "public" / "tile")
    shutil.rmtree(places().ledger / "private" / "entries")


def _altered_tile() -> None:
    for path in (places().ledger / "public" / "tile" / "0").rglob("*"):
        if path.is_file():
            _flip(path)


def _altered_leaf() -> None:
    _flip(next(path for path in (places().ledger / "private" / "entries").rglob("*") if path.is_file()))


BROKEN: dict[str, tuple[Callable[[], None], str]] = {
    "the head is older than the ledger": (_older_head, "older than the published one"),
    "the head is gone": (_no_head, "none stands beside the root key"),
    "the ledger is gone": (_no_ledger, "there is no ledger"),
    "the ledger is older than the head": (_older_ledger, "is not the one that was signed"),
    "a tile was altered": (_altered_tile, "do not lead to the signed root"),
    "a leaf was altered": (_altered_leaf, "is not the one that was signed"),
}


@pytest.mark.parametrize(("break_it", "sentence"), BROKEN.values(), ids=list(BROKEN))
def test_a_ledger_that_does_not_fit_is_not_served(
    giuloi: Run, shop: Shop, an: int, break_it: Callable[[], None], sentence: str
) -> None:
    """Exit code 3, what does not fit, and what to do."""
    integrate()
    shutil.copy(_head(), _head().with_name("kept"))
    shop.order(an)
    shop.open(shop.staff("care", "supply"), ["name"], an)
    integrate()
    assert giuloi(["ledger", "verify", "--full"])[0] == 0
    break_it()
    code, said = giuloi(["ledger", "verify", "--full"])
    assert code == 3
    assert sentence in said
    assert "put the newest" in said


def _head() -> Path:
    return places().heads / "ledger.head"


def _flip(path: Path) -> None:
    """Change one bit in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
