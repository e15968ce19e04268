"""The tests by clause that ship with the package are those of the checkout."""

from __future__ import annotations

from giuloi.promises.report.clause_tests import listed, shipped
from tests.clauses.wording import the_policy
from tests.house.source import ROOT


def test_the_list_that_ships_is_up_to_date() -> None:
    """If not: uv run python -m giuloi.promises.report.clause_tests"""
    assert shipped() == listed(ROOT / "tests" / "clauses")


def test_every_clause_has_tests_in_it() -> None:
    """Each by its name."""
    assert set(shipped()) == set(the_policy().clauses)
    assert all(one["tests"] for files in shipped().values() for one in files)
