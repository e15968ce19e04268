"""Log files as evidence: only lines and keys that cannot say anything about a person, whatever wrote the file.

Our own logs are JSON lines of a closed list already. A file that the operator names may hold anything: a line that is
no JSON object is left out, of one that is, every key that is not on the list and every value of another shape is. What
was left out is counted, so that nobody takes the rest for the whole; the hash of the file as it stands is noted too.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LARGEST = 64 * 1024 * 1024  # of one file, its end: what is older is said to be left out

_WORD = re.compile(r"[A-Za-z_][A-Za-z_.-]{0,63}").fullmatch  # no digits: no phone number, no id
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}Z").fullmatch
_PLACE = re.compile(r"[A-Za-z_./-]{1,120}:[0-9]{1,6}").fullmatch


def _is(shape: Callable[[str], object]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and shape(value) is not None


def _small(value: Any) -> bool:
    # A count or a status: with more digits it could be a telephone number.
    return isinstance(value, bool) or (isinstance(value, int | float) and abs(value) < 1_000_000)


_SHAPES: Mapping[str, Callable[[Any], bool]] = {
    "time": _is(_TIME),
    "where": _is(_PLACE),
    **dict.fromkeys(
        (
            "event",
            "level",
            "logger",
            "door",
            "part",
            "sweep",
            "check",
            "exception",
            "kind",
            "method",
            "outcome",
        ),
        _is(_WORD),
    ),
    **dict.fromkeys(("status", "count", "dropped", "ms"), _small),
}


@dataclass(frozen=True, slots=True)
class Log:
    """One file: what may be handed on of it, what was left out, and the hash of the whole as it stood."""

    name: str
    lines: bytes
    kept: int
    left_out: int
    sha256: str
    bytes: int


def log_of(path: Path) -> Log:
    """Read one file. Raises OSError for one that cannot be read."""
    hashed, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            hashed.update(piece)
            size += len(piece)
        file.seek(max(0, size - _LARGEST))
        raw = file.read(_LARGEST)
    found = [_clean(line) for line in raw.splitlines()]
    kept = [line for line, _ in found if line]
    left_out = sum(dropped for _, dropped in found)
    text = b"".join(line + b"\n" for line in kept)
    return Log(path.name, text, len(kept), left_out, hashed.hexdigest(), size)


def _clean(line: bytes) -> tuple[bytes, int]:
    """(what may stay, how many keys or lines did not)."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return b"", 1
    if not isinstance(said, dict):
        return b"", 1
    good = {name: value for name, value in said.items() if name in _SHAPES and _SHAPES[name](value)}
    if not good:
        return b"", 1
    return json.dumps(good, sort_keys=True).encode(), len(said) - len(good)
