"""Telling partners: a row for each, tried with growing pauses, until a receipt comes or a person closes it.

What a partner calls the person's things is drawn before anything is erased, and kept sealed under a key of its own
until the last partner has answered. A partner that is down for a day is only asked again; the certificate waits.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from giuloi.promises.keep.erasure.rows import ErasureRow, PartnerTask, Task
from giuloi.records import vault
from giuloi.records.backup.frozen import is_sending_frozen
from giuloi.records.database import answering, durable
from giuloi.records.ids import new_id
from giuloi.records.keyring import keyring
from giuloi.records.partners import Choosing, NotErased, PartlyErased, Partner, PartnerAsk, partners

_M = timedelta(minutes=1)
PAUSES = (_M, 5 * _M, 30 * _M, 120 * _M, 360 * _M, 720 * _M)  # the last one again and again
GOING_ON = timedelta(seconds=30)
_ENDED = (Task.TOLD.value, Task.CLOSED.value)
BY_HAND = "by_hand"  # no software answers there
NOBODY = "not_registered"  # a partner that this installation does not know any more


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One partner that has not erased what it holds, visible until it is closed."""

    task: int
    erasure: int
    partner: str
    tries: int
    code: str
    due_at: datetime | None
    since: datetime


def draw(erasure: int, people: Sequence[int], at: datetime) -> Mapping[str, bytes]:
    """partner → its names for these people's things, sealed; a partner that holds nothing of theirs is absent."""
    records: dict[int, set[int]] = {one: set() for one in people}
    for one, record, _ in vault.places_of(people):
        if record != vault.PERSON:
            records[one].add(record)
    drawn: dict[str, bytes] = {}
    for partner in partners():
        chosen = partner.perhaps_of(people) if isinstance(partner, Choosing) else people
        names = [name for one in sorted(chosen) for name in partner.references_of(one, sorted(records[one]))]
        if names:
            drawn[partner.name] = keyring().seal_passing(erasure, json.dumps(names).encode(), at)
    return drawn


def write_tasks(erasure: int, drawn: Mapping[str, bytes], at: datetime) -> None:
    """A row for each partner; joins the caller's transaction."""
    for name, sealed in drawn.items():
        PartnerTask.objects.create(id=new_id(), erasure_id=erasure, partner=name, sealed=sealed, due_at=at)


def tell_due(erasure: int, now: datetime) -> datetime | None:
    """Ask every partner whose time has come; returns when the next one is due, None when none is left."""
    if is_sending_frozen():  # the data was restored, and nobody has confirmed yet that it is the right data
        return now + PAUSES[1]
    due = PartnerTask.objects.filter(erasure_id=erasure, state=Task.WAITING.value, due_at__lte=now)
    known = {partner.name: partner for partner in partners()}
    for task in due.order_by("due_at", "id"):
        _tell(task, known.get(task.partner), now)
    _destroy_names(erasure)
    left = PartnerTask.objects.filter(erasure_id=erasure, state=Task.WAITING.value).order_by("due_at").first()
    return left.due_at if left else None


def all_ended(erasure: int) -> bool:
    """Whether every partner has answered, or a person closed what stayed open."""
    return not PartnerTask.objects.filter(erasure_id=erasure).exclude(state__in=_ENDED).exists()


@answering()
def open_exceptions(limit: int = 100) -> Sequence[Unanswered]:
    """Every task that waits for a person, or was tried in vain at least once; the oldest first."""
    open_ones = Q(state=Task.OPEN.value) | Q(state=Task.WAITING.value, tries__gt=0)
    found = PartnerTask.objects.filter(open_ones).select_related("erasure").order_by("erasure__live_at", "id")
    return tuple(
        Unanswered(
            *(one.id, one.erasure_id, one.partner, one.tries, one.code, one.due_at),
            one.erasure.live_at or one.erasure.asked_at,
        )
        for one in found[:limit]
    )


def references_for(task: int) -> tuple[str, ...]:
    """What that partner calls the things, for the person who sees to it by hand; none once it is settled."""
    row = PartnerTask.objects.filter(id=task).exclude(state__in=_ENDED).first()
    return () if row is None else _names(row)


def close_by_hand(task: int, at: datetime, actor: str, reference: str) -> bool:
    """A person saw to it; `reference` is the number of the paper that says so. False if it was settled before."""
    with durable():
        closed = (
            PartnerTask.objects.filter(id=task)
            .exclude(state__in=_ENDED)
            .update(**_settled(Task.CLOSED, "confirmed_by_hand", at), reference=reference, code=actor)
        )
        row = PartnerTask.objects.filter(id=task).first()
        if closed and row:  # the certificate need not wait for the clock's next look
            ErasureRow.objects.filter(id=row.erasure_id, due_at__gt=at).update(due_at=at)
    return bool(closed)


def _tell(task: PartnerTask, partner: Partner | None, now: datetime) -> None:
    """One try. The same key however often: a partner that answered before a crash recognises the question."""
    if partner is None or partner.by_hand:
        _note(task, state=Task.OPEN.value, due_at=None, code=BY_HAND if partner else NOBODY)
        return
    try:
        receipt = partner.erase(PartnerAsk(f"{task.id:016x}", _names(task), now))
    except PartlyErased as going_on:  # no failure: neither counted nor paused for
        _note(task, due_at=now + GOING_ON, code=going_on.code)
        return
    except NotErased as not_yet:
        again = now + PAUSES[min(task.tries, len(PAUSES) - 1)] if not_yet.again else None
        state = Task.WAITING if not_yet.again else Task.OPEN
        _note(task, state=state.value, due_at=again, code=not_yet.code, tries=task.tries + 1)
        return
    done = _settled(Task.TOLD, receipt.how, now)
    _note(
        task, **done, read_back=receipt.read_back, reference=receipt.reference, code="", tries=task.tries + 1
    )


def _settled(state: Task, how: str, at: datetime) -> dict[str, object]:
    return {"state": state.value, "how": how, "ended_at": at, "due_at": None, "sealed": b""}


def _note(task: PartnerTask, **changed: object) -> None:
    """Unless a person closed it meanwhile."""
    PartnerTask.objects.filter(id=task.id).exclude(state__in=_ENDED).update(**changed)


def _names(task: PartnerTask) -> tuple[str, ...]:
    opened = keyring().open_passing(task.erasure_id, bytes(task.sealed)) if task.sealed else None
    return () if opened is None else tuple(json.loads(opened))


def _destroy_names(erasure: int) -> None:
    """Nobody is to be asked any more: the key of the names goes."""
    if all_ended(erasure) and PartnerTask.objects.filter(erasure_id=erasure).exists():
        keyring().end_passing([erasure])
