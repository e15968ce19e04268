"""`giuloi measures`: which of the policy's measures are on, each looked at just now."""

from __future__ import annotations

import typer

from giuloi.doors.cli import records_ready
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.tongue import say

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    help=say("Những biện pháp nào đang bật, vừa được xem lại.", "Which measures are on, looked at just now.")
)
def show() -> None:
    """Exit 1 when one of them is off: the policy promises it."""
    records_ready.set_up()
    from giuloi.records.measures import measured

    found = measured()
    on, off = say("bật", "on"), say("TẮT", "OFF")
    print_columns([(one.name, on if one.on else off, say(one.vi, one.en)) for one in found])
    if not all(one.on for one in found):
        raise typer.Exit(1)
