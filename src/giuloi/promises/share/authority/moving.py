"""Taking a step: read where the file stands, ask the table, write it down; all in one transaction, or not at all.

The row is moved by compare-and-set on its version, so of two people who act at the same moment one is told to look
again. What the table does not allow is noted in the file as stopped, with who tried and why.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from giuloi.promises.share.authority.problems import Changed, NoSuchFile
from giuloi.promises.share.authority.rows import AuthorityApproval, AuthorityFile, AuthorityStep
from giuloi.promises.share.authority.steps import Action, NotThisStep, Position, Stage, step
from giuloi.promises.share.authority.who import actor_of
from giuloi.records.database import answering, durable

_ENDS = (Stage.CLOSED, Stage.REFUSED)
_VOID = (Action.PREPARE, Action.SEND_BACK, Action.DENY, Action.REFUSE)


@answering()
def file_row(file: int) -> AuthorityFile:
    """One file. Raises NoSuchFile."""
    found = AuthorityFile.objects.select_related("unit__authority").filter(id=file).first()
    if found is None:
        raise NoSuchFile("there is no such file")
    return found


@answering()
def position_of(row: AuthorityFile) -> Position:
    """Where it stands, with the approvals that are not void."""
    given = AuthorityApproval.objects.filter(file_id=row.id, void_at=None).order_by("id")
    return Position(
        Stage(row.stage),
        frozenset(int(one) for one in row.hands),
        row.scope,
        tuple(given.values_list("staff_id", "scope")),
    )


def move(
    row: AuthorityFile,
    action: Action,
    staff: int,
    at: datetime,
    scope: str = "",
    about: str = "",
    **values: Any,
) -> Position:
    """One step, in the caller's transaction; `values` are what else changes on the row.

    Raises NotThisStep, NotTheirs, Changed.
    """
    actor = actor_of(staff)
    after = step(position_of(row), action, staff, scope)
    if action in _VOID:
        AuthorityApproval.objects.filter(file_id=row.id, void_at=None).update(void_at=at)
    if after.stage in _ENDS or after.stage is Stage.RELEASED:
        values = {"escalate_at": None, **values}
    still = AuthorityFile.objects.filter(id=row.id, version=row.version)
    if not still.update(
        stage=after.stage.value,
        version=row.version + 1,
        hands=sorted(after.hands),
        scope=after.scope,
        **({"ended_at": at} if after.stage in _ENDS else {}),
        **values,
    ):
        raise Changed(Changed.words.en)
    note(row.id, action.value, at, actor, about)
    return after


def take_step(file: int, action: Action, staff: int, at: datetime, **more: Any) -> Position:
    """`move` in a transaction of its own; what is not allowed is noted. Raises as `move` does, and NoSuchFile."""
    try:
        with durable():
            return move(file_row(file), action, staff, at, **more)
    except NotThisStep as error:
        stopped(file, staff, at, error)
        raise


def stopped(file: int, staff: int, at: datetime, error: NotThisStep) -> None:
    """Somebody tried what the table does not allow."""
    with durable():
        note(file, "stopped", at, actor_of(staff), error.why.value)


def note(file: int, what: str, at: datetime, actor: str, about: str = "") -> None:
    """A line of the file's timeline; joins the caller's transaction."""
    AuthorityStep.objects.create(file_id=file, what=what, at=at, actor=actor, about=about)


@answering()
def steps_of(file: int) -> list[AuthorityStep]:
    """The timeline, oldest first."""
    return list(AuthorityStep.objects.filter(file_id=file).order_by("at", "id"))
