"""Command lines with what they print, as a reader would see them; and a reader that checks each line.

    $ giuloi staff add Khoa --role fulfilment      a command
    <staff>                                        a line it prints; <name> stands for a word and remembers it
    [exit 1]                                       how it ended, when that is not 0

Standard output comes first, then what was said beside it. `…` stands for anything, on a line of its own
for any lines. `> file` keeps the output.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Run = Callable[[list[str]], tuple[int, str]]  # arguments after `giuloi` → exit code, what was printed


@dataclass(frozen=True, slots=True)
class Exchange:
    """One command and the lines after it; `line` is where it stands in the file."""

    line: int
    command: str
    expected: tuple[str, ...]


def read(path: Path) -> Iterator[Exchange]:
    """The exchanges of a file. Lines that begin with # are comments, empty ones are passed over."""
    lines = [(n, one) for n, one in enumerate(path.read_text("utf-8").splitlines(), 1) if one[:1] != "#"]
    starts = [place for place, (_, one) in enumerate(lines) if one.startswith("$ giuloi ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        number, command = lines[start]
        yield Exchange(number, command[2:], tuple(one for _, one in lines[start + 1 : end] if one))


def play(exchange: Exchange, names: dict[str, str], run: Run) -> str:
    """Run it; returns "" or what differs. What <names> stood for is added to `names`."""
    words = shlex.split(_filled(exchange.command, names))[1:]
    words, kept = (words[:-2], Path(words[-1])) if ">" in words else (words, None)
    code, printed = run(words)
    if kept is not None:
        kept.write_text(printed, encoding="utf-8")
        printed = ""
    said = [line for line in printed.splitlines() if line.strip()] + ([f"[exit {code}]"] if code else [])
    pattern = "\n".join(_pattern(line, names) for line in exchange.expected)
    found = re.fullmatch(pattern, "\n".join(said))
    if found is None:
        return "\n".join(
            [f"line {exchange.line}: {exchange.command}", *exchange.expected, "", "printed:", *said]
        )
    names.update(found.groupdict())
    return ""


def _filled(text: str, names: dict[str, str]) -> str:
    return re.sub(r"<([a-z_]+)>", lambda name: names[name[1]], text)


def _pattern(line: str, names: dict[str, str]) -> str:
    """A regular expression for a line: known names stand for what they were, new ones for any word."""
    if line == "…":
        return r".*(?:\n.*)*"
    pattern = ""
    for part in re.split(r"(<[a-z_]+>|…)", line.rstrip()):
        name = part[1:-1]
        if part == "…":
            pattern += ".*"
        elif part[:1] != "<":
            pattern += re.escape(part)
        else:
            pattern += re.escape(names[name]) if name in names else rf"(?P<{name}>\S+)"
    return pattern
