"""How a request ends: carried out, in part, or refused with its ground, which the customer is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from giuloi.core.terms import NotATerm
from giuloi.promises.answer.right_grounds import check
from giuloi.promises.answer.told import tell_ended
from giuloi.records.database import durable, joined
from giuloi.records.request_kinds import GROUNDS, RIGHTS_KINDS, RequestState
from giuloi.records.requests import finish, request_of


def end(request: int, state: RequestState, at: datetime, actor: str, ground: str = "") -> bool:
    """End a request; False if it had ended before. Durable on return.

    Raises NotATerm for a refusal, or a part, whose ground is not one of GROUNDS: the customer reads its words.
    """
    with durable():
        return end_within(request, state, at, actor, ground)


def end_within(request: int, state: RequestState, at: datetime, actor: str, ground: str = "") -> bool:
    """As `end`, in the caller's transaction."""
    if (ground or state is not RequestState.DONE) and ground not in GROUNDS:
        raise NotATerm(f"say on which ground: {', '.join(GROUNDS)}")
    with joined():
        row = request_of(request) if ground else None
        if row is not None and row.kind in RIGHTS_KINDS:
            check(row.kind, ground)  # a right ends short only on a ground that law lists for it
        ended = finish(request, state, at, actor, ground)
        if ended:
            tell_ended(request, at)
    return ended


def end_many(wanted: Iterable[int], state: RequestState, at: datetime, actor: str, ground: str = "") -> int:
    """End all of these alike; returns how many were open. All, or none."""
    with durable():
        return sum(end_within(one, state, at, actor, ground) for one in sorted(set(wanted)))
