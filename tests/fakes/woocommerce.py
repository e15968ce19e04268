"""A WooCommerce's REST interface on loopback, over real HTTP: it keeps orders, notes and accounts, and can misbehave.

It does what the real one does where that matters here: an order's IP address and browser are read-only, a custom field
goes when its value is null, and what is not there is a 404 with a code of its own.
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

KEY, SECRET = "ck_khoa_thu_nghiem", "cs_bi_mat_thu_nghiem"
_READ_ONLY = {"id", "customer_ip_address", "customer_user_agent", "order_key", "payment_url"}
_REST = "/wp-json/wc/v3/"


@dataclass
class WooCommerce:
    """What it keeps, by number. `trouble`: away, drips, html, keeps, or a status it answers with; "" for none."""

    orders: dict[int, dict[str, Any]] = field(default_factory=dict)
    customers: dict[int, dict[str, Any]] = field(default_factory=dict)
    notes: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    trouble: str = ""
    heard: list[str] = field(default_factory=list)
    port: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """The shop's own address."""
        return f"http://127.0.0.1:{self.port}"

    def take_in(self, kind: str, body: bytes) -> int:
        """Keep an order or account as a delivery told it."""
        said = json.loads(body)
        (self.orders if kind == "order" else self.customers)[said["id"]] = said
        return int(said["id"])

    def answer(self, method: str, path: str, said: Any) -> tuple[int, Any]:
        """Status and JSON."""
        kind, number, *rest = path.removeprefix(_REST).split("/")
        held = {"orders": self.orders, "customers": self.customers}.get(kind)
        if held is None or not path.startswith(_REST):
            return 404, {"code": "rest_no_route", "message": "No route was found."}
        if int(number) not in held:
            which = "shop_order_" if kind == "orders" else ""
            return 404, {"code": f"woocommerce_rest_{which}invalid_id", "message": "Invalid ID."}
        if rest:
            return self._notes(method, int(number), rest[1:])
        return self._thing(method, held, int(number), said)

    def _thing(self, method: str, held: dict[int, Any], number: int, said: Any) -> tuple[int, Any]:
        was = held[number]
        if self.trouble == "keeps" and method != "GET":
            return 200, was | (said or {})
        if method == "DELETE":
            return 200, held.pop(number)
        if method == "PUT":
            for name, value in said.items():
                self._write(was, name, value)
        return 200, was

    @staticmethod
    def _write(was: dict[str, Any], name: str, value: Any) -> None:
        if name == "meta_data":
            taken = {one["id"] for one in value if one["value"] is None}
            was["meta_data"] = [one for one in was["meta_data"] if one["id"] not in taken]
        elif isinstance(value, dict):
            was[name] |= value
        elif name not in _READ_ONLY:
            was[name] = value

    def _notes(self, method: str, number: int, rest: list[str]) -> tuple[int, Any]:
        notes = self.notes.setdefault(number, [])
        if method == "GET":
            return 200, notes
        if self.trouble != "keeps":
            self.notes[number] = [one for one in notes if str(one["id"]) != rest[0]]
        return 200, {}


class _Rest(BaseHTTPRequestHandler):
    shop: WooCommerce

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.shop.heard.append(f"{self.command} {self.path.removeprefix(_REST)}")
        match self.shop.trouble:
            case "away":
                self.close_connection = True
            case "drips":
                while not self.shop.over.wait(0.02):
                    self.wfile.write(b"H")
            case "html":
                self._say(200, b"<!doctype html><p>Briefly unavailable for scheduled maintenance.")
            case status if status.isdigit():
                self._say(int(status), b'{"code":"nope"}')
            case _:
                self._serve(body)

    do_GET = do_PUT = do_DELETE = _any

    def _serve(self, body: bytes) -> None:
        if (
            self.headers.get("Authorization")
            != "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        ):
            self._say(401, b'{"code":"woocommerce_rest_cannot_view"}')
            return
        said = json.loads(body) if body else None
        status, answer = self.shop.answer(self.command, urlsplit(self.path).path, said)
        self._say(status, json.dumps(answer).encode())

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        if status in (301, 302):
            self.send_header("Location", self.shop.url + "/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        with suppress(OSError):  # whoever asked has hung up
            super().handle()

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@contextmanager
def listening() -> Iterator[WooCommerce]:
    """It answers until the block ends."""
    made = WooCommerce()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Rest", (_Rest,), {"shop": made}))
    server.daemon_threads = True
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
