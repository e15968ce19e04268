"""A demo that is kept says how the other commands reach it: without that they find no installation."""

from __future__ import annotations

from pathlib import Path

import pytest

from giuloi.doors.cli.demo.house import House
from giuloi.doors.cli.demo.living import tell_commands
from giuloi.doors.cli.demo.screen import Screen


def test_the_settings_of_the_kept_shop_are_printed_to_be_copied(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Each on a line of its own, never wrapped."""
    house = House(tmp_path, kept=True, open=True)
    tell_commands(Screen(), house)
    said = [line.strip() for line in capsys.readouterr().out.splitlines()]
    for name, value in house.settings.items():
        assert f"export {name}={value}" in said
