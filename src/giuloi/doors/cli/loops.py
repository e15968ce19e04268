"""`giuloi sequencer` and `giuloi clock`: one loop each, at most one of each for a data folder."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer

from giuloi.doors.cli import records_ready
from giuloi.doors.cli.lifeline import end_with_parent, stop_on_signals
from giuloi.doors.cli.sole import sole
from giuloi.doors.cli.tongue import say

# By name, not by import: each runs alone in a process of its own, and one door does not open into another.
_LOOPS = {
    "sequencer": "giuloi.records.uses.sequencer",
    "clock": "giuloi.doors.clock.sweep",
}

Under = Annotated[int | None, typer.Option(hidden=True, help="process id of the supervisor")]

sequencer = typer.Typer(add_completion=False, rich_markup_mode=None)
clock = typer.Typer(add_completion=False, rich_markup_mode=None)


@sequencer.command(help=say("Ghi các lần dùng chờ vào sổ.", "Put pending uses into the ledger."))
def run_sequencer(under: Under = None) -> None:
    """Until SIGTERM or SIGINT."""
    _run("sequencer", under)


@clock.command(help=say("Làm những việc đến hạn.", "Do what is due."))
def run_clock(under: Under = None) -> None:
    """Until SIGTERM or SIGINT."""
    _run("clock", under)


def _run(name: str, under: int | None) -> None:
    if under is not None:
        end_with_parent(under)
    stop = stop_on_signals()
    with sole(name, records_ready.load()):
        import_module(_LOOPS[name]).run_forever(stop)
