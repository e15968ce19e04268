"""A list for a terminal or a pipe: columns that line up, one row a line, no frame."""

from __future__ import annotations

from collections.abc import Sequence

import typer
from rich.cells import cell_len


def print_columns(rows: Sequence[Sequence[str]]) -> None:
    """The first row is the heading. Widths are those of the screen: a Vietnamese letter is one cell."""
    widths = [max(cell_len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)]
        typer.echo("  ".join(padded).rstrip())
