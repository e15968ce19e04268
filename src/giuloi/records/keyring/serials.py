"""The newest serial of the key store, noted beside the root key: an older copy of the store is noticed."""

from __future__ import annotations

from pathlib import Path

from giuloi.records.durable import put
from giuloi.records.locks import locked


class Serials:
    """One small file, only ever moved forward, under a lock that all processes share."""

    def __init__(self, heads: Path) -> None:
        self._file, self._lock = heads / "keys.serial", heads / "keys.lock"

    def newest(self) -> int:
        """The newest serial that was ever acknowledged; 0 where none was."""
        try:
            return int(self._file.read_text())
        except FileNotFoundError:
            return 0

    def note(self, serial: int) -> None:
        """Remember `serial`, unless a later one is remembered already."""
        with locked(self._lock):
            if serial > self.newest():
                put(self._file, b"%d\n" % serial)
