"""Software carries rights out where it can, within minutes, under the name of whoever answers for it (IV.3).

A right waits as a row that is due; whatever goes wrong with one, it comes again, and the next is not kept waiting.
What software cannot do (a correction that somebody has to judge, a right asked without a channel known before) stays
with the department, which sees it in its inbox.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

import structlog

from giuloi.core.consent.record import Method
from giuloi.core.terms import Channel, ConsentState, Standing, SubjectState
from giuloi.promises.answer.ending import end
from giuloi.promises.answer.messages import texts_of
from giuloi.promises.answer.rights.rows import RightRow
from giuloi.promises.answer.rights.stages import LIFT
from giuloi.promises.collect.orders import PURPOSE as SUPPLY
from giuloi.promises.collect.own_orders import orders_of
from giuloi.promises.collect.withdrawn import settle_withdrawn
from giuloi.promises.keep.erasure import beginning, plan
from giuloi.promises.keep.erasure.rows import State as Erasing
from giuloi.promises.use import notices
from giuloi.promises.use.notices import Notice
from giuloi.promises.use.notices.links import erasure_token, to_erasure
from giuloi.records import consents
from giuloi.records.database import durable
from giuloi.records.freezing import release_states, set_states
from giuloi.records.published import by_id
from giuloi.records.request_kinds import OPEN, RequestState
from giuloi.records.requests import SOFTWARE, CustomerRequest, request_of
from giuloi.records.subjects import standing_of

AGAIN = timedelta(minutes=1)
BY_HAND_AFTER = timedelta(hours=12)  # later than any cooling-off ends, and well before the 24 hours
LETTERS_LEAVE = timedelta(
    minutes=2
)  # what goes out goes within seconds; a server that is down is not waited for
STEP_UP = frozenset({"access", "copy", "erase"})  # only for whoever controls a channel that was known before
MOST = 100  # in one knock of the clock
WORDING = "Quý khách yêu cầu rút lại sự đồng ý này. / Asked to be withdrawn."

Executor = Callable[[CustomerRequest, RightRow, datetime], None]
_OTHERS: dict[str, Executor] = {}


def register_executor(kind: str, executor: Executor) -> None:
    """Called once by whoever carries out a kind that is not known here (a copy)."""
    _OTHERS[kind] = executor


def carry_out_due(at: datetime) -> int:
    """Carry out what is due; returns how many were tried."""
    due = RightRow.objects.filter(due_at__lte=at, request__state__in=OPEN).order_by("due_at")
    found = list(due.values_list("request_id", flat=True)[:MOST])
    return sum(_tried(one, at) for one in found)


def try_now(request: int, at: datetime) -> None:
    """What need not wait for the clock; whatever goes wrong, the clock comes for it."""
    _tried(request, at)


def _tried(request: int, at: datetime) -> bool:
    try:
        carry_out(request, at)
    # Broad on purpose: one right that cannot be carried out now must not keep the others waiting.
    except Exception as error:
        structlog.get_logger().error("right_not_carried_out", exception=type(error).__name__)
        _again(request, at)
    return True


def _again(request: int, at: datetime) -> None:
    """In a minute; what has failed for hours is left to a person, while there is still time."""
    due = at + AGAIN
    RightRow.objects.filter(request_id=request).update(due_at=due)
    RightRow.objects.filter(request_id=request, valid_at__lt=at - BY_HAND_AFTER, executed_at=None).update(
        due_at=None
    )


def carry_out(request: int, at: datetime) -> None:
    """Carry a right out, or leave it to the department where software cannot. Safe to repeat."""
    row, right = request_of(request), RightRow.objects.filter(request_id=request).first()
    if row is None or right is None or row.state not in OPEN:
        return
    executor = _OTHERS.get(row.kind) or _EXECUTORS.get(row.kind)
    unsure = right.valid_at is None or (row.kind in STEP_UP and not right.stepped)
    unsure |= (
        row.kind == "withdraw" and not right.wish
    )  # of which consent? Of all would stop an open order too
    # A right about one order of several is no right over all there is: what exactly is meant, a person reads.
    named = row.kind in _STOPS and right.wish
    vague = row.kind in _EXECUTORS and not named and _a_part_only(row)
    if executor is None or unsure or vague:
        RightRow.objects.filter(request_id=request).update(due_at=None)  # a person does it
        return
    executor(row, right, at)


def cancel_erasure(erasure: int, at: datetime, actor: str) -> bool:
    """The customer changed their mind; False when it is too late. In time, their request ends with the next knock."""
    in_time = beginning.cancel(erasure, at, actor)
    if in_time:  # otherwise it would seem to run until the hour at which it would have begun
        RightRow.objects.filter(request_id=beginning.request_of(erasure)).update(due_at=at)
    return in_time


def done(request: int, at: datetime, state: RequestState = RequestState.DONE, ground: str = "") -> None:
    """It is carried out: told to the customer, and never tried again."""
    RightRow.objects.filter(request_id=request).update(due_at=None, executed_at=at)
    end(request, state, at, SOFTWARE, ground)


def _withdraw(row: CustomerRequest, right: RightRow, at: datetime) -> None:
    stop_uses(_subject(row), row.kind, right.wish, row.policy_id, at)
    if row.kind == "object" and not right.wish and texts_of(row.id):
        # In their own words they may mean something else than offers, and once it has ended nobody can open them.
        RightRow.objects.filter(request_id=row.id).update(due_at=None)
        return
    done(row.id, at)


def stop_uses(subject: int, kind: str, wish: Iterable[object], policy: int, at: datetime) -> None:
    """Take back what is named, [purpose, channel]; an objection that names nothing, all that is offered. Durable."""
    given = [key for key, state in consents.states_of(subject).items() if state is ConsentState.GIVEN]
    wanted = {tuple(one) for one in wish if isinstance(one, (list, tuple))}
    named = [key for key in given if not wanted or key[:2] in wanted]
    if kind == "object" and not wanted:  # to what is offered; what an order needs is another question
        topics = {one.name for one in by_id(policy).policy.purposes.values() if one.topic}
        named = [key for key in given if key[0] in topics]
    asked = [
        consents.Asked(purpose, Channel(channel), WORDING, "vi", Method.OTHER_VERIFIABLE, recipient)
        for purpose, channel, recipient in named
    ]
    if asked:
        consents.withdraw(subject, asked, at)
    if any(one.purpose == SUPPLY for one in asked):
        settle_withdrawn(subject, at)  # open orders follow (VI.7)


def _restrict(row: CustomerRequest, right: RightRow, at: datetime) -> None:
    """Every purpose but storage, at once; or, when they say so, no longer (VI.5)."""
    if LIFT in right.wish:
        release_states(_subject(row), SubjectState.RESTRICTED, at)
    else:
        set_states(_subject(row), SubjectState.RESTRICTED, at)
    done(row.id, at)


def _erase(row: CustomerRequest, right: RightRow, at: datetime) -> None:
    """Begin the erasure, and end the request once it is carried out, cancelled, or found to be impossible."""
    found = beginning.of_request(row.id)
    if found is None:
        _begin_erasing(row, at)
    elif found.state is Erasing.CANCELLED:
        done(row.id, at, RequestState.REFUSED, "taken_back")
    elif found.state in (Erasing.WAITING, Erasing.ROWS, Erasing.TOLD, Erasing.DONE):
        ground = beginning.left_behind(found.id)
        done(row.id, at, RequestState.PARTLY if ground else RequestState.DONE, ground)
    else:
        RightRow.objects.filter(request_id=row.id).update(due_at=at + AGAIN)


def _begin_erasing(row: CustomerRequest, at: datetime) -> None:
    """First they are told at every address that is known, then all of it is frozen: a letter opens an address."""
    subject = _subject(row)
    running = beginning.of_subject(subject)
    if running is not None:  # asked before: what could go has gone, or goes before this is looked at again
        if running.state is Erasing.WAITING:
            done(row.id, at, RequestState.PARTLY, beginning.left_behind(running.id))
        else:
            RightRow.objects.filter(request_id=row.id).update(due_at=at + AGAIN)
        return
    with durable():
        # Looked at anew under its lock: whoever took it back a moment ago is not erased (ending.py).
        if not CustomerRequest.objects.select_for_update().filter(id=row.id, state__in=OPEN).first():
            return
        link = to_erasure(row.id)
        due = at + beginning.COOLING
        if notices.tell(Notice.ERASURE_BEGINS, subject, row.id, at, every_way=True, due=due, link=link):
            RightRow.objects.filter(request_id=row.id).update(due_at=at + LETTERS_LEAVE)
            return
        made = beginning.begin(
            row.id, subject, at, SOFTWARE, plan.outlook(subject, at), erasure_token(row.id)
        )
        RightRow.objects.filter(request_id=row.id).update(due_at=made.begins_at)


def _a_part_only(row: CustomerRequest) -> bool:
    """Whether it names one order beside which we hold more: a guest comes with an order, often their only one."""
    if row.record_id is None:
        return False
    found = standing_of(_subject(row))
    guest = found is not None and found[0] is Standing.GUEST
    return not guest or [one.id for one in orders_of(_subject(row))] != [row.record_id]


def _subject(row: CustomerRequest) -> int:
    if row.subject_id is None:
        raise LookupError("nobody is left whose right it would be")
    return int(row.subject_id)


_STOPS = frozenset({"withdraw", "object"})
_EXECUTORS: Mapping[str, Executor] = {
    "withdraw": _withdraw,
    "object": _withdraw,
    "restrict": _restrict,
    "erase": _erase,
}
