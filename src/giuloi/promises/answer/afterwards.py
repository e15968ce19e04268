"""What is written about a request after it was asked: more by the customer, a note by a colleague. Durable."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from giuloi.promises.answer import ending, messages
from giuloi.promises.answer.messages import NotWritten, Written
from giuloi.promises.use.cases import File
from giuloi.records.consents import CUSTOMER
from giuloi.records.database import durable
from giuloi.records.request_kinds import RequestState
from giuloi.records.requests import OPEN, request_of


def add(
    request: int,
    subject: int,
    text: str,
    at: datetime,
    repeat: str,
    *,
    channel: str = "portal",
    files: Sequence[File] = (),
) -> bool:
    """The customer writes more; False when this very form was kept already.

    Raises NotWritten for an empty or too long text, somebody else's request, and one that has ended: what comes
    after the end is a new question, with a clock of its own. Raises NotTaken for a file: then nothing was kept.
    """
    with durable():
        row = request_of(request)
        if row is None or row.subject_id != subject or row.state not in OPEN:
            raise NotWritten("there is no such request, or it has ended")
        kept = messages.write(
            *(request, Written.ADDED, text, at, CUSTOMER), channel=channel, repeat=repeat, files=files
        )
    return kept is not None


def note(request: int, text: str, at: datetime, actor: str) -> None:
    """A note among colleagues. Raises NotWritten."""
    with durable():
        messages.note(request, text, at, actor)


def take_back(request: int, subject: int, at: datetime) -> bool:
    """The customer does not want it any more; False if it has ended, or is not theirs."""
    row = request_of(request)
    if row is None or row.subject_id != subject:
        return False
    return ending.end(request, RequestState.REFUSED, at, CUSTOMER, "taken_back")
