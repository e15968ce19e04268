"""What the house tests have to say beside passed and failed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

_said: list[str] = []


@pytest.fixture
def say_at_the_end() -> Callable[[str], None]:
    """A line for the end of the run."""
    return _said.append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The lines, after the results."""
    for line in _said:
        terminalreporter.write_line(f"house: {line}")
