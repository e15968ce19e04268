"""A machine without a browser: its tests are skipped, and nobody overlooks that."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house.source import ROOT

_RUN = """
import sys, pathlib, pytest
import tests.harness.browser as browser
browser.CHROMIUM = pathlib.Path("/nowhere/chromium")
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "tests/harness/test_browser.py"]))
"""


@pytest.mark.once
def test_without_a_browser_its_tests_are_skipped_and_counted() -> None:
    """Every one of them, with how to mend it; that is no failure."""
    done = subprocess.run([sys.executable, "-c", _RUN], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "sudo apt-get install chromium" in done.stdout
    assert "6 tests skipped" in done.stdout
    assert "6 skipped" in done.stdout
