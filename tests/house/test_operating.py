"""docs/operating.md tells of every command and every setting, and of none that is not there."""

from __future__ import annotations

import re

from giuloi.doors.cli.app import ROWS
from tests.house.source import ROOT, python_files

_SETTING = re.compile(r"\bGIULOI_[A-Z_]+[A-Z]\b")
_MANUAL = (ROOT / "docs" / "operating.md").read_text("utf-8")


def _settings_read() -> set[str]:
    sources = [*python_files("src"), ROOT / "giuloi"]
    return {name for path in sources for name in _SETTING.findall(path.read_text("utf-8"))}


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    """The GIULOI_ names in the source and in the manual are the same."""
    assert set(_SETTING.findall(_MANUAL)) == _settings_read()


def test_every_command_is_documented() -> None:
    """Each command that can be listed has its line in the manual."""
    missing = [
        row.name for row in ROWS if row.offered and not row.hidden and f"`giuloi {row.name}" not in _MANUAL
    ]
    assert not missing


def test_every_documented_command_exists() -> None:
    """The manual calls no command that is not there."""
    called = set(re.findall(r"`(?:\./)?giuloi ([a-z][a-z-]*)", _MANUAL))
    called |= set(re.findall(r"^(?:\S*/)?giuloi ([a-z][a-z-]*)", _MANUAL, re.MULTILINE))
    assert called <= {row.name for row in ROWS if row.offered}
