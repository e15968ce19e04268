"""One POST to one address that was checked: no redirect is followed, nothing of the answer is read but its status."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from giuloi.promises.share.destinations import Destination

PATIENCE = 5.0  # seconds for each step: connecting, sending, waiting
IN_ALL = 8.0  # seconds for everything: a receiver that drips a byte at a time ends no sooner by its steps


class Pinned(http.client.HTTPConnection):
    """Connects to the address, whatever the name may lead to by now; TLS still checks the name."""

    def __init__(self, to: Destination, address: str) -> None:
        super().__init__(to.host, to.port, timeout=PATIENCE)
        self._address, self._tls = address, to.tls
        self._wire: socket.socket | None = None
        self._over = False

    def connect(self) -> None:
        self._wire = self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._tls:
            # Shaking hands only once the new socket has its name here, for `cut` must reach it in the middle.
            self._wire = self.sock = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
        if self._over:
            raise TimeoutError
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.do_handshake()

    def cut(self) -> None:
        """End it from another thread: whoever waits on the socket wakes up, with nothing."""
        self._over = True
        if self._wire is not None:
            with suppress(OSError):
                socket.socket.shutdown(
                    self._wire, socket.SHUT_RDWR
                )  # not TLS's own, which would take it apart

    @contextmanager
    def in_time(self) -> Iterator[None]:
        """What is done in here is cut off after IN_ALL; afterwards nothing of it runs any more."""
        timer = threading.Timer(IN_ALL, self.cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()


def post(to: Destination, address: str, headers: Mapping[str, str], body: bytes) -> int:
    """The status of the answer; 0 when there was none."""
    connection = Pinned(to, address)
    said = {**headers, "Content-Type": "application/json", "User-Agent": "giuloi"}
    try:
        with connection.in_time():
            connection.request("POST", to.path, body, said)
            answer = connection.getresponse()
        return answer.status
    except (OSError, http.client.HTTPException, ValueError):
        return 0
    finally:
        connection.close()
