"""`giuloi test` and `giuloi check`: how this project is tested, here and in continuous integration alike.

Every step runs, also after one has failed; the end of the output lists what failed. What needs a browser runs in
Debian's Chromium where that is installed; else it is skipped, and the end of pytest's output says how many.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from types import FrameType

import typer

from giuloi.core.terms import GiuloiError
from giuloi.doors.cli.tongue import say

test = typer.Typer(add_completion=False, rich_markup_mode=None)
check = typer.Typer(add_completion=False, rich_markup_mode=None)

# What touches a database runs a second time, on a real PostgreSQL.
ON_DATABASE = ("tests/records", "tests/promises", "tests/doors", "tests/clauses", "tests/scenes")
# What a step that cannot run here ends with: PostgreSQL without a server, the example without its packages.
NOT_INSTALLED = 77
EXAMPLE = "examples/shop"
_EXAMPLE_TESTS = ("sh", "-c", f"cd {EXAMPLE} && ./environment && exec .venv/bin/python -m pytest -q")
# Shared out over the cores, a file at a time: each process has its own installation and its own database. Long files
# first (tests/harness/order.py): with pytest-xdist's own order, a file with one test of minutes begins last of all.
_AT_ONCE = ("-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile", "--no-loadscope-reorder")
_ROOM = 4 * 2**30  # bytes that have to be free
_TESTS_FAILED, _NO_TESTS = 1, 5  # pytest's own codes: some failed; an empty selection
_FEW = 3  # failed tests of a whole run that may have been chance; more are not
LAST_FAILED = ".pytest_cache/v/cache/lastfailed"


@dataclass(frozen=True, slots=True)
class Step:
    """One command to run in the checkout."""

    name: str
    argv: tuple[str, ...]
    again: tuple[str, ...] = ()  # how its failed tests are tried alone, once, before they count as failed


@test.command(
    context_settings={
        "allow_extra_args": True,
        "ignore_unknown_options": True,
        "allow_interspersed_args": False,
    },
    help=say(
        "Chạy mọi kiểm thử, trên SQLite rồi trên PostgreSQL thật. Đối số được chuyển cho pytest.",
        "Run every test, on SQLite and then on a real PostgreSQL. Arguments go to pytest.",
    ),
)
def run_tests(ctx: typer.Context) -> None:
    """The static checks, both runs of pytest, and the example shop's own tests."""
    checkout = _checkout()
    steps = _static()
    shared = () if ctx.args else _AT_ONCE  # whoever names tests wants them one after another, in one process
    steps.append(_tested("pytest on SQLite", _python("pytest", *shared, *ctx.args), whole=not ctx.args))
    second = _on_postgresql(checkout, [*shared, *ctx.args])
    if second is not None:
        steps.append(_tested("pytest on PostgreSQL", second, whole=not ctx.args))
    if (checkout / EXAMPLE / "environment").is_file() and not any(
        _is_path(checkout, one) for one in ctx.args
    ):
        steps.append(Step("pytest of examples/shop, in its own environment", _EXAMPLE_TESTS))
    raise typer.Exit(_run(checkout, steps))


@check.command(help=say("Kiểm tra nhanh, dưới nửa phút.", "The quick checks, under half a minute."))
def run_checks() -> None:
    """The static checks, then the tests that need no database."""
    checkout = _checkout()
    quick = [folder for folder in ("tests/core", "tests/house") if (checkout / folder).is_dir()]
    raise typer.Exit(
        _run(
            checkout, [*_static(), Step("pytest, the quick part", _python("pytest", "-q", *_AT_ONCE, *quick))]
        )
    )


def _tested(name: str, argv: tuple[str, ...], *, whole: bool) -> Step:
    """A run of pytest. Of a whole one, a few tests that failed are tried once more, in one process on a calm machine.

    Thousands of tests with browsers, servers and kills are at the mercy of chance now and then. One that passes alone
    is named as unsteady at the end, for somebody to mend; one that is wrong fails again.
    """
    if not whole:
        return Step(name, argv)
    alone = tuple(one for one in argv if one not in _AT_ONCE)
    return Step(name, argv, (*alone, "--last-failed", "--last-failed-no-failures", "none"))


def _static() -> list[Step]:
    return [
        Step("ruff check", _python("ruff", "check", "--quiet")),
        Step("ruff format", _python("ruff", "format", "--check", "--quiet")),
        Step("mypy", _python("mypy", "--no-error-summary")),
        Step("lint-imports", (_tool("lint-imports"),)),
    ]


def _on_postgresql(checkout: Path, arguments: Sequence[str]) -> tuple[str, ...] | None:
    """The second run: the folders that touch a database, or those of them that the arguments name."""
    named = [argument for argument in arguments if _is_path(checkout, argument)]
    chosen = [path for path in named if path.removeprefix("./").startswith(ON_DATABASE)]
    if named and not chosen:
        return None
    options = [argument for argument in arguments if argument not in named]
    folders = chosen or [folder for folder in ON_DATABASE if (checkout / folder).is_dir()]
    return _python("tests.harness.postgresql", *_python("pytest", *options, *folders))


def _is_path(checkout: Path, argument: str) -> bool:
    return not argument.startswith("-") and (checkout / argument.partition("::")[0]).exists()


def _run(checkout: Path, steps: Sequence[Step]) -> int:
    (checkout / LAST_FAILED).unlink(missing_ok=True)
    outcomes = [(step.name, *_tried(checkout, step)) for step in steps]
    typer.echo("")
    for name, code, seconds, _ in outcomes:
        typer.echo(f"{_verdict(code):<8}{name}  {seconds:.1f} s")
    for test_id in (one for *_, unsteady in outcomes for one in unsteady):
        typer.echo(f"UNSTEADY {test_id} failed among the others and passed alone: mend it")
    failed = [name for name, code, *_ in outcomes if code not in (0, _NO_TESTS, NOT_INSTALLED)]
    typer.echo(
        f"giuloi: {len(failed)} of {len(outcomes)} steps failed: {', '.join(failed)}"
        if failed
        else "giuloi: ok"
    )
    return 1 if failed else 0


def _tried(checkout: Path, step: Step) -> tuple[int, float, list[str]]:
    """(exit code, seconds, tests that failed and then passed alone)."""
    code, seconds = _timed(checkout, step)
    failed = _last_failed(checkout)
    if code != _TESTS_FAILED or not step.again or not 0 < len(failed) <= _FEW:
        return code, seconds, []
    code, more = _timed(checkout, Step(f"{step.name}, once more alone: {', '.join(failed)}", step.again))
    return code, seconds + more, [] if code else failed


def _last_failed(checkout: Path) -> list[str]:
    """The tests that pytest remembers as failed, by id; none where it remembers nothing."""
    try:
        return sorted(json.loads((checkout / LAST_FAILED).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return []


def _verdict(code: int) -> str:
    return {0: "ok", _NO_TESTS: "no tests", NOT_INSTALLED: "SKIPPED"}.get(code, "FAILED")


def _timed(checkout: Path, step: Step) -> tuple[int, float]:
    typer.echo(f"── {step.name}")
    sys.stdout.flush()
    started = perf_counter()
    code = _child(step.argv, checkout)
    return code, perf_counter() - started


def _child(argv: tuple[str, ...], checkout: Path) -> int:
    """Run to the end; a SIGTERM to us ends the child first, so that it can stop what it has started."""
    with subprocess.Popen(argv, cwd=checkout, stdin=subprocess.DEVNULL) as child:  # noqa: S603

        def end(number: int, _: FrameType | None) -> None:
            child.terminate()
            child.wait()
            raise SystemExit(128 + number)

        before = signal.signal(signal.SIGTERM, end)
        try:
            return child.wait()
        except KeyboardInterrupt:
            child.wait()  # Ctrl-C reached it too, and it may still be tidying up
            raise
        finally:
            signal.signal(signal.SIGTERM, before)


def _python(module: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module, *arguments)


def _tool(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name) or name


def _checkout() -> Path:
    """The source checkout this package runs from; raises GiuloiError in an installed package."""
    root = Path(__file__).resolve().parents[4]
    if not ((root / "pyproject.toml").is_file() and (root / "tests").is_dir()):
        raise GiuloiError(
            say(
                "lệnh này cần mã nguồn: hãy lấy mã nguồn về rồi chạy ./giuloi test trong đó",
                "this needs the source checkout: fetch the source and run ./giuloi test there",
            )
        )
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    os.environ.setdefault("TMPDIR", _roomy())
    return root


def _roomy() -> str:
    """Where tests keep their thousands of small installations: in memory if there is room, for they flush a lot.

    What a test kills is a process, never the machine, so nothing that is tested here hangs on a real disk.
    """
    memory = Path("/dev/shm")  # noqa: S108  only ever a parent of folders that tempfile makes for us alone
    room = shutil.disk_usage(memory).free if memory.is_dir() and os.access(memory, os.W_OK) else 0
    return str(memory) if room > _ROOM else tempfile.gettempdir()
