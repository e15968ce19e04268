"""Is the port free? The web server shares one with whoever asks (SO_REUSEPORT), so it would never notice."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from giuloi.doors.cli.tongue import say


def refuse_taken(host: str, port: int) -> None:
    """Bind it once, sharing with nobody; raises BadParameter when another program listens there already.

    SO_REUSEADDR alone takes what connections of a server that just ended still hold, never a listener's port.
    """
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[:1]:
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
                probe.listen(1)
            except OSError as error:
                raise typer.BadParameter(_why(host, port, error), param_hint="--port") from None


def _why(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return _taken(port)
    return say(
        f"không lắng nghe được ở {host}:{port} ({error.strerror})",
        f"cannot listen on {host}:{port} ({error.strerror})",
    )


def free_from(first: int, tries: int = 50) -> int:
    """The first free port of loopback from `first` on; raises BadParameter when none of them is."""
    for port in range(first, first + tries):
        try:
            refuse_taken("127.0.0.1", port)
        except typer.BadParameter:
            continue
        return port
    refuse_taken("127.0.0.1", first)
    return first


@contextmanager
def held(first: int, tries: int = 50) -> Iterator[int]:
    """The first port of loopback from `first` on that is free and that nobody of us has claimed; kept while in here.

    The claim is a name in the kernel that goes with its process (an abstract socket, unix(7)): two demos that begin
    at once would else both find the port free and, sharing it, answer for each other. Raises BadParameter.
    """
    for port in range(first, first + tries):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as claim:
            try:
                claim.bind(f"\0giuloi-port-{port}")
                refuse_taken("127.0.0.1", port)
            except (OSError, typer.BadParameter):
                if tries == 1:
                    raise typer.BadParameter(_taken(port), param_hint="--port") from None
                continue
            yield port
            return
    raise typer.BadParameter(_taken(first), param_hint="--port")


def _taken(port: int) -> str:
    return say(
        f"cổng {port} đang được một chương trình khác dùng", f"port {port} is in use by another program"
    )
