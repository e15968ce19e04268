"""Ways in that ended since a backup stay ended: a passkey of a lost telephone, a used code, an old password.

The restored data knows what its accounts were. Of those it has, today's password, second factor and rights count;
a passkey or recovery code that is not there today goes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from giuloi.records.database import rows, run

_SECRETS = "password_hash, administrator, totp, totp_next, totp_step, invite_hash, invited_until"
_ENDING = (("records_passkey", "id"), ("records_recoverycode", "code_hash"))


def of_today() -> dict[str, Any]:
    """Which there are, read from the data as it stands."""
    ways: dict[str, Any] = {
        table: [one for (one,) in rows(f"SELECT {key} FROM {table}")]  # noqa: S608  constants
        for table, key in _ENDING
    }
    ways["accounts"] = rows(f"SELECT staff, {_SECRETS} FROM records_staffaccount")  # noqa: S608  constants
    return ways


def write_again(ways: Mapping[str, Any], value: Callable[[Any], Any]) -> int:
    """End what ended since, in the caller's transaction; returns how many passkeys and codes that were.

    `value` reads one as it was carried. Nothing where today's data could not be read.
    """
    if not ways:
        return 0
    gone = 0
    for table, key in _ENDING:
        today = {_plain(value(one)) for one in ways[table]}
        there = [one for (one,) in rows(f"SELECT {key} FROM {table}")]  # noqa: S608  constants
        gone += sum(
            run(f"DELETE FROM {table} WHERE {key} = %s", (one,))  # noqa: S608  constants
            for one in there
            if _plain(one) not in today
        )
    for staff, *secrets in ways["accounts"]:
        run(_ACCOUNT, (*map(value, secrets), staff))
    return gone


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, bytes | memoryview) else value


_SET = ", ".join(f"{name} = %s" for name in _SECRETS.split(", "))
_ACCOUNT = f"UPDATE records_staffaccount SET {_SET} WHERE staff = %s"  # noqa: S608  constants
