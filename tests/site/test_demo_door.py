"""The demo's door is there in the demo only."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.once
_ASK = """
import importlib.util
importlib.util.find_spec = lambda name: name  # as if every door were built
from giuloi.site import settings
print("demo" in settings.DOORS, settings.GIULOI_DEMO)
"""


@pytest.mark.parametrize(("switch", "there"), [("off", False), ("0", False), ("", False), ("on", True)])
def test_a_switch_that_is_off_opens_no_inbox(switch: str, there: bool) -> None:
    """`GIULOI_DEMO=off` means off, for the pages as for the sending."""
    said = subprocess.run(
        [sys.executable, "-c", _ASK],
        env={**os.environ, "GIULOI_DEMO": switch, "GIULOI_HTTPS": "off", "GIULOI_HOSTS": "localhost"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == [str(there), str(there)]


@pytest.mark.parametrize(
    "reachable", [{"GIULOI_HTTPS": "on"}, {"GIULOI_HTTPS": "off", "GIULOI_HOSTS": "tiem.example.vn"}]
)
def test_a_server_that_others_can_reach_opens_no_demo(reachable: dict[str, str]) -> None:
    """Anybody may take anybody's part in it: it is refused at the start, in one sentence."""
    said = subprocess.run(
        [sys.executable, "-c", _ASK],
        env={**os.environ, "GIULOI_DEMO": "on", **reachable},
        capture_output=True,
        text=True,
    )
    assert said.returncode != 0
    assert "GIULOI_DEMO is for loopback alone" in said.stderr
