"""For an authority there is one way out: cases, holdings and packages of that kind are made in the release alone."""

from __future__ import annotations

import ast

from tests.house.source import ROOT, dotted, python_files, shown, tree

AUTHORITY = ROOT / "src" / "giuloi" / "promises" / "share" / "authority"
RELEASE = "src/giuloi/promises/share/authority/releasing.py"


def _calling(name: str, *, of_kind: str = "") -> set[str]:
    """The files that call this function, with this word somewhere among the arguments."""
    return {
        shown(path)
        for path in python_files("src")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and dotted(node.func).split(".")[-1] == name
        and of_kind in ast.dump(node)
    }


def test_only_the_release_opens_a_case_of_an_authority() -> None:
    """Nobody can look at a customer because of a file, not even who works on it: but for those seconds."""
    assert _calling("open_case", of_kind="AUTHORITY") == {RELEASE}


def test_only_the_release_holds_the_purpose_towards_an_authority() -> None:
    """And only it packs."""
    assert _calling("hold_for_authority") == _calling("encrypted") == {RELEASE}


def test_nothing_but_the_table_decides_on_a_stage() -> None:
    """A stage is written by moving.py, from what steps.py says: nowhere else does anybody set one."""
    setting = {
        shown(path)
        for path in AUTHORITY.rglob("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and dotted(node.func).split(".")[-1] in ("update", "create", "filter")
        and any(one.arg == "stage" for one in node.keywords)
        and dotted(node.func).split(".")[-1] != "filter"
    }
    assert setting <= {"src/giuloi/promises/share/authority/moving.py"}
