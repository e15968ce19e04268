"""What leaves this process while a test runs: bytes given to sockets, and files that were opened to be written."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

_SENDS = ("send", "sendall", "sendto", "sendmsg")


@dataclass(slots=True)
class Left:
    """`sent`: peer → bytes given to it, in order; `written`: files opened for writing, by Python, and databases."""

    sent: dict[str, bytearray] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)

    def give(self, peer: str, data: Any) -> None:
        """Note bytes that went to a peer."""
        parts = data if isinstance(data, list | tuple) else [data]
        for part in parts:
            self.sent.setdefault(peer, bytearray()).extend(bytes(part))

    @property
    def everything(self) -> bytes:
        """All bytes that were sent anywhere."""
        return b"\n".join(bytes(one) for one in self.sent.values())

    def files(self) -> Iterator[Path]:
        """Those of the written files that still stand, and what SQLite keeps beside a database."""
        for name in sorted(self.written):
            for beside in ("", "-wal", "-shm", "-journal"):
                if (path := Path(name + beside)).is_file():
                    yield path


_watching: list[Left] = []  # audit hooks cannot be taken away: this one looks only while somebody watches


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watching or event not in ("open", "sqlite3.connect"):
        return
    name = arguments[0]
    if not isinstance(name, str | bytes | os.PathLike):
        return
    writes = event == "sqlite3.connect" or bool(int(arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR))
    if writes:
        _watching[-1].written.add(os.fsdecode(name))


@contextmanager
def watched(patch: pytest.MonkeyPatch) -> Iterator[Left]:
    """Everything that leaves while the block runs, whichever thread sends it."""
    left = Left()
    for name in _SENDS:
        original = getattr(socket.socket, name)

        def noted(self: socket.socket, data: Any, *more: Any, original: Any = original) -> Any:
            left.give(_peer(self), data)
            return original(self, data, *more)

        patch.setattr(socket.socket, name, noted)
    if not getattr(sys, "_giuloi_audited", False):
        sys.addaudithook(_audit)
        sys._giuloi_audited = True  # type: ignore[attr-defined]
    _watching.append(left)
    try:
        yield left
    finally:
        _watching.remove(left)


def _peer(one: socket.socket) -> str:
    try:
        return str(one.getpeername())
    except OSError:
        return "nobody"
