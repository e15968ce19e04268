"""Who has a request in hand: taken by oneself, given by a colleague, handed back. One, or many at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from giuloi.core.terms import GiuloiError
from giuloi.records import requests
from giuloi.records.credentials import Staff
from giuloi.records.database import answering, durable


class NotAssigned(GiuloiError):
    """Nobody of that number works here."""


@answering()
def actor_of(staff: int) -> str:
    """Somebody of the shop as timeline and ledger name them. Raises NotAssigned for who does not work here."""
    found = Staff.objects.filter(id=staff, left_at=None).values_list("pseudonym", flat=True).first()
    if found is None:
        raise NotAssigned("no such member of staff works here: see `giuloi staff list`")
    return str(found)


def take(request: int, staff: int, at: datetime, *, over: bool = False) -> bool:
    """Take a request in hand; False if it has ended or a colleague was faster.

    With `over` also from whoever has it. Raises NotAssigned.
    """
    actor = actor_of(staff)
    with durable():
        return requests.take(request, staff, at, actor, over=over)


def assign(request: int, staff: int, at: datetime, by: int) -> bool:
    """Give a request to a colleague, from whomever had it; False if it has ended. Raises NotAssigned."""
    actor_of(staff)
    actor = actor_of(by)
    with durable():
        return requests.assign(request, staff, at, actor)


def hand_back(request: int, at: datetime, by: int) -> bool:
    """Give a request back to the department; False if it has ended or was nobody's. Raises NotAssigned."""
    actor = actor_of(by)
    with durable():
        return requests.hand_back(request, at, actor)


def wait(request: int, at: datetime, by: int) -> bool:
    """Note that the customer's word is waited for; the clock runs on. False if it has ended. Raises NotAssigned."""
    actor = actor_of(by)
    with durable():
        return requests.wait(request, at, actor)


def take_many(wanted: Iterable[int], staff: int, at: datetime) -> int:
    """Take what of these nobody else has; returns how many that were. Raises NotAssigned."""
    actor = actor_of(staff)
    with durable():
        return sum(requests.take(one, staff, at, actor, over=False) for one in sorted(set(wanted)))


def assign_many(wanted: Iterable[int], staff: int, at: datetime, by: int) -> int:
    """Give all of these to one colleague; returns how many were open. Raises NotAssigned."""
    actor_of(staff)
    actor = actor_of(by)
    with durable():
        return sum(requests.assign(one, staff, at, actor) for one in sorted(set(wanted)))


def hand_back_many(wanted: Iterable[int], at: datetime, by: int) -> int:
    """Give these back to the department; returns how many somebody had. Raises NotAssigned."""
    actor = actor_of(by)
    with durable():
        return sum(requests.hand_back(one, at, actor) for one in sorted(set(wanted)))
