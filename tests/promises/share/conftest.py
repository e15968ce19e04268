"""A shop whose own system listens on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.records.conftest import an, binh, chi, shop

__all__ = ["an", "binh", "chi", "shop"]


class Listener:
    """What the other system was told, and what it answers."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        self.port = 0

    @property
    def url(self) -> str:
        """Where to tell it."""
        return f"http://127.0.0.1:{self.port}/hook"


@pytest.fixture
def listener(settings: Any) -> Iterator[Listener]:
    """It runs for as long as the test does; the demo may tell its own machine."""
    settings.GIULOI_DEMO = True
    made = Listener()

    class Hears(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(made.status)
            if made.status == 302:
                self.send_header("Location", made.url)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hears)
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
