"""The shipped policy is whole: each promise under its number, both languages, and all the law wants said."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import giuloi

POLICIES = Path(giuloi.__file__).parent / "policies"
VIETNAMESE = (POLICIES / "shop.vi.md").read_text(encoding="utf-8")
ENGLISH = (POLICIES / "shop.en.md").read_text(encoding="utf-8")

PROMISES = [
    f"{part}.{n}" for part, last in {"I": 4, "II": 2, "III": 2, "IV": 7}.items() for n in range(1, last + 1)
]
# Decree 248/2026 article 5.1, items a to h of the Vietnamese alphabet; and who the shop is, and complaints.
ITEMS = {"a", "b", "c", "d", "đ", "e", "g", "h", "operator", "complaints"}


def numbers(text: str) -> list[str]:
    """The clause numbers of a document, as they stand."""
    return re.findall(r"^### (\S+)$", text, re.MULTILINE)


def blocks() -> list[dict[str, Any]]:
    """Every rule fence of the Vietnamese document, as TOML."""
    return [tomllib.loads(fence) for fence in re.findall(r"^```rule\n(.*?)^```$", VIETNAMESE, re.M | re.S)]


@pytest.mark.parametrize("promise", PROMISES)
def test_every_promise_stands_under_its_number(promise: str) -> None:
    """A number that was published always means the same promise."""
    assert numbers(VIETNAMESE).count(promise) == 1


def test_the_english_companion_has_the_same_clauses_in_the_same_order() -> None:
    """A translation may not promise more or less."""
    assert numbers(ENGLISH) == numbers(VIETNAMESE)


def test_the_english_companion_has_sentences_only() -> None:
    """There is one specification, and a translation is none."""
    assert "```" not in ENGLISH


def test_everything_the_law_wants_a_policy_to_say_is_said() -> None:
    """Decree 248/2026 article 5.1: a policy that lacks one of the eight items may not be published."""
    assert {item for block in blocks() for item in block.get("says", {}).get("items", [])} == ITEMS


def test_what_never_rests_on_consent_does_not() -> None:
    """VI.6: signing in, exercising rights and being warned are not lost by withdrawing everything."""
    purposes = {name: rule for block in blocks() for name, rule in block.get("purpose", {}).items()}
    for name in ("account", "rights", "notice", "authority_request"):
        assert "consent" not in purposes[name]["basis"].values()


def test_staff_open_nothing_without_a_case() -> None:
    """Masked until a case needs it: a purpose that staff hold always needs an open case."""
    staff = {"fulfilment", "care", "marketing", "legal", "partner"}
    purposes = {name: rule for block in blocks() for name, rule in block.get("purpose", {}).items()}
    assert [n for n, rule in purposes.items() if staff & set(rule["roles"]) and "needs" not in rule] == []
