"""`giuloi test`: every step runs, the exit code is right, and the PostgreSQL it starts never stays behind."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from giuloi.core.terms import GiuloiError
from giuloi.doors.cli import development
from giuloi.doors.cli.development import Step
from tests.harness import postgresql
from tests.harness.processes import alive, eventually
from tests.house.source import ROOT

pytestmark = pytest.mark.once

needs_server = pytest.mark.skipif(postgresql.binaries() is None, reason="PostgreSQL is not installed")


def _ends_with(code: int) -> tuple[str, ...]:
    return (sys.executable, "-S", "-c", f"raise SystemExit({code})")


def test_every_step_runs_and_the_end_lists_what_failed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A failure in the middle stops nothing and is not forgotten."""
    steps = [
        Step(name, _ends_with(code)) for name, code in (("one", 0), ("two", 1), ("three", 0), ("four", 2))
    ]
    assert development._run(tmp_path, steps) == 1
    assert capsys.readouterr().out.endswith("giuloi: 2 of 4 steps failed: two, four\n")


def _fails(ids: Sequence[str], again: int) -> Step:
    """A run of pytest in which these tests failed, and what they come to alone."""
    cache = Path(development.LAST_FAILED)
    said = json.dumps(dict.fromkeys(ids, True))
    code = (
        f"from pathlib import Path; p = Path({str(cache)!r}); p.parent.mkdir(parents=True, exist_ok=True);"
        f"p.write_text({said!r}); raise SystemExit(1)"
    )
    return Step("pytest", (sys.executable, "-S", "-c", code), _ends_with(again))


@pytest.mark.parametrize(
    ("ids", "again", "code", "said"),
    [
        (["a::t"], 0, 0, "UNSTEADY a::t failed among the others and passed alone: mend it\ngiuloi: ok\n"),
        (["a::t"], 1, 1, "giuloi: 1 of 1 steps failed: pytest\n"),
        (["a::t", "b::t", "c::t", "d::t"], 0, 1, "giuloi: 1 of 1 steps failed: pytest\n"),
    ],
    ids=["passes alone", "fails again", "too many for chance"],
)
def test_a_few_failures_are_tried_alone_and_named_for_what_they_are(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, ids: list[str], again: int, code: int, said: str
) -> None:
    """What passes alone is called unsteady, never simply passed; what is wrong fails twice; many are no chance."""
    assert development._run(tmp_path, [_fails(ids, again)]) == code
    assert capsys.readouterr().out.endswith(said)


def test_only_a_whole_run_tries_again() -> None:
    """Whoever names tests wants to see them fail."""
    assert development._tested("pytest", ("pytest", "tests/core"), whole=False).again == ()
    alone = development._tested("pytest", ("pytest", *development._AT_ONCE), whole=True).again
    assert alone == ("pytest", "--last-failed", "--last-failed-no-failures", "none")


def test_a_database_that_is_not_installed_is_no_failure_and_no_success(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The end says SKIPPED."""
    assert (
        development._run(tmp_path, [Step("pytest on PostgreSQL", _ends_with(postgresql.NOT_INSTALLED))]) == 0
    )
    assert "SKIPPED pytest on PostgreSQL" in capsys.readouterr().out


def test_both_sides_mean_the_same_by_not_installed() -> None:
    """The number stands in two places because the source never imports the tests."""
    assert development.NOT_INSTALLED == postgresql.NOT_INSTALLED


@pytest.mark.parametrize(
    ("arguments", "again"),
    [
        (["-x"], ["-x", "tests/doors"]),
        (["tests/doors/test_serve.py::test_x", "-q"], ["-q", "tests/doors/test_serve.py::test_x"]),
        (["tests/core", "./tests/doors"], ["./tests/doors"]),
        (["tests/core"], None),
    ],
)
def test_what_touches_a_database_runs_again(
    tmp_path: Path, arguments: list[str], again: list[str] | None
) -> None:
    """Whatever was asked for of the folders that touch a database, with the same options."""
    for folder in ("tests/core", "tests/doors"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "tests/doors/test_serve.py").touch()
    found = development._on_postgresql(tmp_path, arguments)
    assert (found and list(found[found.index("pytest") + 1 :])) == again


def test_without_the_source_it_says_where_the_tests_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An installed package has no tests."""
    monkeypatch.setattr(development, "__file__", str(tmp_path / "a/b/c/d/development.py"))
    with pytest.raises(GiuloiError, match=r"source checkout|mã nguồn"):
        development._checkout()


def test_without_a_server_the_tests_count_as_skipped(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Loudly, and pytest's own summary has the number."""
    monkeypatch.setattr(postgresql, "binaries", lambda: None)
    monkeypatch.chdir(ROOT)
    tests = "tests/site/test_secret_key.py"
    assert postgresql.main([sys.executable, "-m", "pytest", "-q", tests]) == postgresql.NOT_INSTALLED
    out = capfd.readouterr().out
    assert "PostgreSQL is not installed" in out
    assert "3 skipped" in out


_WAITS = """
import os, sys, time, psycopg
url = os.environ["GIULOI_DATABASE_URL"]
with psycopg.connect(url) as connection:
    ask = lambda what: connection.execute(what).fetchone()[0]
    folder = ask("show data_directory")
    print(ask("show fsync"), ask("show synchronous_commit"), ask("show listen_addresses"), sep=",")
    print(open(folder + "/postmaster.pid").readline().strip(), folder, flush=True)
time.sleep(float(sys.argv[1]))
"""


def _on_cluster(seconds: float) -> subprocess.Popen[str]:
    argv = [sys.executable, "-m", "tests.harness.postgresql", sys.executable, "-c", _WAITS, str(seconds)]
    return subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _server(run: subprocess.Popen[str]) -> tuple[int, Path]:
    assert run.stdout
    assert run.stdout.readline() == "on,on,\n"  # durable, and no address to listen on
    pid, folder = run.stdout.readline().split()
    return int(pid), Path(folder)


@needs_server
def test_the_cluster_is_durable_private_and_gone_at_the_end() -> None:
    """Its process and its folder."""
    with _on_cluster(0) as run:
        pid, folder = _server(run)
        assert run.wait(120) == 0
    assert not alive(pid)
    assert not folder.exists()


@needs_server
@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL], ids=lambda number: number.name
)
def test_the_cluster_never_outlives_the_run(number: signal.Signals) -> None:
    """However the run ends; only after SIGKILL does its folder stay."""
    with _on_cluster(30) as run:
        pid, folder = _server(run)
        run.send_signal(number)
        run.wait(120)
        assert eventually(lambda: not alive(pid))
        assert folder.exists() == (number is signal.SIGKILL)
    shutil.rmtree(folder.parent, ignore_errors=True)
