"""One connection to a provider's HTTP interface, kept for many messages; says in which moment it broke.

No redirect is followed and no proxy of the environment is used: what goes over it holds numbers and texts.
"""

from __future__ import annotations

import http.client
import json
import select
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any

PATIENCE = 15.0  # seconds for each step: connecting, sending, waiting
IDLE = 20.0  # seconds after which a connection is not used again: servers end it about then
_MOST = 64 * 1024  # bytes of an answer that are read


class NotSent(Exception):
    """No byte of the request went out, or not all of it: the provider cannot have taken it."""


class NoAnswer(Exception):
    """The request went out whole, and what became of it is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and the first 64 KiB of the body."""

    status: int
    body: bytes

    def json(self) -> Mapping[str, Any]:
        """The JSON object in it; empty when it is none."""
        try:
            said = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return said if isinstance(said, Mapping) else {}


class Https:
    """A host, and the connection to it when there is one. For one thread at a time."""

    def __init__(self, host: str, port: int, *, tls: bool) -> None:
        self._host, self._port, self._tls = host, port, tls
        self._open: http.client.HTTPConnection | None = None
        self._used = 0.0

    def post(self, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Raises NotSent, NoAnswer."""
        connection = self._connected()
        try:
            connection.request("POST", path, body, {"User-Agent": "giuloi", **headers})
        # The request is one small write with its length before it: cut short, it is none.
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            raise NotSent(type(error).__name__) from None
        try:
            answer = connection.getresponse()
            read = Answer(answer.status, answer.read(_MOST))
            if not answer.isclosed() or answer.will_close:
                self.close()  # more of it than is read, or the server's wish
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            raise NoAnswer(type(error).__name__) from None
        self._used = monotonic()
        return read

    def close(self) -> None:
        """End the connection, if there is one."""
        if self._open is not None:
            with suppress(OSError):
                self._open.close()
        self._open = None

    def _connected(self) -> http.client.HTTPConnection:
        if self._open is not None and self._gone():
            self.close()
        if self._open is None:
            self._open = self._new()
            try:
                self._open.connect()
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.close()
                raise NotSent(type(error).__name__) from None
        return self._open

    def _new(self) -> http.client.HTTPConnection:
        if not self._tls:
            return http.client.HTTPConnection(self._host, self._port, timeout=PATIENCE)
        context = ssl.create_default_context()  # checks certificate and name
        return http.client.HTTPSConnection(self._host, self._port, timeout=PATIENCE, context=context)

    def _gone(self) -> bool:
        """Did the server end it? Asked before a message goes out, for afterwards nobody could tell."""
        wire = self._open.sock if self._open is not None else None
        if wire is None or monotonic() - self._used > IDLE:
            return True
        waiting = select.poll()
        waiting.register(wire, select.POLLIN)
        return bool(waiting.poll(0))  # its goodbye, or bytes nobody asked for


def over(status: int) -> str:
    """What a status says where no code of the provider does: "taken", "later", "never", "settings", "perhaps"."""
    if 200 <= status < 300:
        return "taken"
    if status in (408, 425, 429, 503):
        return "later"
    if status in (400, 413, 422):
        return "never"
    # 500, 502, 504: somebody fell over, before or after they took it.
    return "perhaps" if status >= 500 else "settings"
