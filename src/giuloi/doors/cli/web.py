"""`giuloi web`: the HTTP server alone, as `giuloi serve` starts it. Not meant to be called by hand."""

from __future__ import annotations

from typing import Annotated, Any

import structlog
import typer
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from giuloi.doors.cli import records_ready
from giuloi.doors.cli.lifeline import end_with_parent

app = typer.Typer(add_completion=False, rich_markup_mode=None)

# Incremental: granian must leave the handlers alone, all its lines go through site/logs.
_LOGS: dict[str, Any] = {
    "incremental": True,
    "formatters": {},
    "handlers": {},
    "loggers": {"_granian": {"level": "WARNING"}, "granian.access": {"level": "CRITICAL"}},
}


@app.command()
def web(
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 1,
    threads: int = 16,
    under: Annotated[int | None, typer.Option(hidden=True)] = None,
) -> None:
    """Serve the WSGI application until SIGTERM."""
    if under is not None:
        end_with_parent(under)
    records_ready.load()
    structlog.get_logger().info("web_listens", port=port, count=workers)
    Granian(
        "giuloi.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        # Each waits as long as a body takes to come: granian has a limit for headers (30 s) and none for bodies,
        # so there are more of them than work needs, and docs/operating.md asks for a proxy that has one.
        blocking_threads=threads,
        log_dictconfig=_LOGS,
        log_level=LogLevels.warning,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=3,
        websockets=False,
    ).serve()
