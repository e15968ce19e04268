"""A real `giuloi serve` beside the demo, on loopback, that ends with it however it ends."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from giuloi.core.terms import GiuloiError
from giuloi.doors.cli.demo.house import House
from giuloi.doors.cli.tongue import say

_UP = 180.0  # seconds it may take until it is ready
_DOWN = 20.0  # and to end


class NoServer(GiuloiError):
    """The server did not come up; the message says where its log is."""


@contextmanager
def server(house: House, port: int) -> Iterator[int]:
    """Started, ready, and ended by its own process id; gives the port."""
    port = port or _free_port()
    argv = [sys.executable, "-m", "giuloi", "serve", "--port", str(port), "--under", str(os.getpid())]
    with (
        house.log.open("wb") as log,
        # A group of its own: Ctrl-C in the terminal reaches the demo alone, which then ends it in order.
        subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, process_group=0) as process,  # noqa: S603
    ):
        try:
            _wait_until_ready(process, port, house)
            yield port
        finally:
            process.terminate()
            try:
                process.wait(_DOWN)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, house: House) -> None:
    deadline = time.monotonic() + _UP
    while time.monotonic() < deadline and process.poll() is None:
        if _ready(port):
            return
        time.sleep(0.05)
    raise NoServer(
        say(
            f"máy chủ không sẵn sàng; nhật ký của nó: {_last_line(house)}",
            f"the server did not get ready; its log says: {_last_line(house)}",
        )
    )


def _ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _last_line(house: House) -> str:
    lines = house.log.read_text("utf-8", "replace").splitlines()
    return lines[-1] if lines else "-"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
