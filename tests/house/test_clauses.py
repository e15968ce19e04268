"""Each clause of the shipped policy has a file of tests that keeps it."""

from __future__ import annotations

import re

import pytest

from tests.house.source import ROOT

_POLICY = ROOT / "src" / "giuloi" / "policies" / "shop.vi.md"
_CLAUSES = ROOT / "tests" / "clauses"
_HEADING = re.compile(r"^#{2,4} ([IVX]+\.[0-9]+)\b", re.MULTILINE)


def test_every_clause_has_a_file_of_tests() -> None:
    """tests/clauses/test_III_1….py for clause III.1, and no file for a clause that is not there."""
    files = sorted(_CLAUSES.glob("test_*.py"))
    if not _POLICY.exists() or not files:
        pytest.skip("there is no shipped policy, or no clause has its tests yet")
    clauses = {clause.replace(".", "_") for clause in _HEADING.findall(_POLICY.read_text("utf-8"))}
    kept = {match[1] for path in files if (match := re.match(r"test_([IVX]+_[0-9]+)(?:_|$)", path.stem))}
    assert clauses, f"no clause found in {_POLICY.name}"
    assert kept - clauses == set(), "tests for clauses that the policy does not have"
    assert clauses - kept == set(), "clauses without a file of tests"
