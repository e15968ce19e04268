"""Where tiles lie (c2sp.org/tlog-tiles): number 1234067 is x001/x234/067, its width 5 …/067.p/5."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

WIDTH = 256  # hashes of a full tile, entries of a full bundle
_PARTS = re.compile(r"x?[0-9]{3}", re.ASCII)


def numbered(number: int) -> str:
    """The path of a tile's index."""
    parts = [f"{number % 1000:03d}"]
    while number := number // 1000:
        parts.append(f"x{number % 1000:03d}")
    return "/".join(reversed(parts))


def tile(level: int, number: int, width: int = WIDTH) -> str:
    """The path of a hash tile, full or partial (width below 256)."""
    partial = f".p/{width}" if width < WIDTH else ""
    return f"tile/{level}/{numbered(number)}{partial}"


def stored_from(folder: Path, least: int) -> Iterator[tuple[int, Path]]:
    """Every numbered file, and every folder of partial tiles, from number `least` on."""
    for path, number in _walk(folder, 0):
        if number >= least:
            yield number, path


def _walk(folder: Path, prefix: int) -> Iterator[tuple[Path, int]]:
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        name = path.name.split(".", 1)[0]
        if _PARTS.fullmatch(name) is None:
            continue
        number = prefix * 1000 + int(name.lstrip("x"))
        if name.startswith("x"):
            yield from _walk(path, number)
        else:
            yield path, number
