"""What is stopped so that it gets no worse: each step confirmed by whoever takes it, written down, and lifted again.

    revoke_key      an API key opens nothing any more. For good: a key that leaked is never given back
    stop_exports    nothing leaves in one piece: no copy, no bundle, nothing to recipients
    freeze_actor    a colleague is signed out and holds nothing, until it is lifted
    freeze_people   the customers on the list (or some of them) are frozen: nobody opens their data

Every step is safe to repeat. What a step did is in the timeline in the same transaction as its row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from types import MappingProxyType

from giuloi.core.bilingual import Words
from giuloi.core.terms import NotATerm, SubjectState
from giuloi.promises.report.incidents.affected import each
from giuloi.promises.report.incidents.book import Book, writing
from giuloi.promises.report.incidents.kinds import What
from giuloi.promises.report.incidents.rows import StepPersonRow, StepRow
from giuloi.promises.report.incidents.writing import still_open
from giuloi.records import stopped
from giuloi.records.access import sessions
from giuloi.records.access.sessions import Visitor
from giuloi.records.credentials import Staff, let_go, revoke_key, staff_named, take_back, working_key
from giuloi.records.database import answering
from giuloi.records.freezing import freeze_many, release_states
from giuloi.records.subjects import standing_of


class Action(StrEnum):
    """What can be stopped."""

    REVOKE_KEY = "revoke_key"
    STOP_EXPORTS = "stop_exports"
    FREEZE_ACTOR = "freeze_actor"
    FREEZE_PEOPLE = "freeze_people"


ACTION_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        Action.REVOKE_KEY: Words("thu hồi khóa máy", "revoke an API key"),
        Action.STOP_EXPORTS: Words("ngừng xuất và sao chép dữ liệu", "stop exports and copies"),
        Action.FREEZE_ACTOR: Words("tạm khóa một người của tiệm", "freeze a colleague"),
        Action.FREEZE_PEOPLE: Words("phong tỏa khách bị ảnh hưởng", "freeze the customers affected"),
    }
)
FOR_GOOD = frozenset({Action.REVOKE_KEY})
_AT_ONCE = 500
_WRITTEN_BY_NOW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Step:
    """One step, as the file shows it. `what` is a pseudonym, `people` how many customers it froze."""

    id: int
    action: str
    what: str
    people: int
    at: datetime
    by: str
    lifted_at: datetime | None


def contain(incident: int, action: Action, what: str, at: datetime, by: str) -> int:
    """Take one step; returns its id. `what` is the pseudonym of a key or a colleague, else "".

    Stopped first and written down then: a crash in between leaves something stopped too much, never too little, and
    the same step again writes it down. Raises NotATerm for a key or colleague who is none (or yourself), LookupError
    for a closed file.
    """
    if action is Action.FREEZE_ACTOR and what == by:
        raise NotATerm("nobody freezes themselves: somebody has to be left who can lift it")
    still_open(incident)
    standing = _standing(incident, action, what)
    if standing is not None and action is not Action.FREEZE_PEOPLE:
        return standing
    if action is Action.FREEZE_PEOPLE:
        return _freeze_people(incident, at, by)
    _STOP[action](incident, what, at)
    with writing(at, by) as book:
        return _noted(book, incident, action, what, 0)


def lift(step: int, at: datetime, by: str) -> bool:
    """Take a step back; False for one that was taken back, or is for good."""
    row = StepRow.objects.filter(id=step, lifted_at=None).first()
    if row is None or row.action in FOR_GOOD:
        return False
    with writing(at, by) as book:
        StepRow.objects.filter(id=step).update(lifted_at=at, lifted_by=by)
        book.line(row.incident_id, What.LIFTED, action=row.action, of=row.what)
    # Written first, let go then: a crash in between leaves it stopped, and `settle` lets it go.
    _let_go(row, at)
    return True


def settle(now: datetime) -> int:
    """Let go of what was lifted and is still stopped because a process died in between; returns how many people."""
    left = StepPersonRow.objects.exclude(step__lifted_at=None).select_related("step")[:_AT_ONCE]
    for one in left:
        _release(one, now)
    since = stopped.stopped_since()
    lasting = StepRow.objects.filter(action=Action.STOP_EXPORTS.value, lifted_at=None)
    # A stop is made before it is written down: only one that nobody wrote down for a while was lifted.
    if since is not None and since < now - _WRITTEN_BY_NOW and not lasting.exists():
        stopped.let_exports_go()
    return len(left)


@answering()
def steps_of(incident: int) -> list[Step]:
    """Every step of one file, oldest first."""
    found = StepRow.objects.filter(incident_id=incident).order_by("at", "id")
    return [Step(one.id, one.action, one.what, one.people, one.at, one.by, one.lifted_at) for one in found]


def _standing(incident: int, action: Action, what: str) -> int | None:
    found = StepRow.objects.filter(incident_id=incident, action=action.value, what=what, lifted_at=None)
    row = found.first()
    return None if row is None else int(row.id)


def _noted(book: Book, incident: int, action: Action, what: str, people: int) -> int:
    row = StepRow(
        incident_id=incident, action=action.value, what=what, people=people, at=book.at, by=book.actor
    )
    row.save(force_insert=True)
    book.line(incident, What.CONTAINED, action=action.value, of=what, people=people)
    return int(row.id)


def _revoke(incident: int, what: str, at: datetime) -> None:
    if working_key(what, at) is None or not revoke_key(what, at):
        raise NotATerm("there is no working key of that name")


def _stop(incident: int, what: str, at: datetime) -> None:
    stopped.stop_exports(incident, at)


def _freeze_actor(incident: int, what: str, at: datetime) -> None:
    staff = staff_named(what)
    if staff is None:
        raise NotATerm("nobody of that pseudonym works here")
    let_go(staff, at)
    sessions.end_all(Visitor.STAFF, staff)


_STOP = {
    Action.REVOKE_KEY: _revoke,
    Action.STOP_EXPORTS: _stop,
    Action.FREEZE_ACTOR: _freeze_actor,
}


def _freeze_people(incident: int, at: datetime, by: str) -> int:
    """Everybody on the list who is not frozen yet, in batches: whoever was frozen before is not released by us."""
    standing = _standing(incident, Action.FREEZE_PEOPLE, "")
    if standing is None:
        with writing(at, by) as book:
            standing = _noted(book, incident, Action.FREEZE_PEOPLE, "", 0)
    people = (subject for subject, *_ in each(incident) if subject is not None)
    for some in _batches(people):
        ours = [one for one in some if _is_free(one)]
        # Named first: what is frozen by this step and not named would never be released by it.
        StepPersonRow.objects.bulk_create(
            [StepPersonRow(step_id=standing, subject_id=one) for one in ours], ignore_conflicts=True
        )
        freeze_many(ours, at)
    count = StepPersonRow.objects.filter(step_id=standing).count()
    StepRow.objects.filter(id=standing).update(people=count)
    return standing


def _batches(people: Iterator[int]) -> Iterator[list[int]]:
    while some := list(islice(people, _AT_ONCE)):
        yield some


def _is_free(subject: int) -> bool:
    found = standing_of(subject)
    return found is not None and not found[1] & SubjectState.FROZEN


def _let_go(row: StepRow, at: datetime) -> None:
    if row.action == Action.STOP_EXPORTS:
        others = StepRow.objects.filter(action=row.action, lifted_at=None)
        if not others.exists():  # another incident may still need them stopped
            stopped.let_exports_go()
    elif row.action == Action.FREEZE_ACTOR:
        from_here = StepRow.objects.filter(action=row.action, what=row.what, lifted_at=None)
        staff = None if from_here.exists() else _gone(row.what)
        if staff is not None:
            take_back(staff)
    else:
        for one in StepPersonRow.objects.filter(step_id=row.id):
            _release(one, at)


def _release(one: StepPersonRow, at: datetime) -> None:
    elsewhere = StepPersonRow.objects.filter(subject_id=one.subject_id, step__lifted_at=None)
    if not elsewhere.exists():
        release_states(one.subject_id, SubjectState.FROZEN, at)
    StepPersonRow.objects.filter(step_id=one.step_id, subject_id=one.subject_id).delete()


def _gone(pseudonym: str) -> int | None:
    found = (
        Staff.objects.filter(pseudonym=pseudonym).exclude(left_at=None).values_list("id", flat=True).first()
    )
    return None if found is None else int(found)
