"""All that was said under one case, in one order: what its requests began with, and what was written since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from giuloi.core.terms import Channel
from giuloi.promises.answer.messages import FROM_CUSTOMER, Text, Written, texts_of
from giuloi.promises.use import cases, contact
from giuloi.promises.use.cases import Direction, FileLine
from giuloi.promises.use.contact import Outgoing
from giuloi.records.database import answering
from giuloi.records.requests import OPEN, CustomerRequest


@dataclass(frozen=True, slots=True)
class Said:
    """One line, masked; `way` is the channel or source it came or went by, `outgoing` how far a reply is."""

    id: int
    at: datetime
    way: str
    direction: Direction
    by: str
    proven: bool = True
    files: tuple[FileLine, ...] = ()
    outgoing: Outgoing | None = None


def conversation(case: int) -> list[Said]:
    """Oldest first. Nothing is opened for it."""
    sent, files = contact.of_case(case), cases.files_under(case)
    # What was asked stands before what was noted of it at the same moment: sorting keeps their order.
    lines = [_said(text, files.get(text.id, ())) for row in requests_under(case) for text in texts_of(row.id)]
    lines += [
        Said(
            *(line.id, line.at, line.channel.value, line.direction, line.by, line.proven),
            line.files,
            sent.get(line.id),
        )
        for line in cases.timeline(case)
    ]
    return sorted(lines, key=lambda line: line.at)


def written_of(subject: int, order: int | None = None) -> list[Said]:
    """Everything somebody and the shop wrote to each other, newest case first; `order`: about that order alone."""
    theirs = [one for one in cases.care_cases_of(subject) if order is None or one.order == order]
    return [line for one in theirs for line in conversation(one.id)]


@answering()
def requests_under(case: int) -> list[CustomerRequest]:
    """Every request that is worked on by this case, oldest first."""
    return list(CustomerRequest.objects.filter(case_id=case).order_by("received_at", "id"))


def in_flight_under(case: int) -> list[CustomerRequest]:
    """Those that have not ended."""
    return [row for row in requests_under(case) if row.state in OPEN]


def _said(text: Text, files: tuple[FileLine, ...]) -> Said:
    if text.kind in FROM_CUSTOMER:
        direction = Direction.IN
    else:
        direction = Direction.OUT if text.kind is Written.REPLY else Direction.NOTE
    way = Channel.PHONE.value if text.kind is Written.CALL else text.channel or Channel.IN_HOUSE.value
    return Said(text.id, text.at, way, direction, text.actor, files=files)
