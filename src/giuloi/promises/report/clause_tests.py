"""The tests of each clause by name, as they ship with the package: the tests themselves stay in the source.

Made by `python -m giuloi.promises.report.clause_tests` from tests/clauses; a test fails when the two differ.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

_FILE = re.compile(r"test_([IVX]+_[0-9]+)(?:_|$)")
_HERE = "clause_tests.json"


def listed(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Clause → its files in a folder, each with the names of its tests and the hash of its text."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(folder.glob("test_*.py")):
        if match := _FILE.match(path.stem):
            text = path.read_bytes()
            tests = [node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
            row = {
                "file": f"tests/clauses/{path.name}",
                "sha256": sha256(text).hexdigest(),
                "tests": [name for name in tests if name.startswith("test_")],
            }
            found.setdefault(match[1].replace("_", "."), []).append(row)
    return found


@cache
def shipped() -> Mapping[str, list[dict[str, Any]]]:
    """As the package holds them."""
    text = (files("giuloi.promises.report") / _HERE).read_text("utf-8")
    known: dict[str, list[dict[str, Any]]] = json.loads(text)
    return known


def written(folder: Path) -> str:
    """The file's text."""
    return json.dumps(listed(folder), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    wanted = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("tests/clauses")
    Path(__file__).with_name(_HERE).write_text(written(wanted), "utf-8")
