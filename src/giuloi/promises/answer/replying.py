"""Answering: the reply is in line, and the requests it answers say so, in one transaction.

It is the caller's where there is one: a form's one-time number is then used up with what it did, or not at all.
"""

from __future__ import annotations

from datetime import datetime

from giuloi.core.terms import Channel
from giuloi.promises.answer.conversation import in_flight_under
from giuloi.promises.use import cases
from giuloi.promises.use.contact.action import Reply, put_in_line
from giuloi.records.credentials import hold_as_staff
from giuloi.records.database import joined
from giuloi.records.requests import answered


def reply(case: int, channel: Channel, text: str, staff: int, at: datetime) -> Reply:
    """`contact`, and every request in flight under the case is answered. Raises as that does."""
    with joined():
        made = put_in_line(case, channel, text, staff, at)
        _answered(case, staff, at)
        return made


def note_call(case: int, text: str, staff: int, at: datetime, *, reached: bool) -> int:
    """What was said on the telephone, or that nobody answered; a call that reached the customer answers them.

    Raises NotATerm for a case that is none, UnknownActor.
    """
    with joined():
        actor = hold_as_staff(staff, "care", case).actor
        message = cases.noted(case, text, at, by=actor, channel=Channel.PHONE)
        if reached:
            _answered(case, staff, at)
        return message


def note(case: int, text: str, staff: int, at: datetime, files: tuple[cases.File, ...] = ()) -> int:
    """A note among colleagues: the customer can ask to see it. Raises as `note_call`, and NotTaken."""
    with joined():
        actor = hold_as_staff(staff, "care", case).actor
        return cases.noted(case, text, at, by=actor, files=files)


def _answered(case: int, staff: int, at: datetime) -> None:
    actor = hold_as_staff(staff, "care", case).actor
    for row in in_flight_under(case):
        answered(row.id, at, actor)
