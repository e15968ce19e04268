"""Our own WSGI application on https://localhost in a thread of the test: settings, house and database are the test's.

Over TLS as in production, with a certificate of the day, so that `__Host-` cookies, redirects to HTTPS, CSRF's check of
the origin and passkeys are the shipped ones and nothing is switched off to be tested.
"""

from __future__ import annotations

import base64
import hashlib
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

HOST = "localhost"  # a name, for passkeys do not work on addresses
_BUSY = 10.0  # seconds a last request may take


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the server shows, and the hash of its key that the browser is told to believe (and nothing else)."""

    context: ssl.SSLContext
    fingerprint: str


class _Server(ThreadedWSGIServer):
    """Each connection shakes hands in its own thread: one that the browser opens and leaves keeps nobody waiting."""

    daemon_threads = True
    context: ssl.SSLContext

    def get_request(self) -> Any:
        connection, address = super().get_request()
        return self.context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

    def setup_environ(self) -> None:
        super().setup_environ()
        self.base_environ["HTTPS"] = "on"  # wsgiref's word for TLS

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no news; what a view raises is answered by Django."""


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Our own middleware logs, as in production."""

    def address_string(self) -> str:
        return str(self.client_address[0])  # no name is asked for


class _Counted:
    """The application, and how many requests it is at."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self.application, self.busy, self._lock = application, 0, threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        with self._lock:
            self.busy += 1
        try:
            return self.application(environ, start_response)
        finally:
            with self._lock:
                self.busy -= 1


@contextmanager
def site() -> Iterator[str]:
    """Serve until the block ends; gives "https://localhost:port". No request is at work any more when it has ended."""
    server = _Server((HOST, 0), _Quiet, ipv6=False)
    server.context = certificate().context
    application = _Counted(get_wsgi_application())
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"https://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        deadline = time.monotonic() + _BUSY
        while application.busy and time.monotonic() < deadline:
            time.sleep(0.01)


@cache
def certificate() -> Certificate:
    """Made once a run, for `localhost` alone; its key is nowhere when this returns but in memory."""
    key = ec.generate_private_key(ec.SECP256R1())
    now, name = datetime.now(UTC), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:  # the ssl module reads files only
        file = Path(folder) / "localhost.pem"
        file.touch(0o600)
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.write_bytes(private + made.public_bytes(Encoding.PEM))
        context.load_cert_chain(file)
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return Certificate(context, base64.b64encode(hashlib.sha256(public).digest()).decode())
