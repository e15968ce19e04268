"""One at a time: what must look before it writes, in two databases and a key store."""

from __future__ import annotations

from giuloi.records.database import dialect, rows

# One number each, in the space of PostgreSQL's advisory locks; never renumber while servers run.
BRIDGES, REGISTRATION = 0x61_0001, 0x61_0002


def take_turn(lock: int) -> None:
    """Wait until nobody else is in a transaction that took this turn; it is given up with the transaction.

    SQLite needs nothing: its transactions begin IMMEDIATE, so there is one writer anyway. Under it, a claim
    in the key store that leads to no row is known to be left over from a crash: nobody else is under way.
    """
    if dialect() == "postgresql":
        rows("SELECT pg_advisory_xact_lock(%s)", (lock,))
