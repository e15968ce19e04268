"""The core only thinks: no clock, no chance, no I/O, no log. They come in as arguments."""

from __future__ import annotations

from pathlib import Path

from tests.house.source import CORE, calls, functions, imports, python_files, shown

# Calls that read the clock, the world or chance. `datetime.fromisoformat` and the like only compute.
_IMPURE_CALLS = {"open", "input", "print", "exec", "eval", "__import__", "breakpoint"}
_IMPURE_ENDS = (
    ".now",
    ".today",
    ".utcnow",
    ".read_text",
    ".write_text",
    ".read_bytes",
    ".write_bytes",
    ".open",
)
_IMPURE_MODULES = {
    "logging",
    "structlog",
    "time",
    "random",
    "secrets",
    "uuid",
    "socket",
    "subprocess",
    "threading",
}
_IMPURE_MODULES |= {"tempfile", "shutil", "sqlite3", "django", "asyncio", "urllib.request", "http", "io"}
# What those ends are called on when it is the world that is read, and not `Secret.open`.
_WORLD = {"datetime", "date", "dt", "Path", "pathlib", "io", "os", "path"}
_CHANCE = {"os.urandom", "os.getrandom", "random", "secrets", "uuid"}


def _in_crypto(path: Path) -> bool:
    return path.is_relative_to(CORE / "crypto")


def test_the_core_reads_no_clock_and_no_file() -> None:
    """No call in the core reaches for the world; a value opened with `Secret.open` is not a file."""
    found = [
        f"{shown(path)}:{line} {name}"
        for path in python_files("src/giuloi/core")
        for line, name in calls(path)
        if name in _IMPURE_CALLS or (name.endswith(_IMPURE_ENDS) and name.partition(".")[0] in _WORLD)
    ]
    assert not found


_WORLD = {"datetime", "date", "dt", "Path", "pathlib", "io", "os", "path"}


def test_the_core_imports_nothing_impure() -> None:
    """Neither a clock, nor chance, nor network, nor logging; `os` only where keys are drawn."""
    found = [
        f"{shown(path)}:{line} {module}"
        for path in python_files("src/giuloi/core")
        for line, module in imports(path)
        if any(module == name or module.startswith(name + ".") for name in _IMPURE_MODULES)
        or (module == "os" and not _in_crypto(path))
    ]
    assert not found


def test_only_core_crypto_draws_key_material() -> None:
    """`os.urandom` is called in core/crypto and nowhere else in the source."""
    found = [
        f"{shown(path)}:{line}"
        for path in python_files("src")
        for line, name in calls(path)
        if name in _CHANCE and not _in_crypto(path)
    ]
    assert not found


def test_no_seal_takes_a_nonce_as_an_argument() -> None:
    """Nobody can seal with the same one twice: only what opens is told the nonce it was sealed with."""
    found = [
        f"{shown(path)}:{node.lineno} {node.name}({argument.arg})"
        for path in python_files("src")
        for node in functions(path)
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        if argument.arg in ("nonce", "iv", "initialization_vector") and not node.name.startswith("open")
    ]
    assert not found
