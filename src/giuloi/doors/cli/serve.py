"""`giuloi serve`: prove that the installation fits together, then keep web, clock and sequencer running."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import structlog
import typer

from giuloi.doors.cli import records_ready
from giuloi.doors.cli.deployment import plain_requests_are_sent_away
from giuloi.doors.cli.lifeline import end_with_parent, stop_on_signals
from giuloi.doors.cli.port import refuse_taken
from giuloi.doors.cli.sole import sole
from giuloi.doors.cli.supervisor import Part, keep_running
from giuloi.doors.cli.tongue import say

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    help=say("Chạy máy chủ cho đến khi nhận SIGTERM hoặc Ctrl-C.", "Run the server until SIGTERM or Ctrl-C.")
)
def serve(
    host: Annotated[str, typer.Option(help=say("địa chỉ lắng nghe", "address to listen on"))] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(min=1, help=say("số tiến trình web", "web processes"))] = 1,
    threads: Annotated[int, typer.Option(min=1, help=say("số luồng mỗi tiến trình", "threads in each"))] = 16,
    under: Annotated[int | None, typer.Option(hidden=True)] = None,
) -> None:
    """Self-check, then the three parts."""
    if under is not None:
        end_with_parent(under)
    data = records_ready.load()
    with sole("serve", data):
        _refuse_a_split_inbox(workers)
        records_ready.prove()
        refuse_taken(host, port)
        _warn_of_plain_requests()
        keep_running(parts(host, port, workers, threads), stop_on_signals())


def _refuse_a_split_inbox(workers: int) -> None:
    from django.conf import settings

    if settings.GIULOI_DEMO and workers > 1:
        raise typer.BadParameter(
            say(
                "hộp thư của bản thử nằm trong bộ nhớ của một tiến trình: chỉ 1",
                "the demo's inbox is in the memory of one process: only 1",
            ),
            param_hint="--workers",
        )


def _warn_of_plain_requests() -> None:
    """In words on a terminal; as a line of the log, which is JSON and nothing else, to a service."""
    said = plain_requests_are_sent_away()
    if said and sys.stderr.isatty():
        typer.echo(f"giuloi: {said}", err=True)
    elif said:
        structlog.get_logger().warning("https_without_proxy_header")


def parts(host: str, port: int, workers: int, threads: int) -> tuple[Part, ...]:
    """In the order they end: first no new request, then no new work, and the ledger last."""
    listen = ("--host", host, "--port", str(port), "--workers", str(workers), "--threads", str(threads))
    return (
        Part("web", _giuloi("web", *listen), grace=4.0),
        Part("clock", _giuloi("clock")),
        Part("sequencer", _giuloi("sequencer")),
    )


def _giuloi(name: str, *options: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "giuloi", name, "--under", str(os.getpid()), *options)
