"""Everything a customer asks, and by when it is carried out (IV.3): one row each, from the moment it is received.

A row is written in the transaction of what was asked (an order with its order), so that nothing is asked without
its clock running. What was written stands in the vault, under the request's case; here are ids and times only.
The deadline is the promise of the policy in force when it came in, and never moves.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from django.db import IntegrityError, models, transaction

from giuloi.core.bilingual import Words
from giuloi.core.crypto.primitives import random_id
from giuloi.core.deadline import due
from giuloi.core.policy.clauses import Clock, Policy
from giuloi.core.policy.vocabulary import AUTHORITY_KINDS, REQUEST_KINDS
from giuloi.core.terms import NotATerm
from giuloi.records.database import answering, run
from giuloi.records.published import current
from giuloi.records.rota import answerable_at

KINDS = tuple(kind for kind in REQUEST_KINDS if kind not in AUTHORITY_KINDS)
# Asked once more while it is in hand, these are the same request: there is nothing new to carry out.
ONE_AT_A_TIME = frozenset(KINDS) - {"support", "question", "complain"}


class RequestState(StrEnum):
    """How far a request is. The last three are its ends; a refusal is told with its ground."""

    RECEIVED = "received"
    IN_HAND = "in_hand"
    WAITING = "waiting"  # for the customer; the promise's clock runs on
    DONE = "done"
    PARTLY = "partly"
    REFUSED = "refused"


ENDS = (RequestState.DONE, RequestState.PARTLY, RequestState.REFUSED)
OPEN = tuple(state for state in RequestState if state not in ENDS)

KIND_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "order": Words("đặt hàng", "an order"),
        "cancel": Words("hủy đơn", "cancelling an order"),
        "return": Words("đổi trả", "a return"),
        "call_back": Words("xin gọi lại", "a call back"),
        "support": Words("hỗ trợ kỹ thuật", "technical support"),
        "question": Words("hỏi đáp", "a question"),
        "complain": Words("khiếu nại", "a complaint"),
        "access": Words("xem dữ liệu", "access to data"),
        "copy": Words("bản sao dữ liệu", "a copy of data"),
        "rectify": Words("chỉnh sửa dữ liệu", "correcting data"),
        "erase": Words("xóa dữ liệu", "erasing data"),
        "restrict": Words("hạn chế dùng dữ liệu", "restricting data"),
        "object": Words("phản đối việc dùng dữ liệu", "objecting to a use"),
        "withdraw": Words("rút lại đồng ý", "withdrawing consent"),
    }
)
STATE_WORDS: Mapping[RequestState, Words] = MappingProxyType(
    {
        RequestState.RECEIVED: Words("đã nhận", "received"),
        RequestState.IN_HAND: Words("đang làm", "in hand"),
        RequestState.WAITING: Words("chờ quý khách", "waiting for the customer"),
        RequestState.DONE: Words("đã thực hiện", "done"),
        RequestState.PARTLY: Words("thực hiện một phần", "done in part"),
        RequestState.REFUSED: Words("không thực hiện được", "not carried out"),
    }
)


class CustomerRequest(models.Model):
    """One request. `record_id` is the order it is about, `line` which of its lines (1 is the first).

    `case` is by which it may be worked on; `source` where it came in ("portal", "api", "email", …); `actor` who
    wrote it down, `finished_by` who ended it, as the ledger names them. `answerable_id` is the person of the shop
    who answers for it, also when software carries it out; `staff_id` who has it in hand. `due_at` is null only
    where the policy promised no time for its kind. `repeat` tells one form sent twice from two requests.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.TextField()
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    record_id = models.BigIntegerField(null=True)
    line = models.SmallIntegerField(null=True)
    case = models.ForeignKey("records.Case", models.SET_NULL, related_name="+", null=True)
    policy = models.ForeignKey("records.PublishedPolicy", models.PROTECT, related_name="+")
    clause = models.TextField(default="")
    source = models.TextField()
    actor = models.TextField()
    repeat = models.TextField(default="")
    state = models.TextField(default=RequestState.RECEIVED.value)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    law_due_at = models.DateTimeField(null=True)
    staff_id = models.BigIntegerField(null=True)
    answerable_id = models.BigIntegerField(null=True)
    escalated_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.TextField(default="")
    ground = models.TextField(default="")

    class Meta:
        db_table = "records_request"
        indexes = (
            models.Index(fields=["state", "due_at"], name="records_request_due"),
            models.Index(fields=["subject", "received_at"], name="records_request_subject"),
            models.Index(fields=["record_id"], name="records_request_record"),
            models.Index(fields=["received_at"], name="records_request_received"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["subject", "repeat"], condition=~models.Q(repeat=""), name="records_request_once"
            ),
        )


@dataclass(frozen=True, slots=True)
class Received:
    """What asking came to: the request, by when it is carried out, and whether it was in flight already."""

    request: int
    due_at: datetime | None
    repeated: bool = False


@answering()
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
) -> Received:
    """Note that something was asked, in the caller's transaction: its clock runs from `at`.

    What is asked again while it is in flight, or sent twice under one `repeat`, is the request that is there
    already. Raises NotATerm for a kind that the vocabulary does not know.
    """
    if kind not in KINDS:
        raise NotATerm(f"{kind!r} is nothing a customer asks; the kinds are {', '.join(KINDS)}")
    again = _in_flight(kind, subject, record, line, repeat)
    if again is not None:
        return again
    policy = current()
    clock = clock_of(policy.policy, kind)
    row = CustomerRequest(
        id=random_id(),
        kind=kind,
        subject_id=subject,
        record_id=record,
        line=line,
        case_id=case,
        policy_id=policy.id,
        clause=clock.clause if clock else policy.policy.otherwise,
        source=source,
        actor=actor,
        repeat=repeat,
        received_at=at,
        due_at=due(at, clock.within, frozenset()) if clock else None,
        answerable_id=answerable_at(at),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same form, sent twice at once: the other one was first
        first = _in_flight(kind, subject, record, line, repeat)
        if first is None:
            raise
        return first
    return Received(row.id, row.due_at)


def _in_flight(kind: str, subject: int, record: int | None, line: int | None, repeat: str) -> Received | None:
    theirs = CustomerRequest.objects.filter(subject_id=subject)
    found = theirs.filter(repeat=repeat).first() if repeat else None
    if found is None and kind in ONE_AT_A_TIME:
        found = theirs.filter(kind=kind, record_id=record, line=line, state__in=OPEN).first()
    return None if found is None else Received(found.id, found.due_at, repeated=True)


def clock_of(policy: Policy, kind: str) -> Clock | None:
    """The promise of this policy about one kind of request; the shortest where there are several."""
    promised = [clock for clock in policy.clocks if kind in clock.kinds]
    return min(promised, key=lambda clock: clock.within.least_hours, default=None)


@answering()
def finish(
    request: int, state: RequestState, at: datetime, actor: str, ground: str = "", *, case: int | None = None
) -> bool:
    """End a request; False if it had ended before. A refusal names its ground. Joins the caller's transaction.

    Raises NotATerm for a state that is no end, and for a refusal without a ground. `case` may be set with it.
    """
    if state not in ENDS:
        raise NotATerm(f"{state.value!r} is not how a request ends")
    if state is RequestState.REFUSED and not ground.strip():
        raise NotATerm("a refusal is told with its ground: say which")
    ended = {"state": state.value, "finished_at": at, "finished_by": actor, "ground": ground}
    if case is not None:
        ended["case_id"] = str(case)
    return bool(CustomerRequest.objects.filter(id=request, state__in=OPEN).update(**ended))


@answering()
def take(request: int, staff: int, at: datetime) -> bool:
    """Somebody of the shop takes it in hand, from whomever had it; False if it has ended."""
    held = CustomerRequest.objects.filter(id=request, state__in=OPEN)
    return bool(held.update(staff_id=staff, state=RequestState.IN_HAND.value))


@answering()
def wait(request: int) -> bool:
    """The shop waits for the customer's word; the clock of the promise runs on. False if it has ended."""
    return bool(
        CustomerRequest.objects.filter(id=request, state__in=OPEN).update(state=RequestState.WAITING.value)
    )


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
