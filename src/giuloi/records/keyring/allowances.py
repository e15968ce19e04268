"""How many people somebody may open in an hour and in a day, by role and purpose: the read budgets (IV.7).

What was set stands in the key store itself, so that no restored or altered data loosens it. Otherwise the defaults:
a person's hands, a machine's, and our own jobs, which go through everybody.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.terms import NotATerm


@dataclass(frozen=True, slots=True)
class Allowance:
    """People in an hour, and in twenty-four; each person counts as often as they are opened."""

    hourly: int
    daily: int

    def __post_init__(self) -> None:
        if not 0 < self.hourly <= self.daily <= MOST:
            raise NotATerm(f"an hour's allowance is from 1 to the day's, and the day's at most {MOST}")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks for keys, for what, when. `job` names the bulk work it is part of ("campaign"), else ""."""

    actor: str = ""
    role: str = ""
    purpose: str = ""
    at: datetime | None = None
    job: str = ""

    @property
    def group(self) -> str:
        """Whose allowance it is: a role's, or a job's."""
        return f"job/{self.job}" if self.job else self.role


NOBODY = Reader()  # a permit that says nothing of who asks has a budget like any other
MOST = 1_000_000_000
STAFF = Allowance(1_000, 5_000)
MACHINE = Allowance(10_000, 100_000)
JOB = Allowance(20_000_000, 100_000_000)
DEFAULTS: Mapping[str, Allowance] = {  # by role, where it differs from what its actor's kind has
    "fulfilment": Allowance(5_000, 25_000),  # a day's labels are printed at once
    "self": JOB,  # our own pages, one actor for all customers who look at their own data
}


def default(reader: Reader) -> Allowance:
    """What stands where nobody set anything."""
    if reader.job or reader.actor.startswith("code/"):
        return JOB
    if reader.actor.startswith(("key/", "bridge/")):
        return MACHINE
    return DEFAULTS.get(reader.role, STAFF)


def of(connection: sqlite3.Connection, reader: Reader) -> Allowance:
    """What was set for the group and this purpose, else for the group, else the default."""
    found = connection.execute(_SET, (reader.group, reader.purpose)).fetchone()
    return Allowance(*found) if found else default(reader)


def write(
    connection: sqlite3.Connection, group: str, purpose: str, allowance: Allowance | None, at: datetime
) -> None:
    """Set it, or (None) go back to the default; purpose "" is every one that has none of its own."""
    connection.execute("DELETE FROM allowance WHERE grp = ? AND purpose = ?", (group, purpose))
    if allowance is not None:
        row = (group, purpose, allowance.hourly, allowance.daily, at.isoformat())
        connection.execute("INSERT INTO allowance VALUES (?, ?, ?, ?, ?)", row)


def every(connection: sqlite3.Connection) -> dict[tuple[str, str], Allowance]:
    """(role or job, purpose) → what was set."""
    found = connection.execute("SELECT grp, purpose, hourly, daily FROM allowance ORDER BY grp, purpose")
    return {(group, purpose): Allowance(hourly, daily) for group, purpose, hourly, daily in found}


_SET = """
SELECT hourly, daily FROM allowance WHERE grp = ?1 AND purpose IN (?2, '') ORDER BY purpose DESC LIMIT 1
"""
