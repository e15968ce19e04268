"""A provider on loopback: a real HTTP server that answers as it is told, or as providers do on a bad day."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Asked:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes
    connection: int

    @property
    def json(self) -> dict[str, Any]:
        """Its body."""
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Provider:
    """`answers` are given one after the other, then `usual`: (status, JSON value or raw text).

    "die" takes the request and hangs up; "silent" takes it and says nothing; "goodbye" answers and hangs up.
    """

    usual: Any = (200, {})
    answers: list[Any] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def settings(self, name: str, **options: str) -> dict[str, Any]:
        """As site/provider_url.py reads an URL to here."""
        known = {
            "esms": ("brandname", "sandbox"),
            "speedsms": ("brandname",),
            "zalo": ("refresh", "template", "parameter", "oa"),
            "messenger": ("version", "app"),
        }[name]
        return {
            **dict.fromkeys(known, ""), "name": name, "host": "127.0.0.1", "port": self.port, "tls": False,
            "country": "VN", "user": "tiem", "password": "bi-mat", **options,
        }  # fmt: skip


@contextmanager
def provider(usual: Any = (200, {})) -> Iterator[Provider]:
    """Listening until the block ends."""
    made = Provider(usual)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            made.asked.append(Asked(self.path, headers, body, self.client_address[1]))
            what = made.answers.pop(0) if made.answers else made.usual
            goodbye = what == "goodbye"
            if what in ("die", "silent"):
                if what == "silent":
                    made.over.wait(10)
                self.close_connection = True
                return
            status, said = made.usual if goodbye else what
            text = said.encode() if isinstance(said, str) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)
            self.close_connection = goodbye  # without saying so: the connection just ends

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
