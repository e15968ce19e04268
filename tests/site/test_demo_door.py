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
        env={**os.environ, "GIULOI_DEMO": switch},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == [str(there), str(there)]
