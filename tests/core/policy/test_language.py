"""The language is as small as its manual says: docs/policy.md names every block and key, and none besides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from giuloi.core.policy.lints import ITEMS
from giuloi.core.policy.vocabulary import FRONT, KINDS

MANUAL = (Path(__file__).parents[3] / "docs" / "policy.md").read_text(encoding="utf-8")
ROWS = {
    found[1]: found[2] for found in re.finditer(r"^\| `\[(\w+)[^`]*\]` \| (.*?) \| ", MANUAL, re.MULTILINE)
}


def test_the_manual_has_every_kind_of_block_and_no_other() -> None:
    """Fifteen kinds, learned in ten minutes."""
    assert list(ROWS) == list(KINDS)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not KINDS[kind].open])
def test_the_manual_has_every_key_of_a_kind(kind: str) -> None:
    """Bold: must be there. In code: may be there."""
    assert tuple(re.findall(r"\*\*(\w+)\*\*", ROWS[kind])) == KINDS[kind].must
    assert tuple(re.findall(r"`(\w+)`", ROWS[kind])) == KINDS[kind].may


def test_the_manual_has_the_front_matter_and_the_items() -> None:
    """What stands between --- lines, and what [says] may name."""
    assert [key for key in (*FRONT.must, *FRONT.may) if f"`{key}`" not in MANUAL] == []
    assert " ".join(item for item in ITEMS if len(item) == 1) in MANUAL
