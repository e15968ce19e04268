"""The single sequencer: pending uses become leaves, in one place, in one order.

Each tick: read what waits, give each person's next counter to each of their uses, append the leaves, sign the
new head, and only then take the pending rows away. What was planned is noted in a small journal first, so a
kill at any point is finished or repeated at the next start, and no use is lost or counted twice.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from django.db import connections, models

from giuloi.core.crypto.primitives import random_bytes
from giuloi.core.ledger.batch import batch_root, pack
from giuloi.core.ledger.checkpoint import Checkpoint, sign_checkpoint
from giuloi.core.ledger.entry import CODE_BYTES, Event, UseEntry, encode, sequence_code, utc_second
from giuloi.core.terms import Channel, ClauseRef, NotServing, Outcome, PolicyHash, Unavailable
from giuloi.records.database import IDS, dialect, durable, id_list, rows, run, run_many
from giuloi.records.durable import locked, replace_file
from giuloi.records.keyring import keyring
from giuloi.records.places import places
from giuloi.records.uses import head
from giuloi.records.uses.pending import Waiting, backlog, remove, these, waiting
from giuloi.records.uses.tiles import TileLog

TICK = 2000  # pending uses taken at once
EMPTY_ROOT = sha256(b"").digest()  # RFC 6962 §2.1: the root of no leaves
PAUSE = 0.2  # seconds between ticks when nothing waits: a use is in the tree within a second
PREFIX = 16  # bytes of a sequence code that the look-up keeps: enough to be unique among 2^60 uses


class UseCounter(models.Model):
    """How many leaves a subject has so far."""

    subject = models.OneToOneField("records.Subject", models.CASCADE, related_name="+", primary_key=True)
    count = models.BigIntegerField()

    class Meta:
        db_table = "records_usecounter"


class UseLookup(models.Model):
    """Where a sequence code stands: only who holds the subject's ledger key can ask. No subject id here."""

    code = models.BinaryField(primary_key=True)
    leaf = models.BigIntegerField()

    class Meta:
        db_table = "records_uselookup"


class UseProgress(models.Model):
    """How far the tree was when this database last knew: data older than the ledger is noticed."""

    id = models.SmallIntegerField(primary_key=True)
    size = models.BigIntegerField()

    class Meta:
        db_table = "records_useprogress"


@dataclass(frozen=True, slots=True)
class Planned:
    """One leaf to be: the pending uses it stands for, its people, and a code for each use of each of them.

    Uses of one person only (a flood of refusals) share one code, and the leaf counts them.
    """

    group: tuple[Waiting, ...]
    subjects: tuple[int, ...]
    codes: tuple[bytes, ...]

    @property
    def batch(self) -> bool:
        """Whether the leaf stands for more than one use of more than one person."""
        return len(self.codes) > 1

    def leaf(self) -> bytes:
        """The canonical bytes; the id of the first pending use is the leaf's 16 random bytes."""
        first = self.group[0].use
        return encode(
            UseEntry(
                t=utc_second(first.at),
                actor=first.actor,
                event=Event(first.event),
                purpose=first.purpose,
                clause=ClauseRef(first.clause),
                policy=PolicyHash(first.policy_hash),
                decision=Outcome(first.decision),
                recipient=first.recipient,
                channel=Channel(first.channel or Channel.IN_HOUSE),
                fields=first.fields,
                count=len(self.codes) if self.batch else sum(len(one.use.subjects) for one in self.group),
                sc=batch_root(pack(self.codes)) if self.batch else self.codes[0],
                id=self.group[0].use_id,
                batch=self.batch,
            )
        )


class Sequencer:
    """Made by whoever holds the sequencer's lock; `recover` comes first."""

    def __init__(self) -> None:
        self._key, self._seed = head.log_key()
        self._log = TileLog(places().ledger)
        self._journal = places().ledger / "private" / "tick.json"

    @property
    def size(self) -> int:
        """How many leaves the tree has."""
        return self._log.size

    def close(self) -> None:
        """Let go of the log: another may append to it."""
        self._log.close()

    def recover(self) -> None:
        """Drop leaves beyond the last signed head; finish the tick that a crash cut off.

        Raises NotServing when the ledger, or the data, is older than what was already signed.
        """
        newest = head.newest_head(self._key)
        size, root = (newest.size, newest.root) if newest else (0, EMPTY_ROOT)
        self._log.recover(size, root)
        self._finish_tick(size)
        if newest:
            self._log.publish(head.noted())  # a crash between noting a head and showing it ends here

    def tick(self, limit: int = TICK) -> int:
        """Turn at most `limit` pending uses into leaves; returns how many were taken."""
        taken = waiting(limit)
        if not taken:
            return 0
        plan = self._plan(_groups(taken))
        start = self._log.size
        self._note(start, plan)
        self._append(plan)
        self._commit(start, plan)
        _sweep(self._journal)
        return len(taken)

    def _plan(self, groups: Sequence[tuple[Waiting, ...]]) -> list[Planned]:
        """Counters and codes for each leaf. The same groups over the same counters give the same plan."""
        people = [_people(group) for group in groups]
        counters = _counters(subject for subjects in people for subject in subjects)
        wanted: list[tuple[int, int]] = []
        for subjects in people:
            for subject in subjects:
                counters[subject] = counters.get(subject, 0) + 1
                wanted.append((subject, counters[subject]))
        codes = iter(keyring().sequence_codes(wanted, sequence_code))
        # An erased subject has no ledger key: its late refusals get a code that nobody can link.
        return [
            Planned(group, subjects, tuple(next(codes) or random_bytes(CODE_BYTES) for _ in subjects))
            for group, subjects in zip(groups, people, strict=True)
        ]

    def _append(self, plan: Sequence[Planned]) -> None:
        members = {i: pack(one.codes) for i, one in enumerate(plan) if one.batch}
        self._log.append([one.leaf() for one in plan], members)
        signed = sign_checkpoint(Checkpoint(self._key.name, self._log.size, self._log.root()), self._seed)
        head.note_head(signed)  # remembered before it is shown: a head once seen is never contradicted
        self._log.publish(signed)

    def _commit(self, start: int, plan: Sequence[Planned]) -> None:
        known = _known(subject for one in plan for subject in one.subjects)
        lookups, counts = [], dict.fromkeys(known, 0)
        for leaf, one in enumerate(plan, start):
            for subject, code in zip(one.subjects, one.codes, strict=True):
                lookups.append((code[:PREFIX], leaf))
                if subject in counts:
                    counts[subject] += 1
        with durable():
            run_many(_LOOKUP, lookups)
            run_many(_COUNT, list(counts.items()))
            remove(one.row for planned in plan for one in planned.group)
            run(_PROGRESS, (start + len(plan),))

    def _note(self, start: int, plan: Sequence[Planned]) -> None:
        # Row numbers only: the journal must not link people to leaves any longer than the rows do.
        leaves = [[one.row for one in planned.group] for planned in plan]
        replace_file(self._journal, json.dumps({"start": start, "leaves": leaves}).encode())

    def _finish_tick(self, size: int) -> None:
        progress = rows("SELECT size FROM records_useprogress WHERE id = 1")
        known = int(progress[0][0]) if progress else 0
        noted = _read_journal(self._journal)
        if noted and noted.start == known and size == known + len(noted.leaves):
            by_row = these([row for leaf in noted.leaves for row in leaf])
            plan = self._plan([tuple(by_row[row] for row in leaf) for leaf in noted.leaves])
            self._commit(known, plan)
        elif known != size:
            raise NotServing(
                f"the data database knows {known} leaves, the ledger holds {size}: "
                "the data was restored from another time than the ledger"
            )
        _sweep(self._journal)


@dataclass(frozen=True, slots=True)
class Noted:
    """A journal as read back: where the tick began, and the pending rows of each leaf."""

    start: int
    leaves: list[list[int]]


def _read_journal(path: Path) -> Noted | None:
    return Noted(**json.loads(path.read_bytes())) if path.exists() else None


def _sweep(journal: Path) -> None:
    """The tick is whole: its journal is no longer needed."""
    journal.unlink(missing_ok=True)


def _groups(taken: Sequence[Waiting]) -> list[tuple[Waiting, ...]]:
    """One leaf each; but refusals of one kind by one actor share one: a flood is counted, not copied."""
    groups: dict[object, list[Waiting]] = {}
    for one in taken:
        refused = one.use.event == Event.REFUSE
        # Everything but when and whom: what two refusals must share to stand in one leaf.
        alike = replace(one.use, at=taken[0].use.at, subjects=()) if refused else one.row
        groups.setdefault(alike, []).append(one)
    return [tuple(group) for group in groups.values()]


def _people(group: tuple[Waiting, ...]) -> tuple[int, ...]:
    """Everybody a leaf stands for, once for each use; a single person once."""
    everybody = tuple(subject for one in group for subject in one.use.subjects)
    return everybody[:1] if len(set(everybody)) == 1 else everybody


def _counters(subjects: Iterable[int]) -> dict[int, int]:
    return dict(rows(_COUNTERS.format(IDS[dialect()]), (id_list(list(dict.fromkeys(subjects))),)))


def _known(subjects: Iterable[int]) -> list[int]:
    """Those that exist: a refusal may name somebody who never did, and a counter needs its subject."""
    found = rows(_SUBJECTS.format(IDS[dialect()]), (id_list(list(dict.fromkeys(subjects))),))
    return [int(row[0]) for row in found]


_COUNTERS = "SELECT subject_id, count FROM records_usecounter WHERE subject_id IN ({})"
_SUBJECTS = "SELECT id FROM records_subject WHERE id IN ({})"
_LOOKUP = "INSERT INTO records_uselookup (code, leaf) VALUES (%s, %s)"
_COUNT = """
INSERT INTO records_usecounter (subject_id, count) VALUES (%s, %s)
ON CONFLICT (subject_id) DO UPDATE SET count = records_usecounter.count + excluded.count
"""
_PROGRESS = """
INSERT INTO records_useprogress (id, size) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET size = excluded.size
"""


def integrate(wait: float = 5.0) -> bool:
    """Bring every pending use into the tree now: here, or by the sequencer that runs already.

    True when nothing waits any more; False when the running sequencer did not manage within `wait` seconds.
    """
    with locked(lock_file(), wait=False) as mine:
        if mine:
            with closing(Sequencer()) as sequencer:
                sequencer.recover()
                while sequencer.tick():
                    pass
            return True
    pause = threading.Event()
    for _ in range(int(wait / 0.05)):
        if backlog() == 0:
            return True
        pause.wait(0.05)
    return False


def run_forever(stop: threading.Event) -> None:
    """Be the sequencer until `stop` is set; waits for a predecessor to let go of the lock."""
    with locked(lock_file()):
        while not stop.is_set():
            try:
                with closing(Sequencer()) as sequencer:
                    sequencer.recover()
                    _tick_until(stop, sequencer)
            except (Unavailable, OSError):
                # The database is busy or restarting, the disk is full: nothing is lost, the rows wait.
                connections.close_all()
                stop.wait(1.0)


def _tick_until(stop: threading.Event, sequencer: Sequencer) -> None:
    while not stop.is_set():
        if sequencer.tick() < TICK:
            stop.wait(PAUSE)


def lock_file() -> Path:
    """Who holds this lock is the sequencer."""
    return places().ledger / "sequencer.lock"
