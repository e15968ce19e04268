"""The newest serial of the key store, noted beside the root key: an older copy of the store is noticed."""

from __future__ import annotations

from pathlib import Path

from giuloi.core.terms import NotServing
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

    def begin(self) -> None:
        """Note that nothing happened yet, before anything does: from then on the file is never missing."""
        with locked(self._lock):
            if not self._file.exists():
                put(self._file, b"0\n")

    def note(self, serial: int) -> None:
        """Remember `serial`, unless a later one is remembered already."""
        with locked(self._lock):
            if serial > self.newest():
                put(self._file, b"%d\n" % serial)

    def check(self, stored: int) -> None:
        """Whether a key store that has seen `stored` changes is the newest; raises NotServing if not."""
        if stored > 0 and not self._file.exists():
            raise NotServing(
                f"{self._file} is missing, so nobody can tell whether the key store is an old copy: put it back "
                f"from where the root key is kept; if this key store is surely the newest, write {stored} into it"
            )
        if stored < (noted := self.newest()):
            raise NotServing(
                f"the key store knows {stored} changes, but {noted} were acknowledged: "
                "it is an old copy; put the newest one back"
            )
