"""docs/promises.md says what the code does: made anew, it is the same file."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from giuloi.core.policy.coverage import KEEPERS
from giuloi.doors.cli.policy_coverage import document
from giuloi.records.keepers import ANNOUNCED, BY_PEOPLE, FEATURES, KEPT
from giuloi.records.measures import LOOKS
from tests.clauses.wording import the_policy
from tests.house.source import ROOT

pytestmark = pytest.mark.once
DOCUMENT = ROOT / "docs" / "promises.md"


def test_the_document_is_up_to_date() -> None:
    """If not: giuloi policy coverage --markdown > docs/promises.md"""
    assert DOCUMENT.read_text("utf-8") == document(the_policy(), ROOT / "tests" / "clauses")


def test_every_clause_has_tests_in_it() -> None:
    """No row says: none."""
    assert "Tests: none" not in DOCUMENT.read_text("utf-8")


@pytest.mark.parametrize("name", FEATURES)
def test_a_keeper_that_keeps_names_code_that_stands(name: str) -> None:
    """And one that is only announced says what is missing, and claims no code."""
    feature = FEATURES[name]
    assert feature.state in (KEPT, BY_PEOPLE, ANNOUNCED)
    assert bool(feature.code) == (feature.state != ANNOUNCED)
    assert feature.missing or feature.state != ANNOUNCED
    assert [module for module in feature.code if find_spec(module) is None] == []


def test_a_measure_counts_as_kept_only_if_code_can_look_at_it() -> None:
    """What is said to be on can be looked at, and what can be looked at is said to be on."""
    measures = {
        name.removeprefix("require.") for name, one in FEATURES.items() if "require." in name and one.code
    }
    assert measures == set(LOOKS)


def test_no_keeper_speaks_of_what_the_policy_does_not_have() -> None:
    """Every name is a keeper of the language, or a block of the shipped policy."""
    labels = {one.promise for one in the_policy().kept}
    assert set(FEATURES) <= KEEPERS | labels
    assert KEEPERS - set(FEATURES) == set()
