"""One word per idea, a file named for its one idea, and nothing of the machine it was written on."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

from tests.house.source import ROOT, functions, python_files, shown

_VAGUE = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "services",
    "service",
    "manager",
    "managers",
    "misc",
}
# A folder of somebody's own machine. What operators meet (/etc, /var, /usr, /tmp) is not one.
_PERSONAL_PATH = re.compile(r"(?<![\w.$}:/<>-])/(?:home|Users|root|work|workspace|mnt)/[A-Za-z]")
_UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")


@cache
def _texts() -> dict[str, str]:
    """Every text file that is, or is about to be, part of the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    names = listed.stdout.decode().split("\0") if listed.returncode == 0 else []
    paths = [ROOT / name for name in names if name] or [path for path in ROOT.rglob("*.*") if path.is_file()]
    return {shown(path): _text(path) for path in paths if path.is_file() and path.name != "uv.lock"}


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""  # a binary file


def test_a_file_is_named_for_its_one_idea() -> None:
    """No file or folder is called utils, helpers, common, services or manager."""
    found = [
        shown(path)
        for path in python_files("src", "tests")
        if _VAGUE & {path.stem, *path.relative_to(ROOT).parts}
    ]
    assert not found


def test_personal_data_is_erased_and_never_deleted() -> None:
    """No function is named delete: the word is erase, which means that nothing comes back."""
    found = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in python_files("src")
        for node in functions(path)
        if re.search(r"(?:^|_)deleted?(?:_|$)", node.name)
    ]
    assert not found


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    """The checkout works wherever it lies, and says nothing of where it was written."""
    found = [
        f"{name}: {match[0]}"
        for name, text in _texts().items()
        for match in _PERSONAL_PATH.finditer(text)
        if name != "tests/house/test_words.py"
    ]
    assert not found


def test_nothing_is_left_marked_unfinished() -> None:
    """What is not done is in the documentation, in a sentence."""
    found = [name for name, text in _texts().items() if _UNFINISHED.search(text)]
    # One of the naughty strings is such a mark; their list is not ours to change.
    listed = {"tests/house/test_words.py", "tests/vectors/naughty_strings/blns.json"}
    assert set(found) <= listed
