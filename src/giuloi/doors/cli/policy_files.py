"""Policy documents on disk, and the shipped one, compiled with this release's law and keepers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from giuloi.core.policy.compiler import Compiled, compile_policy
from giuloi.records.keepers import KEEPERS
from giuloi.records.lawbook import lawbook


def shipped() -> dict[str, str]:
    """The policy that comes with the package: shop.vi.md and its translations."""
    folder = files("giuloi") / "policies"
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.startswith("shop.") and entry.name.endswith(".md")
    }


def sources(paths: Sequence[Path]) -> dict[str, str]:
    """The text of these files by the path they were given as; the shipped policy when there are none.

    Bytes that are not UTF-8 come through as half surrogates, which the compiler reports at their line.
    """
    if not paths:
        return shipped()
    return {str(path): path.read_bytes().decode("utf-8", errors="surrogateescape") for path in paths}


def compiled(documents: Mapping[str, str], as_of: date | None = None) -> Compiled:
    """Compile under the law of `as_of`, or of today in Viet Nam."""
    return compile_policy(documents, law=lawbook(), keepers=KEEPERS, as_of=as_of or today())


def today() -> date:
    """The day it is in Viet Nam: its law is what a policy is held to."""
    return datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
