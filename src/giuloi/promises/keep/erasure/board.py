"""How far every erasure is, for whoever answers for it: times, numbers and open partners, and nobody's name or id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from giuloi.core.bilingual import Words
from giuloi.promises.keep.erasure.certificate import horizon, kept_in
from giuloi.promises.keep.erasure.plan import Kept
from giuloi.promises.keep.erasure.rows import ENDED, ErasureRow, PartnerTask, State, Task
from giuloi.records.database import answering

STATE_WORDS = {
    State.COOLING: Words("chờ khách nghĩ lại", "the customer may still change their mind"),
    State.WAITING: Words("chờ việc còn mở kết thúc", "waits for what is open to end"),
    State.INTENT: Words("đang hủy khóa", "keys are being destroyed"),
    State.KEYS: Words("đang xóa các dòng", "rows are being removed"),
    State.ROWS: Words("đang báo đối tác", "partners are being told"),
    State.TOLD: Words("chờ bản sao lưu hết mở được", "waits until no backup opens"),
    State.DONE: Words("xong", "done"),
    State.CANCELLED: Words("khách đã hủy", "taken back by the customer"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One erasure. `request` led to it (None: a rule's term); `unanswered` partners still owe an answer.

    `backups_at` is by when no backup opens what was erased; None before live data is unreadable.
    """

    id: int
    state: State
    request: int | None
    asked_at: datetime
    begins_at: datetime
    live_at: datetime | None
    backups_at: datetime | None
    done_at: datetime | None
    people: int
    kept: tuple[Kept, ...]
    unanswered: int

    @property
    def words(self) -> Words:
        """How far it is, in words."""
        return STATE_WORDS[self.state]


@dataclass(frozen=True, slots=True)
class Board:
    """Not begun yet (the next one first); begun; over (the newest first)."""

    to_come: Sequence[Line]
    under_way: Sequence[Line]
    over: Sequence[Line]


@answering()
def board(most: int = 100) -> Board:
    """At most `most` of each."""
    waiting, ended = (State.COOLING.value, State.WAITING.value), tuple(state.value for state in ENDED)
    found = ErasureRow.objects
    return Board(
        _lines(found.filter(state__in=waiting).order_by("begins_at", "id")[:most]),
        _lines(found.exclude(state__in=(*waiting, *ended)).order_by("asked_at", "id")[:most]),
        _lines(found.filter(state__in=ended).order_by("-asked_at", "-id")[:most]),
    )


def _lines(found: QuerySet[ErasureRow]) -> list[Line]:
    rows = list(found)
    unanswered = dict(
        PartnerTask.objects.filter(erasure__in=rows, state__in=(Task.WAITING.value, Task.OPEN.value))
        .values_list("erasure")
        .annotate(Count("id"))
    )
    return [
        Line(
            *(row.id, State(row.state), row.request, row.asked_at, row.begins_at, row.live_at),
            row.live_at and row.live_at + horizon(),
            *(row.done_at, row.people, kept_in(row.kept), unanswered.get(row.id, 0)),
        )
        for row in rows
    ]
