"""The single sequencer: pending uses become leaves, in one place, in one order.

Each tick: read what waits, give each person's next counter to each of their uses, append the leaves, sign the
new head, and only then take the pending rows away. What was planned is noted in a small journal first, so a
kill at any point is finished or repeated at the next start, and no use is lost or counted twice.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from django.db import connections

from giuloi.core.ledger.checkpoint import Checkpoint, sign_checkpoint
from giuloi.core.ledger.merkle import EMPTY_ROOT
from giuloi.core.terms import NotServing, Unavailable
from giuloi.records.database import durable
from giuloi.records.locks import locked
from giuloi.records.places import places
from giuloi.records.uses import head, journal, reserved, tally, trail
from giuloi.records.uses.pending import backlog, remove, these, waiting, waits
from giuloi.records.uses.plan import AFTER_THE_KEY, Planned, groups_of, planned
from giuloi.records.uses.tiles import TileLog

TICK = 2000  # pending uses taken at once
PAUSE = 0.2  # seconds between ticks when nothing waits: a use is in the tree within a second


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

        Raises NotServing, before anything is touched, when the head, the ledger or the data is older than what
        was already signed.
        """
        newest = head.signed_head(self._key, self._log.checkpoint(), trail.size_known())
        size, root = (newest.size, newest.root) if newest else (0, EMPTY_ROOT)
        self._log.recover(size, root)
        self._finish_tick(size)
        if tally.leaves_counted() != size:  # the numbers are younger than the ledger
            tally.rebuild(self._log.entries(0, size))
        if newest:
            self._log.publish(head.noted())  # a crash between noting a head and showing it ends here

    def tick(self, limit: int = TICK) -> int:
        """Turn at most `limit` pending uses into leaves; returns how many were taken."""
        taken = waiting(limit)
        if not taken:
            return 0
        plan, start = planned(groups_of(taken)), self._log.size
        journal.note(self._journal, start, [[one.row for one in leaf.group] for leaf in plan])
        self._append(plan)
        self._commit(start, plan)
        journal.sweep(self._journal)
        return len(taken)

    def _append(self, plan: Sequence[Planned]) -> None:
        members = {offset: leaf.members for offset, leaf in enumerate(plan) if leaf.batch}
        self._log.append([leaf.leaf() for leaf in plan], members)
        signed = sign_checkpoint(Checkpoint(self._key.name, self._log.size, self._log.root()), self._seed)
        head.note_head(signed)  # remembered before it is shown: a head once seen is never contradicted
        self._log.publish(signed)

    def _commit(self, start: int, plan: Sequence[Planned]) -> None:
        with durable():
            trail.extend(
                (
                    (subject, code, number)
                    for number, leaf in enumerate(plan, start)
                    for subject, code in zip(leaf.subjects, leaf.codes, strict=True)
                ),
                ((one.use_id, number) for number, leaf in enumerate(plan, start) for one in leaf.group),
                start + len(plan),
                (subject for leaf in plan for subject in leaf.subjects * len(leaf.draws)),
            )
            for leaf in plan:
                reserved.keep_codes(leaf.draws)
            reserved.used(one.use_id for leaf in plan for one in leaf.group if one.use.event in AFTER_THE_KEY)
            firsts = [(leaf.group[0].use, leaf.count) for leaf in plan]
            tally.add(tally.counted((tally.kind_of(use.at, use), count) for use, count in firsts))
            remove(one.row for leaf in plan for one in leaf.group)

    def _finish_tick(self, size: int) -> None:
        known, cut_off = trail.size_known(), journal.noted(self._journal)
        if cut_off and cut_off.start == known and size == known + len(cut_off.leaves):
            by_row = these([row for leaf in cut_off.leaves for row in leaf])
            self._commit(known, planned([tuple(by_row[row] for row in leaf) for leaf in cut_off.leaves]))
        elif known != size:
            raise NotServing(
                f"the data database knows {known} leaves, the ledger holds {size}: "
                "the data was restored from another time than the ledger"
            )
        journal.sweep(self._journal)


def integrate(wait: float = 5.0, use: bytes | None = None) -> bool:
    """Bring pending uses into the tree now, here or by the sequencer that runs already: all, or the one `use`.

    True when it waits no more; False when the running sequencer did not manage within `wait` seconds.
    """
    with locked(lock_file(), wait=False) as mine:
        if mine:
            with closing(Sequencer()) as sequencer:
                sequencer.recover()
                while sequencer.tick() and (use is None or waits(use)):
                    pass
            return True
    pause = threading.Event()
    for _ in range(int(wait / 0.05)):
        # In a busy shop something waits at any moment: whoever asks about one use waits for that one.
        if not (backlog() if use is None else waits(use)):
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
