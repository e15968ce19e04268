"""TOML with the line of every table and key: each `[table]` is read alone, so one mistake costs one table.

Uses the standard library's tomllib, which knows no lines for what it read well; a plain scan of the text adds
them. Only `[kind]` and `[kind.name]` are headings of the policy language.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from giuloi.core.normal import normalized

_HEADING = re.compile(r"\s*+\[([^\[\]\"',=#]++)\]\s*+(?:#.*)?")
_DOUBLE = re.compile(r"\s*\[\[")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*[=.]")
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")

_LONGEST_LINE = 2_000  # tomllib takes quadratic time over one dotted key
_DEEPEST = 6  # [kind.name] with an inline table of lists


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `path` ("purpose", "supply"), () for keys above every heading; `lines` gives each key's line."""

    path: tuple[str, ...]
    line: int
    values: Mapping[str, Any]
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Fault:
    """A table that cannot be read, and why, at the very line; `path` names it so that it still counts as there."""

    path: tuple[str, ...]
    line: int
    message: str


def tables(lines: list[str], first: int) -> Iterator[Table | Fault]:
    """The tables of some lines of TOML, of which the first stands at line `first` of its file."""
    start = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or _HEADING.fullmatch(lines[index]) or _DOUBLE.match(lines[index]):
            chunk = lines[start:index]
            if any(line.strip() for line in chunk):
                yield _table(chunk, first + start)
            start = index


def _table(lines: list[str], first: int) -> Table | Fault:
    heading = _HEADING.fullmatch(lines[0])
    path = tuple(part.strip() for part in heading[1].split(".")) if heading else ()
    if any(len(line) > _LONGEST_LINE for line in lines):
        return Fault(path, first, f"a line of more than {_LONGEST_LINE} characters")
    try:
        values: Any = _composed(tomllib.loads("\n".join(lines) + "\n"), _DEEPEST)
    except RecursionError:
        # The parser descends once a bracket: a thousand of them are no policy, and only this table is lost.
        return Fault(path, first, "brackets nested too deep")
    except ValueError as error:  # TOMLDecodeError, and integers too long to convert
        return _fault(path, str(error), lines, first)
    if _DOUBLE.match(lines[0]):
        return Fault(path, first, "[[…]] is not used here, write [kind.name]")
    for part in path:
        if set(values) != {part} or not isinstance(values[part], dict):
            return Fault(path, first, "write each table under its own heading [kind.name]")
        values = values[part]
    return Table(path, first, values, _key_lines(lines, first, bool(heading)))


def _fault(path: tuple[str, ...], message: str, lines: list[str], first: int) -> Fault:
    at = _AT_LINE.search(message)
    last = max((i for i, line in enumerate(lines) if line.strip()), default=0)
    offset = min(int(at[1]) - 1, last) if at and at[1] else last
    return Fault(path, first + offset, _AT_LINE.sub("", message)[:200])


def _key_lines(lines: list[str], first: int, headed: bool) -> dict[str, int]:
    found: dict[str, int] = {}
    for index in range(int(headed), len(lines)):
        if key := _KEY.match(lines[index]):
            found.setdefault(key[1], first + index)
    return found


def _composed(value: Any, depth: int) -> Any:
    """The value with every string in Unicode NFC, so that an escape cannot smuggle a second spelling in.

    Raises ValueError for nesting deeper than the language ever needs, and for numbers beyond JSON's.
    """
    if isinstance(value, str):
        return normalized("NFC", value)
    if depth == 0:
        raise ValueError("nested too deep")
    if isinstance(value, dict):
        return {_composed(key, 1): _composed(item, depth - 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_composed(item, depth - 1) for item in value]
    if isinstance(value, int) and abs(value) >= 2**53:
        raise ValueError("a number too large")
    return value
