"""Watching whoever is handed keys: counted, compared with their allowance, and told of when it is a honey record.

All of it before a key goes out: the alarm is on disk first, and the counts of all processes are one row.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from giuloi.core.bilingual import Words
from giuloi.core.terms import Unavailable
from giuloi.records.keyring import alarms, allowances, traps
from giuloi.records.keyring.alarms import Alarm
from giuloi.records.keyring.allowances import Allowance, Reader
from giuloi.records.keyring.changing import Changing
from giuloi.records.keyring.opening import Permit
from giuloi.records.keyring.traps import Trap

HOUR = 3600
DAY_HOURS = 24
KEPT = timedelta(days=35)  # hand-outs that were found in the ledger; those that were not stay


class OverBudget(Unavailable):
    """The key store hands out no key: whoever asks has opened as many people as they may. Nothing was opened."""

    def __init__(self, reader: Reader, allowance: Allowance, asked: int) -> None:
        super().__init__(
            reader, allowance, asked
        )  # all of them, so that it can be made again for each who waits
        self.reader, self.allowance, self.asked = reader, allowance, asked

    def __str__(self) -> str:
        """For a log: the figures."""
        return f"over the read budget: {self.allowance.hourly} an hour, {self.allowance.daily} a day"

    @property
    def words(self) -> Words:
        """What to show."""
        hourly, daily = self.allowance.hourly, self.allowance.daily
        return Words(
            f"Chưa mở: đã đến mức {hourly} khách một giờ, {daily} khách một ngày cho mục đích này. Việc này đã được "
            "báo cho người quản trị. Xin đợi, hoặc nhờ người quản trị nâng mức.",
            f"Not opened: the allowance of {hourly} people an hour, {daily} a day for this purpose is used up. "
            "Administrators were told. Wait, or ask one of them to raise it.",
        )


class Watching(Changing):
    """The part of the key store's interface that sees attacks."""

    # Honey records ----------------------------------------------------------------------------------------

    def set_trap(self, trap: Trap, number: int, at: datetime) -> None:
        """From now on, whoever opens this raises an alarm. Durable on return."""
        secret = self._trap_secret()
        with self._changing() as connection:
            traps.write(connection, secret, trap, number, at)

    def take_trap(self, trap: Trap, number: int) -> bool:
        """It is a trap no more; False when it was none."""
        secret = self._trap_secret()
        with self._changing() as connection:
            return traps.remove(connection, secret, trap, number)

    def traps(self, trap: Trap = Trap.SUBJECT) -> frozenset[int]:
        """The numbers of all honey records of a kind. For leaving them out, and for administrators."""
        with self._reading() as connection:
            if not _any(connection):
                return frozenset()
        secret = self._trap_secret()
        with self._reading() as connection:
            return traps.every(connection, secret, trap)

    def asked(self, reader: Reader, subjects: Iterable[int]) -> None:
        """Somebody asked for these people and was refused: an alarm too when one of them is a honey record."""
        caught = self._caught(subjects)
        if caught:
            self._alarm_honey(reader, b"", "refused")

    def presented(self, number: int, actor: str, at: datetime) -> bool:
        """Whether this API key is a honey key; then the alarm is on disk, and the key must not let anybody in."""
        if number not in self.traps(Trap.API_KEY):
            return False
        self.alarm(alarms.HONEY, at, actor=actor, said={"what": "api_key"})
        return True

    # Hand-outs --------------------------------------------------------------------------------------------

    def _watched(self, permits: Sequence[Permit]) -> None:
        """Count these hand-outs before they happen. Raises OverBudget, or Unavailable when they cannot be counted."""
        permits = [one for one in permits if one.places]
        for permit in permits:
            if self._caught(place[0] for place in permit.places):
                self._alarm_honey(permit.reader, permit.use, "opened")
        if permits:
            self._count(permits)

    def _count(self, permits: Sequence[Permit]) -> None:
        """All of one call are by one reader, so they are one sum; nothing of a call beyond the budget is counted."""
        reader = permits[0].reader
        people = {one.use: len({place[0] for place in one.places}) for one in permits}
        asked, at = sum(people.values()), _moment(reader)
        with self._reading() as connection:
            allowance = allowances.of(connection, reader)
        over = False
        with self.watch.writing() as connection:
            over = not _fits(connection, reader, allowance, asked, int(at.timestamp()) // HOUR)
            if not over:
                rows = [(use, number, at.isoformat()) for use, number in people.items()]
                connection.executemany("INSERT INTO handed (use, people, at) VALUES (?, ?, ?)", rows)
        if over:
            said: dict[str, str | int] = {
                "people": asked,
                "hourly": allowance.hourly,
                "daily": allowance.daily,
                "role": reader.group,
            }
            self.alarm(alarms.READ_RATE, at, actor=reader.actor, purpose=reader.purpose, said=said)
            raise OverBudget(reader, allowance, asked)

    def _caught(self, subjects: Iterable[int]) -> bool:
        with self._reading() as connection:
            if not _any(connection):
                return False
        secret = self._trap_secret()
        with self._reading() as connection:
            return bool(traps.among(connection, secret, subjects))

    def _alarm_honey(self, reader: Reader, use: bytes, how: str) -> None:
        said: dict[str, str | int] = {"what": "customer", "how": how, "use": use.hex(), "role": reader.role}
        self.alarm(alarms.HONEY, _moment(reader), actor=reader.actor, purpose=reader.purpose, said=said)

    def _trap_secret(self) -> bytes:
        raise NotImplementedError

    # Allowances -------------------------------------------------------------------------------------------

    def allow(self, group: str, purpose: str, allowance: Allowance | None, at: datetime) -> None:
        """Set what a role (or "job/…") may open for a purpose; None goes back to the default."""
        with self._changing() as connection:
            allowances.write(connection, group, purpose, allowance, at)

    def allowances(self) -> dict[tuple[str, str], Allowance]:
        """What was set: (role or job, purpose) → allowance."""
        with self._reading() as connection:
            return allowances.every(connection)

    def spent(self, at: datetime) -> list[tuple[str, str, int, int]]:
        """(actor, purpose, people in this hour, in twenty-four hours), the most first."""
        hour = int(at.timestamp()) // HOUR
        with self.watch.reading() as connection:
            return list(connection.execute(_SPENT, (hour, hour - DAY_HOURS, hour)))

    # Alarms and what is checked later ---------------------------------------------------------------------

    def alarm(
        self,
        kind: str,
        at: datetime,
        *,
        actor: str = "",
        purpose: str = "",
        said: Mapping[str, str | int] | None = None,
    ) -> None:
        """Raise an alarm: on disk when this returns."""
        with self.watch.lasting() as connection:
            alarms.write(connection, kind, at, actor=actor, purpose=purpose, said=said)

    def alarm_once(self, kind: str, at: datetime, said: Mapping[str, str | int]) -> bool:
        """As `alarm`, for what a check finds at every knock until it is mended; False when it was said before."""
        with self.watch.lasting() as connection:
            if alarms.said_before(connection, kind, said, at):
                return False
            alarms.write(connection, kind, at, actor=str(said.get("what", "")), said=said)
        return True

    def watch_book_replaced(self, at: datetime) -> bool:
        """Whether another watch book lies beside the key store than the one it knows; an alarm in the new one then.

        A missing one is made anew, so that an honest key can go out: with it the alarms and the counts are gone.
        """
        with self.watch.lasting() as connection:
            number = int(connection.execute("PRAGMA user_version").fetchone()[0])
            if not number:  # just made, or of an earlier release
                number = secrets.randbelow(2**31 - 1) + 1
                connection.execute(f"PRAGMA user_version = {number:d}")
        with self._reading() as connection:
            known = connection.execute("SELECT value FROM meta WHERE name = 'watch'").fetchone()
        if known is not None and known[0] == number:
            return False
        if known is not None:  # before it is noted: killed in between, it is raised again
            self.alarm(alarms.TAMPERED, at, actor="watch_book", said={"what": "watch_book"})
        with self._changing() as connection:
            connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('watch', ?)", (number,))
        return known is not None

    def alarms_waiting(self) -> list[Alarm]:
        """Those that have no incident yet."""
        with self.watch.reading() as connection:
            return alarms.waiting(connection)

    def alarms(self, most: int = 100) -> list[Alarm]:
        """The newest."""
        with self.watch.reading() as connection:
            return alarms.newest(connection, most)

    def alarm_belongs(self, alarm: int, incident: int, at: datetime) -> None:
        """An incident has this alarm in its file."""
        with self.watch.lasting() as connection:
            alarms.belongs(connection, alarm, incident, at)

    def handed_out(self, after: int, most: int, *, settled: bool) -> list[tuple[int, bytes, datetime]]:
        """(number, use, when) of the next hand-outs; with `settled` those too that were found in the ledger before."""
        with self.watch.reading() as connection:
            found = connection.execute(_HANDED_ALL if settled else _HANDED, (after, most))
            return [(number, bytes(use), datetime.fromisoformat(at)) for number, use, at in found]

    def settle(self, numbers: Iterable[int], at: datetime, *, found: bool = True) -> None:
        """These were looked for. What was found five weeks ago is forgotten, and old hours with it; the rest never."""
        with self.watch.writing() as connection:
            rows = [(1 if found else 2, number) for number in numbers]
            connection.executemany("UPDATE handed SET settled = ? WHERE number = ?", rows)
            connection.execute("DELETE FROM handed WHERE settled = 1 AND at < ?", ((at - KEPT).isoformat(),))
            old = int(at.timestamp()) // HOUR - 3 * DAY_HOURS
            connection.execute("DELETE FROM spent WHERE hour < ?", (old,))


def _any(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM trap LIMIT 1").fetchone() is not None


def _moment(reader: Reader) -> datetime:
    return reader.at or datetime.now(UTC)


def _fits(
    connection: sqlite3.Connection, reader: Reader, allowance: Allowance, asked: int, hour: int
) -> bool:
    """Whether it fits both windows; then it is counted. The caller holds the only write transaction."""
    key = (f"{reader.actor}#{reader.job}" if reader.job else reader.actor, reader.purpose)
    now, day = connection.execute(_SUM, (hour, *key, hour - DAY_HOURS, hour)).fetchone()
    if now + asked > allowance.hourly or day + asked > allowance.daily:
        return False
    connection.execute(_ADD, (*key, hour, asked))
    return True


_SUM = """
SELECT coalesce(sum(CASE WHEN hour = ? THEN people END), 0), coalesce(sum(people), 0) FROM spent
WHERE actor = ? AND purpose = ? AND hour > ? AND hour <= ?
"""
_ADD = """
INSERT INTO spent VALUES (?, ?, ?, ?)
ON CONFLICT (actor, purpose, hour) DO UPDATE SET people = people + excluded.people
"""
_SPENT = """
SELECT actor, purpose, coalesce(sum(CASE WHEN hour = ? THEN people END), 0), sum(people) FROM spent
WHERE hour > ? AND hour <= ? GROUP BY actor, purpose ORDER BY 4 DESC
"""
_HANDED = "SELECT number, use, at FROM handed WHERE settled = 0 AND number > ? ORDER BY number LIMIT ?"
_HANDED_ALL = "SELECT number, use, at FROM handed WHERE number > ? ORDER BY number LIMIT ?"
