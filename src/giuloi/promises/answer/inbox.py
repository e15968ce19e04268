"""The one inbox, as it is looked through: which requests there are, the most urgent first. Ids and times only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from giuloi.promises.answer.messages import Text, texts_of
from giuloi.records.database import answering
from giuloi.records.request_kinds import OPEN, RequestState
from giuloi.records.request_steps import Step, steps_of
from giuloi.records.requests import CustomerRequest

Show = Literal["open", "missed", "ended", "all"]
Whose = Literal["all", "mine", "unassigned"]
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # a kind without a promise stands behind all that have one


@dataclass(frozen=True, slots=True)
class Filter:
    """Which requests to show. `missed`: their hour passed, open or ended; `within`: due in so many hours from now.

    `whose="mine"` needs `staff`. An empty `kinds` is all of them.
    """

    show: Show = "open"
    whose: Whose = "all"
    staff: int | None = None
    kinds: tuple[str, ...] = ()
    states: tuple[RequestState, ...] = ()
    within: int | None = None
    order: int | None = None
    subject: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One request in the list. `subject` is None once they were erased; `staff` has it, `answerable` answers for it."""

    id: int
    kind: str
    state: RequestState
    subject: int | None
    order: int | None
    line: int | None
    case: int | None
    source: str
    clause: str
    received_at: datetime
    due_at: datetime | None
    law_answer_at: datetime | None
    law_due_at: datetime | None
    staff: int | None
    answerable: int | None
    escalated: int
    answered_at: datetime | None
    finished_at: datetime | None
    finished_by: str
    ground: str
    actor: str

    @property
    def open(self) -> bool:
        """It is still to be carried out."""
        return self.state in OPEN

    def missed(self, at: datetime) -> bool:
        """Its hour passed before it was carried out: one that is open at `at` counts at once."""
        return self.due_at is not None and (self.finished_at or at) > self.due_at

    def left(self, at: datetime) -> timedelta | None:
        """How long until its hour; negative once that has passed, None where no time was promised."""
        return None if self.due_at is None else self.due_at - at


@dataclass(frozen=True, slots=True)
class Page:
    """Some requests; `after` is what to ask the next page with, "" on the last."""

    rows: tuple[Row, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open requests there are: in all, of whom is asking, of nobody, due within the hour, overdue, by kind."""

    open: int
    mine: int
    unassigned: int
    soon: int
    missed: int
    by_kind: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Whole:
    """One request with all that happened to it, and what was written about it, still shut."""

    row: Row
    steps: tuple[Step, ...]
    texts: tuple[Text, ...]


@answering()
def page(wanted: Filter, at: datetime, *, after: str = "", most: int = 50) -> Page:
    """The requests that fit: open ones by when they are due, others the latest first.

    Pages by key, so that what comes in or ends meanwhile neither repeats nor hides a row. Raises ValueError for
    an `after` that no page gave.
    """
    newest_first = wanted.show != "open"
    found = _matching(wanted, at).annotate(key=_key(wanted.show))
    if after:
        found = found.filter(_behind(after, newest_first))
    direction = "-key" if newest_first else "key"
    rows = list(found.order_by(direction, "id")[: most + 1])
    more = f"{rows[most - 1].key.isoformat()}_{rows[most - 1].id}" if len(rows) > most else ""
    return Page(tuple(_row(one) for one in rows[:most]), more)


@answering()
def counts(at: datetime, staff: int | None = None, *, soon: timedelta = timedelta(hours=1)) -> Counts:
    """The numbers beside the filters: one statement."""
    held = CustomerRequest.objects.filter(state__in=OPEN)
    ways = held.values("kind").annotate(
        open=Count("id"),
        mine=_where(Q(staff_id=staff) if staff is not None else Q(id=None)),
        unassigned=_where(Q(staff_id=None)),
        soon=_where(Q(due_at__gt=at, due_at__lte=at + soon)),
        missed=_where(Q(due_at__lte=at)),
    )
    found = list(ways.order_by("kind"))
    total = {
        name: sum(one[name] for one in found) for name in ("open", "mine", "unassigned", "soon", "missed")
    }
    return Counts(**total, by_kind={one["kind"]: one["open"] for one in found})


@answering()
def one(request: int) -> Whole | None:
    """One request whole; None when there is none."""
    found = CustomerRequest.objects.filter(id=request).first()
    if found is None:
        return None
    return Whole(_row(found), tuple(steps_of(request)), tuple(texts_of(request)))


@answering()
def of_person(subject: int, most: int = 200) -> tuple[Row, ...]:
    """Everything one person asked, newest first: what they see of it."""
    found = CustomerRequest.objects.filter(subject_id=subject).order_by("-received_at", "id")
    return tuple(_row(row) for row in found[:most])


def _matching(wanted: Filter, at: datetime) -> QuerySet[CustomerRequest]:
    found = CustomerRequest.objects.all()
    if wanted.show == "open":
        found = found.filter(state__in=OPEN)
    elif wanted.show == "ended":
        found = found.exclude(state__in=OPEN)
    elif wanted.show == "missed":
        found = found.filter(_MISSED | Q(state__in=OPEN, due_at__lte=at))
    if wanted.whose != "all":
        found = found.filter(staff_id=wanted.staff if wanted.whose == "mine" else None)
    if wanted.within is not None:
        found = found.filter(due_at__lte=at + timedelta(hours=wanted.within))
    return found.filter(**_given(wanted))


_MISSED = Q(finished_at__gt=F("due_at"))


def _given(wanted: Filter) -> dict[str, Any]:
    """The plain conditions that were asked for."""
    conditions: dict[str, Any] = {
        "kind__in": wanted.kinds,
        "state__in": [state.value for state in wanted.states],
        "record_id": wanted.order,
        "subject_id": wanted.subject,
        "source": wanted.source,
    }
    return {name: value for name, value in conditions.items() if value not in (None, "", (), [])}


def _key(show: Show) -> Any:
    if show == "ended":
        return F("finished_at")
    if show == "all":
        return F("received_at")
    return Coalesce("due_at", Value(_NEVER))


def _behind(after: str, newest_first: bool) -> Q:
    moment, _, number = after.partition("_")
    key, last = datetime.fromisoformat(moment), int(number)
    if key.tzinfo is None:
        raise ValueError("a page is asked for with what the one before it gave")
    beyond = Q(key__lt=key) if newest_first else Q(key__gt=key)
    return beyond | Q(key=key, id__gt=last)


def _where(condition: Q) -> Any:
    return Count(Case(When(condition, then=Value(1))))


def _row(found: CustomerRequest) -> Row:
    return Row(
        id=found.id,
        kind=found.kind,
        state=RequestState(found.state),
        subject=found.subject_id,
        order=found.record_id,
        line=found.line,
        case=found.case_id,
        source=found.source,
        clause=found.clause,
        received_at=found.received_at,
        due_at=found.due_at,
        law_answer_at=found.law_answer_at,
        law_due_at=found.law_due_at,
        staff=found.staff_id,
        answerable=found.answerable_id,
        escalated=found.escalated,
        answered_at=found.answered_at,
        finished_at=found.finished_at,
        finished_by=found.finished_by,
        ground=found.ground,
        actor=found.actor,
    )
