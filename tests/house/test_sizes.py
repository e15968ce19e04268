"""Small files, small functions."""

from __future__ import annotations

from collections.abc import Callable
from statistics import mean

from tests.house.source import functions, python_files, shown

LONGEST_FILE = 350
LONGEST_FUNCTION = 70


def test_no_file_is_too_long_to_read_at_a_sitting(say_at_the_end: Callable[[str], None]) -> None:
    """At most 350 lines a file; the average is shown."""
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in python_files("src", "tests")}
    long = [f"{shown(path)}: {length} lines" for path, length in lengths.items() if length > LONGEST_FILE]
    say_at_the_end(f"{len(lengths)} files, {mean(lengths.values()):.0f} lines on average")
    assert not long


def test_no_function_is_too_long_to_see_whole(say_at_the_end: Callable[[str], None]) -> None:
    """At most 70 lines a function; the average is shown."""
    lengths = {
        f"{shown(path)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in python_files("src", "tests")
        for node in functions(path)
    }
    long = [f"{where}: {length} lines" for where, length in lengths.items() if length > LONGEST_FUNCTION]
    say_at_the_end(f"{len(lengths)} functions, {mean(lengths.values()):.0f} lines on average")
    assert not long
