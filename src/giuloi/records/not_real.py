"""Customers who do not exist are in no count, no list and no letter: every question about "everybody" leaves them out.

Which they are is known to the key store alone (keyring/traps.py); here it is a list of numbers inside one statement.
"""

from __future__ import annotations

from typing import Any

from giuloi.records.database import IDS, dialect, id_list
from giuloi.records.keyring import keyring


def real(column: str = "s.id") -> tuple[str, list[Any]]:
    """ "This is somebody real", as SQL about a column with subjects' ids, and the values of its %s."""
    # Safe: `column` is a constant of the caller's file.
    return f"{column} NOT IN ({IDS[dialect()]})", [id_list(sorted(keyring().traps()))]
