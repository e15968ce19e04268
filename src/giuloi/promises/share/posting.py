"""One POST to one address that was checked: no redirect is followed, nothing of the answer is read but its status."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Mapping

from giuloi.promises.share.destinations import Destination

PATIENCE = 5.0  # seconds for each step: connecting, sending, waiting


class _Pinned(http.client.HTTPConnection):
    """Connects to the address, whatever the name may lead to by now; TLS still checks the name."""

    def __init__(self, to: Destination, address: str) -> None:
        super().__init__(to.host, to.port, timeout=PATIENCE)
        self._address, self._tls = address, to.tls

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def post(to: Destination, address: str, headers: Mapping[str, str], body: bytes) -> int:
    """The status of the answer; 0 when there was none."""
    connection = _Pinned(to, address)
    try:
        connection.request(
            "POST", to.path, body, {**headers, "Content-Type": "application/json", "User-Agent": "giuloi"}
        )
        return connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError):
        return 0
    finally:
        connection.close()
