"""An erasure begins: frozen at once, a cooling-off that the customer sees, and the way back while it lasts (VI.2)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import Q

from giuloi.core.terms import SubjectState
from giuloi.promises.keep.erasure.plan import Kept, Outlook
from giuloi.promises.keep.erasure.rows import ENDED, ErasedPerson, ErasureRow, State
from giuloi.records.database import answering, durable, joined
from giuloi.records.freezing import release_states, set_states
from giuloi.records.ids import new_id, new_token
from giuloi.records.subjects import alone_with, standing_of

COOLING = timedelta(hours=6)  # well inside the 24 hours of IV.3
ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure. `token` leads to its certificate and is known only to whom `begin` returns it: "" afterwards."""

    id: int
    state: State
    asked_at: datetime
    begins_at: datetime
    token: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ENDED


def begin(request: int, subject: int, at: datetime, actor: str, outlook: Outlook, token: str = "") -> Erasure:
    """Freeze the person and start the cooling-off. Joins the caller's transaction.

    `token` is of the caller's, if it told the customer of it before they were frozen. A second one for the same
    person while one runs is the first one again (without its token).
    """
    with joined():
        alone_with(subject)
        running = _running(subject)
        if running is not None:
            return _erasure(running)
        found = standing_of(subject)
        was_frozen = bool(found and found[1] & SubjectState.FROZEN)
        set_states(subject, SubjectState.FROZEN, at)
        token, row = new_row(at, at + COOLING, actor, ASKED, request=request, token=token)
        row.kept, row.whole = kept_text(outlook.kept), outlook.whole
        row.save(force_insert=True)
        ErasedPerson.objects.create(erasure_id=row.id, subject_id=subject, was_frozen=was_frozen)
    return Erasure(row.id, State.COOLING, at, row.begins_at, token)


def cancel(erasure: int, at: datetime, actor: str) -> bool:
    """The customer changed their mind in time; False when it is too late, or it was cancelled before."""
    with durable():
        in_time = cancel_within(erasure, at, actor)
    if in_time:
        let_go(erasure, at)
    return in_time


def cancel_within(erasure: int, at: datetime, actor: str) -> bool:
    """As `cancel`, in the caller's transaction: the clock releases them a moment later."""
    with joined():
        # Against the sweep that would begin this very moment: one of the two statements finds the row as it was.
        in_time = ErasureRow.objects.filter(id=erasure, state=State.COOLING, begins_at__gt=at).update(
            state=State.CANCELLED.value, cancelled_at=at, due_at=at, actor=actor
        )
    return bool(in_time)


def let_go(erasure: int, at: datetime) -> None:
    """Release whoever changed their mind; their row goes last, so that the clock finishes what a crash cut off."""
    for person in ErasedPerson.objects.filter(erasure_id=erasure):
        if not person.was_frozen:
            release_states(person.subject_id, SubjectState.FROZEN, at)
    with durable():
        ErasedPerson.objects.filter(erasure_id=erasure).delete()
        ErasureRow.objects.filter(id=erasure, state=State.CANCELLED.value).update(due_at=None)


@answering()
def of_request(request: int) -> Erasure | None:
    """The erasure that carries a request out; None while there is none."""
    row = ErasureRow.objects.filter(request=request).order_by("-asked_at").first()
    return None if row is None else _erasure(row)


@answering()
def request_of(erasure: int) -> int | None:
    """The request that an erasure carries out; None for none."""
    return ErasureRow.objects.filter(id=erasure).values_list("request", flat=True).first()


@answering()
def of_subject(subject: int) -> Erasure | None:
    """The erasure of somebody that has more to take: not one that only waits for a partner, or for the backups."""
    row = _running(subject)
    return None if row is None else _erasure(row)


def new_row(
    at: datetime, begins_at: datetime, actor: str, why: str, *, request: int | None = None, token: str = ""
) -> tuple[str, ErasureRow]:
    """(token, row) of a new erasure, not saved yet."""
    token = token or new_token()
    row = ErasureRow(
        id=new_id(),
        request=request,
        token_hash=hash_of(token),
        state=State.COOLING.value,
        why=why,
        actor=actor,
        asked_at=at,
        begins_at=begins_at,
        due_at=begins_at,
    )
    return token, row


def hash_of(token: str) -> bytes:
    """What is stored of a token: it has 256 random bits, so a plain hash tells nothing of it."""
    return sha256(token.encode()).digest()


def kept_text(kept: Iterable[Kept]) -> str:
    """What stays, as it is stored."""
    return json.dumps(
        [
            [
                *(one.what.vi, one.what.en, one.why.vi, one.why.en, one.cite),
                one.until and one.until.isoformat(),
            ]
            for one in kept
        ],
        ensure_ascii=False,
    )


def left_behind(erasure: int) -> str:
    """The ground on which something stayed, as it was carried out; "" where nothing did."""
    row = ErasureRow.objects.get(id=erasure)
    if row.waits or row.state == State.WAITING:
        return "open_order" if row.waits else "held"
    return "" if row.whole else "law_keeps"


def _running(subject: int) -> ErasureRow | None:
    of_them = ErasedPerson.objects.filter(subject_id=subject).values("erasure_id")
    # What came since must not wait for a partner that never answers; a round that took a part is still running.
    taken = Q(state__in=(State.ROWS, State.TOLD), waits=False)
    running = ErasureRow.objects.filter(id__in=of_them).exclude(Q(state__in=ENDED) | taken)
    return running.order_by("asked_at").first()


def _erasure(row: ErasureRow) -> Erasure:
    return Erasure(row.id, State(row.state), row.asked_at, row.begins_at)
