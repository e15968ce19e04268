"""Everything a customer asks, and by when it is carried out (IV.3): one row each, from the moment it is received.

A row is written in the transaction of what was asked (an order with its order), so that nothing is asked without
its clock running. What was written stands in the vault, under the request's case; here are ids and times only.
The deadline is the promise of the policy in force when it came in, and never moves.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, models, transaction

from giuloi.core.crypto.primitives import random_id
from giuloi.core.deadline import due
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import CaseKind, Duration, NotATerm
from giuloi.records.cases import Case
from giuloi.records.countdown import LEVELS, moments
from giuloi.records.database import answering, joined, run
from giuloi.records.holidays import free_days
from giuloi.records.published import current
from giuloi.records.request_kinds import (
    ENDS,
    KIND_WORDS,
    KINDS,
    ONE_AT_A_TIME,
    OPEN,
    STATE_WORDS,
    Happened,
    RequestState,
    is_ground,
)
from giuloi.records.request_promise import promised_to
from giuloi.records.request_row import CustomerRequest
from giuloi.records.request_steps import note_step
from giuloi.records.rota import answerable_at
from giuloi.records.subjects import alone_with

__all__ = [
    "ENDS",
    "KINDS",
    "KIND_WORDS",
    "ONE_AT_A_TIME",
    "OPEN",
    "STATE_WORDS",
    "CustomerRequest",
    "RequestState",
]

SOFTWARE = "code/at_once"  # who ended what ran by itself, as the timeline names it
_OWN_CASES = (CaseKind.CARE, CaseKind.REQUEST)  # opened for a request: they end with it; an order's does not


@dataclass(frozen=True, slots=True)
class Received:
    """What asking came to: the request, by when it is carried out, and whether it was in flight already."""

    request: int
    due_at: datetime | None
    repeated: bool = False


def receive(
    kind: str,
    at: datetime,
    *,
    subject: int,
    source: str,
    actor: str,
    record: int | None = None,
    line: int | None = None,
    case: int | None = None,
    repeat: str = "",
    anew: bool = False,
) -> Received:
    """Note that something was asked, in the caller's transaction: its clock runs from `at`.

    What is asked again while it is in flight, or sent twice under one `repeat`, is the request that is there
    already; `anew` where the caller found that it is about something else. Raises NotATerm for a kind that the
    vocabulary does not know.
    """
    if kind not in KINDS:
        raise NotATerm(f"{kind!r} is nothing a customer asks; the kinds are {', '.join(KINDS)}")
    with joined():
        alone_with(subject)  # two that ask at once would each see nothing in flight
        again = None if anew else in_flight(kind, subject, record, line, repeat)
        if again is not None:
            return again
        row = _new(kind, at, subject, source, actor)
        row.record_id, row.line, row.case_id, row.repeat = record, line, case, repeat
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:  # the same form under another kind, sent at once: the other one was first
            first = in_flight(kind, subject, record, line, repeat)
            if first is None:
                raise
            return first
        note_step(row.id, Happened.RECEIVED, at, actor)
    return Received(row.id, row.due_at)


def carried_out(kind: str, at: datetime, *, subject: int, source: str, actor: str) -> int:
    """Note what a customer did by their own hand and software carried out at once, in the caller's transaction.

    A named person answers for it all the same. A request of that kind that is in a colleague's hands stays there:
    it may be about more than was done here. Returns the request's id.
    """
    row = _new(kind, at, subject, source, actor)
    row.state, row.finished_at, row.finished_by = RequestState.DONE.value, at, SOFTWARE
    row.escalate_at = None
    row.save(force_insert=True)
    note_step(row.id, Happened.RECEIVED, at, actor)
    note_step(row.id, Happened.ENDED, at, SOFTWARE)
    return row.id


def source_of(actor: str) -> str:
    """Where a request came in, told by who wrote it down."""
    kind = actor.partition("/")[0]
    return {"customer": "portal", "key": "api", "staff": "counter", "bridge": "bridge"}.get(kind, kind)


def _new(kind: str, at: datetime, subject: int, source: str, actor: str) -> CustomerRequest:
    """A row with all its clocks, not saved yet."""
    published, clock = promised_to(subject, kind)
    policy, law = published.policy, current().policy  # the law is that of the day, whatever was accepted
    due_at = due(at, clock.within, free_days()) if clock else None
    return CustomerRequest(
        id=random_id(),
        kind=kind,
        subject_id=subject,
        policy_id=published.id,
        clause=clock.clause if clock else policy.otherwise,
        source=source,
        actor=actor,
        received_at=at,
        due_at=due_at,
        law_answer_at=_by_law(law, f"rights.{kind}.do", "rights.respond", at),
        law_due_at=_by_law(law, f"rights.{kind}.do", f"rights.{kind}.do", at),
        answerable_id=answerable_at(at),
        escalate_at=moments(at, due_at)[0] if due_at else None,
    )


def _by_law(policy: Policy, right: str, duty: str, at: datetime) -> datetime | None:
    """When a duty of the law falls due, in working days where it counts so; None for what is no right over data."""
    figure = policy.figures.get(duty) if right in policy.figures else None
    if figure is None or not isinstance(figure.value, Duration):
        return None
    return due(at, figure.value, free_days())


def in_flight(
    kind: str, subject: int, record: int | None = None, line: int | None = None, repeat: str = ""
) -> Received | None:
    """The request that asking this would be once more; None if it would be a new one."""
    theirs = CustomerRequest.objects.filter(subject_id=subject)
    found = theirs.filter(repeat=repeat).first() if repeat else None
    if found is None and kind in ONE_AT_A_TIME:
        found = theirs.filter(kind=kind, record_id=record, line=line, state__in=OPEN).first()
    return None if found is None else Received(found.id, found.due_at, repeated=True)


def finish(
    request: int, state: RequestState, at: datetime, actor: str, ground: str = "", *, case: int | None = None
) -> bool:
    """End a request and the care or request case it had; False if it had ended before. Joins the caller's transaction.

    Raises NotATerm for a state that is no end, for a refusal without a ground, and for a ground that is not one
    word such as "out_of_stock": it stands in clear, so a sentence about somebody has no place in it. `case` may
    be set with it.
    """
    if state not in ENDS:
        raise NotATerm(f"{state.value!r} is not how a request ends")
    if state is RequestState.REFUSED and not ground:
        raise NotATerm("a refusal is told with its ground: say which")
    if ground and not is_ground(ground):
        raise NotATerm("a ground is one word of lower-case letters and _, such as out_of_stock")
    ended = {"state": state.value, "finished_at": at, "finished_by": actor, "ground": ground}
    if case is not None:
        ended["case_id"] = str(case)
    with joined():
        if not _still_open(request).update(**ended, escalate_at=None):
            return False
        _if_missed(request, at)
        note_step(request, Happened.ENDED, at, actor)
        _close_its_case(request, at)
    return True


def _if_missed(request: int, at: datetime) -> None:
    """What ended after its hour says so, also where it ended before the clock had knocked for it."""
    row = CustomerRequest.objects.filter(id=request, due_at__lt=at, escalated__lt=len(LEVELS))
    if row.update(escalated=len(LEVELS), escalated_at=at):
        note_step(request, Happened.MISSED, at, SOFTWARE)


def _close_its_case(request: int, at: datetime) -> None:
    """Who worked on it need not look any longer; a case that another open request shares stays."""
    case = CustomerRequest.objects.values_list("case_id", flat=True).get(id=request)
    shared = CustomerRequest.objects.filter(case_id=case, state__in=OPEN).exists()
    if case is not None and not shared:
        Case.objects.filter(id=case, kind__in=_OWN_CASES, closed_at=None).update(closed_at=at)


def take(request: int, staff: int, at: datetime, actor: str = "", *, over: bool = True) -> bool:
    """Somebody of the shop takes it in hand, from whomever had it; False if it has ended.

    Without `over` only what nobody else has: of two who reach for it at once, one gets it.
    """
    held = _still_open(request)
    if not over:
        held = held.filter(models.Q(staff_id=None) | models.Q(staff_id=staff))
    return _moved(
        held, request, Happened.TAKEN, at, actor, staff, staff_id=staff, state=RequestState.IN_HAND.value
    )


def assign(request: int, staff: int, at: datetime, actor: str) -> bool:
    """Somebody is given it by a colleague; False if it has ended."""
    return _moved(
        *(_still_open(request), request, Happened.ASSIGNED, at, actor, staff),
        staff_id=staff,
        state=RequestState.IN_HAND.value,
    )


def hand_back(request: int, at: datetime, actor: str) -> bool:
    """It is the department's again; False if it has ended, or nobody had it."""
    held = _still_open(request).exclude(staff_id=None)
    return _moved(
        *(held, request, Happened.HANDED_BACK, at, actor, None),
        staff_id=None,
        state=RequestState.RECEIVED.value,
    )


def wait(request: int, at: datetime, actor: str) -> bool:
    """The shop waits for the customer's word; the clock of the promise runs on. False if it has ended."""
    return _moved(
        _still_open(request), request, Happened.WAITING, at, actor, None, state=RequestState.WAITING.value
    )


def answered(request: int, at: datetime, actor: str) -> None:
    """The customer was written to or called about it. Joins the caller's transaction."""
    with joined():
        CustomerRequest.objects.filter(id=request, answered_at=None).update(answered_at=at)
        note_step(request, Happened.ANSWERED, at, actor)


def _still_open(request: int) -> models.QuerySet[CustomerRequest]:
    return CustomerRequest.objects.filter(id=request, state__in=OPEN)


def _moved(
    rows: models.QuerySet[CustomerRequest],
    request: int,
    what: Happened,
    at: datetime,
    actor: str,
    staff: int | None,
    **changes: object,
) -> bool:
    """Change the row if it still is what `rows` say, and write the step: both, or neither."""
    with joined():
        if not rows.update(**changes):
            return False
        note_step(request, what, at, actor, staff)
    return True


@answering()
def request_of(request: int) -> CustomerRequest | None:
    """One request; None when there is none."""
    return CustomerRequest.objects.filter(id=request).first()


@answering()
def requests_of(subject: int) -> list[CustomerRequest]:
    """Everything one person asked, newest first."""
    return list(CustomerRequest.objects.filter(subject_id=subject).order_by("-received_at", "id"))


@answering()
def open_requests_about(record: int, kinds: Collection[str] = KINDS) -> list[CustomerRequest]:
    """What is in flight about one order, oldest first."""
    held = CustomerRequest.objects.filter(record_id=record, kind__in=list(kinds), state__in=OPEN)
    return list(held.order_by("received_at", "id"))


def finish_about(
    record: int, kind: str, state: RequestState, at: datetime, actor: str, ground: str = ""
) -> int:
    """End whatever of this kind is in flight about one order; returns how many that was."""
    return sum(finish(one.id, state, at, actor, ground) for one in open_requests_about(record, [kind]))


def link_case(request: int, case: int) -> None:
    """The case by which a request is worked on. Joins the caller's transaction."""
    run("UPDATE records_request SET case_id = %s WHERE id = %s", (case, request))
