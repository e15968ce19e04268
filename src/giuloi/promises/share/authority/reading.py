"""Files as they are shown: the list with its clocks, and one file whole. Nothing sealed is opened here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from giuloi.promises.share.authority.approving import approvals_of
from giuloi.promises.share.authority.calls import calls_of, numbers_to_call
from giuloi.promises.share.authority.moving import file_row, position_of, steps_of
from giuloi.promises.share.authority.rows import (
    AuthorityApproval,
    AuthorityCall,
    AuthorityFile,
    AuthorityNumber,
    AuthorityStep,
    AuthoritySubject,
)
from giuloi.promises.share.authority.scope import people_of
from giuloi.promises.share.authority.secrecy import is_secret
from giuloi.promises.share.authority.steps import Position, Stage
from giuloi.records.database import answering

_OVER = (Stage.RELEASED, Stage.CLOSED, Stage.REFUSED)
MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One file of the list."""

    row: AuthorityFile
    left: timedelta | None  # None once nothing is owed any more
    in_time: bool | None  # None while it is open and not late

    @property
    def stage(self) -> Stage:
        """How far it is."""
        return Stage(self.row.stage)


@dataclass(frozen=True, slots=True)
class Whole:
    """One file with everything that is noted about it. `proven`: the numbers that a call back may go to."""

    line: Line
    position: Position
    steps: tuple[AuthorityStep, ...]
    calls: tuple[AuthorityCall, ...]
    people: tuple[AuthoritySubject, ...]
    approvals: tuple[AuthorityApproval, ...]
    proven: tuple[AuthorityNumber, ...]
    secret: bool


@answering()
def files(at: datetime, *, show: str = "open") -> list[Line]:
    """The files: "open" (the one due first before the others) or "all" (the newest first)."""
    held = AuthorityFile.objects.select_related("unit__authority")
    if show == "open":
        held = held.exclude(stage__in=[Stage.CLOSED.value, Stage.REFUSED.value]).order_by("due_at", "id")
    else:
        held = held.order_by("-received_at", "-id")
    return [line_of(row, at) for row in held[:MOST]]


def line_of(row: AuthorityFile, at: datetime) -> Line:
    """A file with its clock: it is kept when it was released, or refused with its reasons, by its hour."""
    done = row.released_at or row.ended_at
    if done is not None:
        return Line(row, None, done <= row.due_at)
    return Line(row, row.due_at - at, False if at > row.due_at else None)


def whole(file: int, at: datetime) -> Whole:
    """One file. Raises NoSuchFile."""
    row = file_row(file)
    return Whole(
        line_of(row, at),
        position_of(row),
        tuple(steps_of(file)),
        tuple(calls_of(file)),
        tuple(people_of(file)),
        tuple(approvals_of(file)),
        tuple(numbers_to_call(row, at)),
        is_secret(row, at),
    )
