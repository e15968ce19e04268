"""The suite's order keeps both processors busy to the end, and the browser's event loop out of other tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.harness.order import LONG, file_of, in_order

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Test:
    """A collected test."""

    __test__ = False
    nodeid: str
    browser: bool = False

    def get_closest_marker(self, name: str) -> object | None:
        """Its one marker."""
        return name if name == "browser" and self.browser else None


def test_every_file_called_long_exists() -> None:
    """One that was renamed would silently run last."""
    assert [file for file in LONG if not (ROOT / file).is_file()] == []


def test_long_files_begin_and_browsers_end() -> None:
    """Each file stays in one piece, whatever it was collected between."""
    mixed = "tests/gates/test_injection.py"
    found = [
        Test(f"{mixed}::a", browser=True),
        Test("tests/a.py::a"),
        Test("tests/b.py::a"),
        Test("tests/b.py::b"),
        Test(f"{mixed}::b"),
        Test("tests/c.py::a", browser=True),
        Test("tests/gates/test_authz.py::a"),
    ]
    ordered = in_order(found)
    assert list(dict.fromkeys(map(file_of, ordered))) == [
        "tests/gates/test_authz.py", "tests/b.py", "tests/a.py", mixed, "tests/c.py",
    ]  # fmt: skip
    assert [test.nodeid for test in ordered if file_of(test) == mixed] == [f"{mixed}::b", f"{mixed}::a"]
