"""A public web site on loopback: pages as a shop has them, and as they go wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Header = tuple[str, str]


@dataclass
class Site:
    """`pages`: path → (status, headers, body). A body of None hangs until the site is over. `asked`: what came."""

    pages: dict[str, tuple[int, tuple[Header, ...], bytes | None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Its first page."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def elsewhere(self) -> str:
        """The same server under another name: for whoever looks, another host."""
        return f"localhost:{self.port}"

    def html(self, path: str, body: str, *headers: Header) -> None:
        """A page of it."""
        self.pages[path] = (200, (("Content-Type", "text/html; charset=utf-8"), *headers), body.encode())


@contextmanager
def a_site() -> Iterator[Site]:
    """Listening until the block ends."""
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            status, headers, body = made.pages.get(self.path, (404, (), b""))
            if body is None:
                made.over.wait(10)
                return
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.over.set()
        server.shutdown()
        server.server_close()
