"""What the demo shows: calm, at most a hundred columns, and plain text where there is no terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from giuloi.doors.cli.told import Told, on_one_line
from giuloi.doors.cli.tongue import say

_WIDEST = 100
_INDENT = 4


class Screen:
    """Writes to standard output. Everything it is given as text is text: nothing in it is markup."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=False)
        self._console.width = min(self._console.width, _WIDEST)
        self._cited: set[str] = set()

    def title(self, text: str, under: str) -> None:
        """The top of it all."""
        self._console.print(Text(f"\n  {text}", style="bold cyan"))
        self._block(Text(under, style="dim"), Text("  "))
        self._console.print("")

    def heading(self, text: str) -> None:
        """A line across, with what comes under it."""
        line = Text(f"── {text} ", style="bold cyan")
        line.append("─" * max(3, self._console.width - line.cell_len - 1))
        self._console.print("")
        self._console.print(line, no_wrap=True, overflow="ellipsis")

    @contextmanager
    def doing(self, text: str) -> Iterator[list[str]]:
        """One piece of setting up: what, what came of it (append to the list), how long it took."""
        started, came = time.monotonic(), list[str]()
        with self._console.status(escape(text)) if self._console.is_terminal else _silence():
            yield came
        seconds = time.monotonic() - started
        line = Text("  ✓ ", style="green").append(text, style="default")
        line.append(f"  {', '.join([*came, _seconds(seconds)])}", style="dim")
        self._console.print(line)

    @contextmanager
    def counting(self, text: str, total: int) -> Iterator[Callable[[], object]]:
        """A bar that moves with each call, where there is a terminal to move it on."""
        columns = (
            TextColumn("  {task.description}"),
            BarColumn(None),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        quiet = not self._console.is_terminal
        with Progress(*columns, console=self._console, transient=True, disable=quiet) as progress:
            task = progress.add_task(escape(text), total=total)
            yield lambda: progress.advance(task)

    def say(self, text: str, style: str = "default") -> None:
        """A sentence of the story."""
        self._block(Text(text, style=style), Text(" " * _INDENT))

    def answered(self, told: Told, *, allowed: bool) -> None:
        """What the gate said; and the clause as customers read it, the first time that it is cited."""
        mark, style = ("✔", "bold green") if allowed else ("✗", "bold red")
        self._block(Text(told.sentence), Text(f"    {mark} {told.clause:<7}", style=style))
        if told.clause not in self._cited:
            self._cited.add(told.clause)
            bar = Text("      │ ", style="cyan")
            self._block(Text(f"“{told.wording}”", style="dim italic"), bar, bar)

    def values(self, pairs: Iterable[tuple[str, str]]) -> None:
        """What was opened: called by its name, one on a line."""
        rows = list(pairs)
        widest = max(cell_len(name) for name, _ in rows)
        for name, value in rows:
            gap = " " * (widest - cell_len(name) + 2)
            self._block(Text(on_one_line(value), style="bold"), Text(f"      {name}{gap}", style="dim"))

    def output(self, lines: Sequence[str]) -> None:
        """Lines of another program, cut at the edge."""
        for line in lines:
            text = Text(f"  {line}".rstrip(), style="dim")
            self._console.print(text, no_wrap=True, overflow="ellipsis")

    def found(self, trick: str, finding: str) -> None:
        """A trick, and the finding that names it."""
        self._block(Text(f"{trick}: ").append(finding, style="bold"), Text("    ✔ ", style="bold green"))

    def went_wrong(self, text: str) -> None:
        """Why it ends here."""
        self._block(Text(text, style="bold red"), Text("  ✗ ", style="bold red"))

    def done(self, text: str) -> None:
        """The last word."""
        self._console.print("")
        self._block(Text(text, style="bold green"), Text("  ✔ ", style="bold green"))

    def commands(self, lines: Iterable[str]) -> None:
        """To be copied into a shell: never wrapped."""
        for line in lines:
            self._console.print(Text(f"  {line}"), soft_wrap=True)

    def _block(self, text: Text, first: Text, rest: Text | None = None) -> None:
        """A text behind `first`, its further lines behind `rest` (as much space, if there is none)."""
        behind = Text(" " * first.cell_len) if rest is None else rest
        for number, line in enumerate(text.wrap(self._console, self._console.width - first.cell_len)):
            line.rstrip()
            self._console.print((behind if number else first) + line, soft_wrap=True)


@contextmanager
def _silence() -> Iterator[None]:
    yield


def _seconds(seconds: float) -> str:
    return say(f"{seconds:.1f} giây".replace(".", ","), f"{seconds:.1f} s")
