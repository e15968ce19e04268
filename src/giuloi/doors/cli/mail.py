"""`giuloi mail receive`: a mail server hands letters in, one a call, and keeps what it is told to keep (sysexits.h)."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import structlog
import typer

from giuloi.doors.cli import records_ready
from giuloi.doors.cli.tongue import say

TEMPORARY = 75  # EX_TEMPFAIL: the mail server keeps the letter and tries again

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=say("Nhận thư của khách.", "Take in letters from customers."),
)


@app.callback()
def mail() -> None:
    """A group of one command: more may come."""


@app.command(
    help=say(
        "Nhận một bức thư (RFC 5322) từ đầu vào chuẩn; dành cho máy chủ thư.",
        "Take one letter (RFC 5322) from standard input; for a mail server to call.",
    )
)
def receive() -> None:
    """Exit 0: it is kept, or came before. 75: it is not, and must come again. Nothing of it is printed."""
    try:
        records_ready.set_up()
        _receive()
    # Broad on purpose: whatever is wrong here, the letter is the customer's, and waits until somebody has seen to it.
    except Exception as error:
        # The error's own text is left out: the mail server would send it back to whoever wrote.
        structlog.get_logger().error("letter_not_taken", exception=type(error).__name__)
        typer.echo(
            say("Chưa nhận được thư, hãy gửi lại sau.", "The letter was not taken: try again."), err=True
        )
        raise typer.Exit(TEMPORARY) from None


def _receive() -> None:
    from giuloi.promises.answer import incoming
    from giuloi.promises.use.inbound.read import MOST_BYTES
    from giuloi.promises.use.inbound.receive import receive as take_in

    raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    while len(raw) > MOST_BYTES and sys.stdin.buffer.read(1 << 20):
        pass  # the rest is not kept; a pipe that breaks would tell the mail server that nothing was
    take_in(raw, incoming.take, datetime.now(UTC))
