"""./giuloi makes its own environment on first use, from anywhere, once, and again when the lock file changed.

Every test stands in a checkout of its own, whose `uv` is a script that makes an empty environment and counts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.once

_UV = """#!/bin/sh
[ "$1" = --version ] && exit 0
echo "$*" >>"$COUNT"
sleep "${UV_SLEEP:-0}"
[ -z "${UV_FAILS:-}" ] || exit 1
mkdir -p "$UV_PROJECT_ENVIRONMENT/bin"
printf '#!/bin/sh\\n' >"$UV_PROJECT_ENVIRONMENT/bin/python"
printf '#!/bin/sh\\necho "ran in $PWD: $*"\\nexit 7\\n' >"$UV_PROJECT_ENVIRONMENT/bin/giuloi"
chmod +x "$UV_PROJECT_ENVIRONMENT/bin/giuloi" "$UV_PROJECT_ENVIRONMENT/bin/python"
"""
_NO_PYTHON = "#!/bin/sh\nexit 1\n"
_NO_ENSUREPIP = """#!/bin/sh
case "$2" in *ensurepip*) exit 1 ;; *) exit 0 ;; esac
"""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A checkout in a folder with a space in its name, and a PATH of its own."""

    folder: Path
    programs: Path

    @property
    def environment(self) -> dict[str, str]:
        return {"PATH": str(self.programs), "COUNT": str(self.folder / "count"), "LANG": "C.UTF-8"}

    @property
    def set_ups(self) -> int:
        count = self.folder / "count"
        return len(count.read_text().splitlines()) if count.exists() else 0

    def start(self, *arguments: str, call: Path | None = None, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(call or self.folder / "giuloi"), *arguments],
            cwd="/",
            env={**self.environment, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, call: Path | None = None, **more: str) -> tuple[int, str, str]:
        process = self.start(*arguments, call=call, **more)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def program(self, name: str, script: str) -> None:
        path = self.programs / name
        path.unlink(missing_ok=True)
        path.write_text(script)
        path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A fresh checkout on a machine that has uv."""
    made = Checkout(tmp_path / "my shop", tmp_path / "bin")
    made.folder.mkdir()
    made.programs.mkdir()
    for name in ("giuloi", "uv.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, made.folder / name)
    for tool in ("sh", "env", "readlink", "cat", "cksum", "tr", "rm", "mv", "mkdir", "chmod"):
        os.symlink(_found(tool), made.programs / tool)
    for tool in ("sleep", "flock"):
        os.symlink(_found(tool), made.programs / tool)
    made.program("uv", _UV)
    return made


def _found(tool: str) -> str:
    found = shutil.which(tool)
    assert found, f"{tool} is part of every Debian"
    return found


def test_the_first_use_sets_up_and_then_runs_the_command(checkout: Checkout) -> None:
    """Progress goes to stderr; the command keeps its arguments, working folder and exit code."""
    code, out, err = checkout.run("ledger", "a b")
    assert (code, out) == (7, "ran in /: ledger a b\n")
    assert "setting up the environment" in err


def test_the_second_use_only_runs_the_command(checkout: Checkout) -> None:
    """Nothing is set up twice, and nothing is said about it."""
    checkout.run()
    assert checkout.run("x")[2] == ""
    assert checkout.set_ups == 1


def test_it_works_through_a_symbolic_link(checkout: Checkout, tmp_path: Path) -> None:
    """A link to a link, from another folder, finds the checkout."""
    (tmp_path / "first").symlink_to(checkout.folder / "giuloi")
    (tmp_path / "second").symlink_to(tmp_path / "first")
    assert checkout.run("x", call=tmp_path / "second")[1] == "ran in /: x\n"


def test_a_changed_lock_file_is_set_up_again(checkout: Checkout) -> None:
    """After an update of the source the next use brings the environment up to date."""
    checkout.run()
    with (checkout.folder / "uv.lock").open("a") as lock:
        lock.write("\n")
    checkout.run()
    assert checkout.set_ups == 2


def test_two_that_start_at_once_set_up_once(checkout: Checkout) -> None:
    """The second waits for the first and then uses what it made."""
    both = [checkout.start("x", UV_SLEEP="1") for _ in range(2)]
    assert [process.communicate(timeout=60)[0] for process in both] == ["ran in /: x\n"] * 2
    assert checkout.set_ups == 1


def test_an_interrupted_set_up_is_made_good(checkout: Checkout) -> None:
    """A folder .venv with nothing usable in it is made again."""
    (checkout.folder / ".venv" / "bin").mkdir(parents=True)
    (checkout.folder / ".venv" / "half").touch()
    assert checkout.run("x")[0] == 7
    assert not (checkout.folder / ".venv" / "half").exists()


def test_a_failed_set_up_is_not_taken_for_a_good_one(checkout: Checkout) -> None:
    """Without network it says so; the next use tries again."""
    code, out, err = checkout.run(UV_FAILS="1")
    assert (code, out) == (1, "")
    assert "Check the network" in err
    assert checkout.run()[0] == 7


@pytest.mark.parametrize(
    ("python", "sentence"),
    [(_NO_PYTHON, "Python 3.11 or newer is needed"), (_NO_ENSUREPIP, "python3-venv is missing")],
    ids=["no python, or an old one", "no python3-venv"],
)
def test_what_must_be_installed_by_hand_is_said(checkout: Checkout, python: str, sentence: str) -> None:
    """Without uv, Debian's own packages are needed: the sentence names them."""
    checkout.program("uv", _NO_PYTHON)
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        checkout.program(name, python)
    code, _, err = checkout.run()
    assert code == 1
    assert sentence in err
    assert "apt-get install" in err


def test_it_speaks_vietnamese_where_the_machine_does(checkout: Checkout) -> None:
    """GIULOI_LANG=vi, or a Vietnamese locale."""
    assert "đang chuẩn bị" in checkout.run(GIULOI_LANG="vi")[2]
