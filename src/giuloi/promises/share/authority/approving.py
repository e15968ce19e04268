"""Two yeses to one exact scope, each by somebody else, each with a second factor shown just now (III.2)."""

from __future__ import annotations

from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.promises.share.authority.moving import file_row, move, stopped
from giuloi.promises.share.authority.problems import NotTaken
from giuloi.promises.share.authority.rows import AuthorityApproval
from giuloi.promises.share.authority.scope import scope_now
from giuloi.promises.share.authority.steps import Action, NotThisStep, Position, Why
from giuloi.records.access.sessions import FRESH
from giuloi.records.database import answering, durable


def approve(file: int, seen: str, staff: int, proved_at: datetime, at: datetime) -> Position:
    """Say yes to the scope whose hash stood on the page that they read.

    Raises NotTaken for a second factor that is not fresh; NotThisStep for one's own work, for a second yes, and for a
    scope that is not the one they saw, or not what the tables hold now; Changed, NotTheirs, NoSuchFile.
    """
    if not at - proved_at < FRESH:
        raise NotTaken("factor", _PROVE)
    row = file_row(file)
    try:
        if scope_now(row) != row.scope:  # a row was altered, or somebody named was erased, since it was cut
            raise NotThisStep(Why.STALE)
        with durable():
            after = move(row, Action.APPROVE, staff, at, scope=seen, about=seen[:12])
            AuthorityApproval.objects.create(
                file_id=file, staff_id=staff, scope=seen, at=at, proved_at=proved_at
            )
    except NotThisStep as error:
        stopped(file, staff, at, error)
        raise
    return after


@answering()
def approvals_of(file: int) -> list[AuthorityApproval]:
    """Every approval that was ever given, also those that became void, oldest first."""
    return list(AuthorityApproval.objects.filter(file_id=file).order_by("at", "id"))


_PROVE = Words("Xin xác thực lại rồi duyệt.", "Show your second factor once more, then approve.")
