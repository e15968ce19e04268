"""The daily run: batch after batch, durable, taken up again where it was cut off (IV.1)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from time import monotonic

from giuloi.core.deadline import VIETNAM
from giuloi.promises.keep.retention.effects import Batch, carry_out, write_lines
from giuloi.promises.keep.retention.judging import judge, terms_now
from giuloi.promises.keep.retention.rows import RetentionRun
from giuloi.promises.keep.retention.rules import Terms
from giuloi.records.database import answering, durable, rows, run
from giuloi.records.ids import new_id
from giuloi.records.locks import locked
from giuloi.records.places import places

PEOPLE = 2000  # in one batch: one judgement, one key store transaction, one data transaction
QUIET_HOUR = 2  # from then on, in Viet Nam, the day's run begins
BUDGET = 5.0  # seconds for each knock of the clock: others wait for it too


def keep_no_longer(now: datetime) -> int:
    """What the clock does: begin the day's run at its hour, carry on with one that is under way; batches done."""
    if RetentionRun.objects.filter(finished_at=None).exists() or _due(now):
        return carry_on(now, BUDGET)
    return 0


def carry_on(now: datetime, budget: float | None = None) -> int:
    """Begin the day's run, or go on with the one under way, for so many seconds (None: to its end).

    Returns how many batches were done; 0 where another process is at it, or the day's is done.
    """
    with locked(places().data / "retention.lock", wait=False) as mine:
        if not mine:
            return 0
        current = _current(now)
        return 0 if current is None else _batches(current, budget)


def _batches(current: RetentionRun, budget: float | None) -> int:
    end = None if budget is None else monotonic() + budget
    terms, done = terms_now(), 0
    while _batch(current, terms):
        done += 1
        if end is not None and monotonic() > end:
            return done
    with durable():
        RetentionRun.objects.filter(id=current.id, finished_at=None).update(finished_at=current.now)
    return done


def _batch(current: RetentionRun, terms: Terms) -> bool:
    """One batch; False when nobody is left."""
    first = current.cursor
    found = rows(_NEXT, (first, PEOPLE))
    if not found:
        return False
    last, seen = int(found[-1][0]), len(found)
    verdicts = judge(terms, first, last, current.now)

    def finish(batch: Batch) -> None:
        write_lines(current.id, batch.lines)
        run(_ON, (last, seen, batch.whole, batch.waiting, current.id))

    carry_out(verdicts, current.now, finish)
    current.cursor = last
    return True


def _due(now: datetime) -> bool:
    return now.astimezone(VIETNAM).hour >= QUIET_HOUR and not _of(_day(now))


def _day(now: datetime) -> date:
    return now.astimezone(VIETNAM).date()


@answering()
def _of(day: date) -> bool:
    return RetentionRun.objects.filter(day=day.isoformat()).exists()


def _current(now: datetime) -> RetentionRun | None:
    """The run under way, or a new one for the day; None when the day's is done."""
    found = RetentionRun.objects.filter(finished_at=None).order_by("started_at").first()
    if found is not None or _of(_day(now)):
        return found
    with durable():
        return RetentionRun.objects.create(id=new_id(), day=_day(now).isoformat(), now=now, started_at=now)


def last_runs(most: int = 10) -> list[RetentionRun]:
    """The newest first."""
    return list(RetentionRun.objects.order_by("-day")[:most])


WEEK = timedelta(days=7)
_NEXT = "SELECT id FROM records_subject WHERE id > %s ORDER BY id LIMIT %s"
_ON = """
UPDATE keep_retention_run SET cursor = %s, seen = seen + %s, whole = whole + %s, waiting = waiting + %s
WHERE id = %s
"""
