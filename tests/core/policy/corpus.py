"""The small policies of tests/policies, and what each expects of the compiler."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import giuloi
from giuloi.core.policy.compiler import Compiled, compile_policy
from giuloi.core.policy.coverage import KEEPERS
from giuloi.records.lawbook import lawbook

FOLDER = Path(__file__).parents[2] / "policies"
SHIPPED = Path(giuloi.__file__).parent / "policies"
TODAY = date(2026, 11, 22)
KEPT = {**dict.fromkeys(KEEPERS, "kept"), "locks": "announced"}

_MARK = re.compile(r"(?:#|<!--) expect: ([a-z, -]+?)(?: @ ([0-9]+))?(?: -->|$)")


def text_of(path: Path) -> str:
    """A small policy, with the rest that every policy needs where it asks for it."""
    text = path.read_text(encoding="utf-8")
    return text + (FOLDER / "rest.md").read_text(encoding="utf-8") if "<!-- with: rest -->" in text else text


def expected(text: str) -> set[tuple[int, str]]:
    """The marks of a document: line and code."""
    found = set()
    for number, line in enumerate(text.split("\n"), 1):
        for codes, at in _MARK.findall(line):
            found |= {(int(at or number), code) for code in codes.split(", ")}
    return found


def compiled(sources: Mapping[str, str] | str, *, as_of: date = TODAY, main: str | None = None) -> Compiled:
    """Compile with the shipped lawbook and every keeper keeping."""
    files = {"policy.md": sources} if isinstance(sources, str) else sources
    return compile_policy(files, main=main, law=lawbook(), keepers=KEPT, as_of=as_of)


def shipped() -> dict[str, str]:
    """The policy that ships with the package, in both languages."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("shop.*.md"))}
