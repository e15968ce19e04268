"""`giuloi demo` really does what it shows: in both languages, and it fails when a promise is not kept."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.harness.processes import eventually

pytestmark = pytest.mark.once

_RUN = "import sys; from giuloi.__main__ import run; sys.exit(run(sys.argv[1:]))"
_GATE_SAYS_YES = """
from dataclasses import replace
from giuloi.core.gate import decide as gate
from giuloi.core.terms import Outcome
honest = gate.decide
gate.decide = lambda *asked: replace(honest(*asked), outcome=Outcome.ALLOWED)
"""
_BUNDLE_HIDES_A_USE = """
from giuloi.core.ledger import bundle
honest = bundle.encode_bundle
bundle.encode_bundle = lambda whole: honest(bundle.Bundle(
    whole.origin, whole.log_keys, whole.ledger_key, whole.entries[1:], whole.heads, whole.receipt_key, whole.receipt
))
"""


@contextmanager
def _demo(folder: Path, *options: str, sabotage: str = "") -> Iterator[subprocess.Popen[str]]:
    """The demo as a process whose temporary files are in `folder`; ended if the test ends before it."""
    process = subprocess.Popen(
        [sys.executable, "-c", sabotage + _RUN, "demo", "--scene", "--deliveries", "6", *options],
        env={**os.environ, "TMPDIR": str(folder), "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


RUNS = {
    "vi": ("vi", ""),
    "en": ("en", ""),
    "a gate that always says yes": ("en", _GATE_SAYS_YES),
    "a bundle that hides a use": ("en", _BUNDLE_HIDES_A_USE),
}


@dataclass(frozen=True, slots=True)
class Played:
    """One demo that has ended: its exit code, what it printed, and what it left behind."""

    code: int
    said: str
    left: list[Path]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Played]:
    """All of RUNS, at the same time: each waits for its own server most of the while."""
    folders = {name: tmp_path_factory.mktemp("demo") for name in RUNS}
    with ExitStack() as stack:
        started = {
            name: stack.enter_context(_demo(folders[name], "--lang", language, sabotage=sabotage))
            for name, (language, sabotage) in RUNS.items()
        }
        said = {name: process.communicate(timeout=240)[0] for name, process in started.items()}
    return {
        name: Played(process.returncode, said[name], list(folders[name].iterdir()))
        for name, process in started.items()
    }


@pytest.mark.parametrize(
    ("language", "last"),
    [("vi", "✔ 11 bước, đúng cả 11, trong"), ("en", "✔ 11 steps, all 11 as promised, in")],
)
def test_every_step_goes_as_promised(played: dict[str, Played], language: str, last: str) -> None:
    """Eleven steps, three yes, three no, four tricks found, exit code 0, nothing left behind."""
    demo = played[language]
    assert demo.code == 0, demo.said
    lines = [line.strip() for line in demo.said.splitlines()]
    steps = [line.split()[1] for line in lines if line.startswith("── ") and "/11" in line]
    assert steps == [f"{number}/11" for number in range(1, 12)]
    answers = [tuple(line.split()[:2]) for line in lines if line.startswith(("✔", "✗"))]
    assert answers[:6] == [
        *(("✔", "I.1"), ("✗", "I.3"), ("✔", "I.3")),
        *(("✗", "III.1"), ("✔", "I.3"), ("✗", "IV.4")),
    ]
    found = re.findall(r"\[([a-z_]+)\]$", "\n".join(lines), re.MULTILINE)
    assert found == ["altered_leaf", "missing_first", "missing_middle", "missing_last"]
    assert lines[-1].startswith(last)
    assert demo.left == []


@pytest.mark.parametrize(
    ("sabotage", "step"), [("a gate that always says yes", 2), ("a bundle that hides a use", 10)]
)
def test_a_broken_promise_fails_the_demo(played: dict[str, Played], sabotage: str, step: int) -> None:
    """It says which step, and why, goes no further, and ends with code 1."""
    demo = played[sabotage]
    assert demo.code == 1, demo.said
    assert f"✗ Step {step} did not go as promised: " in demo.said
    assert f"{step + 1}/11" not in demo.said
    assert demo.left == []


def test_ctrl_c_ends_the_server_and_clears_the_folder_away(tmp_path: Path) -> None:
    """In the middle of setting up: code 130, no process and no file is left."""
    with _demo(tmp_path, "--lang", "en") as process:
        assert eventually(lambda: any(tmp_path.glob("*/server.log")))
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 130
    assert list(tmp_path.iterdir()) == []
    assert eventually(lambda: not _processes_naming(str(tmp_path)))


def test_a_folder_that_is_no_demos_is_never_emptied(tmp_path: Path) -> None:
    """Not even with --fresh."""
    (tmp_path / "mine").write_text("keep me")
    with _demo(tmp_path, "--lang", "en", "--data", str(tmp_path), "--fresh") as process:
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "not a demo's: choose another folder" in said
    assert (tmp_path / "mine").read_text() == "keep me"


def _processes_naming(text: str) -> list[str]:
    """Of those running, the ones whose environment names it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if text.encode() in (process / "environ").read_bytes():
                found.append(process.name)
        except OSError:
            continue
    return found
