"""Where things stand on disk, and why apart: data, keys and ledger are backed up (and stolen) separately.

::

    <data>/giuloi.db          the data database, unless a PostgreSQL is configured
    <data>/keys/keys.db       the key store: never in a data backup
    <data>/ledger/            the use ledger: files, never restored with the data
    <root key>                32 bytes, mode 0600, outside the data folder
    <root key>.heads/         the newest ledger head and key-store serial that were ever acknowledged
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Places:
    """The folders and files of one installation."""

    data: Path
    root_key: Path

    @property
    def keys(self) -> Path:
        """The key store's file."""
        return self.data / "keys" / "keys.db"

    @property
    def ledger(self) -> Path:
        """The ledger's folder."""
        return self.data / "ledger"

    @property
    def heads(self) -> Path:
        """The folder of what must never be rolled back: beside the root key, away from data and backups."""
        return self.root_key.with_name(self.root_key.name + ".heads")


def places() -> Places:
    """The places the settings name, read at each call so that tests can move them."""
    return Places(Path(settings.GIULOI_DATA), Path(settings.GIULOI_ROOT_KEY))
