"""How a request ends: carried out, in part, or refused with its ground, which the customer is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from giuloi.core.terms import NotATerm
from giuloi.promises.answer.right_grounds import check
from giuloi.promises.answer.told import tell_ended
from giuloi.promises.keep.erasure import beginning
from giuloi.promises.keep.erasure.rows import State as Erasing
from giuloi.records.database import durable, joined
from giuloi.records.request_kinds import GROUNDS, OPEN, RIGHTS_KINDS, RequestState
from giuloi.records.requests import CustomerRequest, finish, request_of


def end(request: int, state: RequestState, at: datetime, actor: str, ground: str = "") -> bool:
    """End a request; False if it had ended before, or its erasure is under way and says otherwise. Durable.

    Refusing an erasure, or taking it back, cancels it while that can be: what was called off must not be carried out.
    Nobody calls it done before it is.
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
        if not _agrees(request, state, at, actor):
            return False
        ended = finish(request, state, at, actor, ground)
        if ended:
            tell_ended(request, at)
    return ended


def _agrees(request: int, state: RequestState, at: datetime, actor: str) -> bool:
    """Whether the end is true of its erasure: one that cools off is cancelled by a refusal, and none is done early."""
    # Locked first: an erasure that begins this very moment is either seen here, or sees that the request has ended.
    row = CustomerRequest.objects.select_for_update().filter(id=request, kind="erase").first()
    found = beginning.of_request(request) if row is not None and row.state in OPEN else None
    if found is None or found.state is Erasing.CANCELLED:
        return True
    if state is RequestState.REFUSED:
        return beginning.cancel_within(found.id, at, actor)
    return found.state not in _UNDER_WAY


_UNDER_WAY = (Erasing.COOLING, Erasing.INTENT, Erasing.KEYS)


def end_many(wanted: Iterable[int], state: RequestState, at: datetime, actor: str, ground: str = "") -> int:
    """End all of these alike; returns how many were open. All, or none."""
    with durable():
        return sum(end_within(one, state, at, actor, ground) for one in sorted(set(wanted)))
