"""Opening what was written under a case, through the gate: one decision and one line in the ledger for all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from giuloi.core.gate.request import Decision
from giuloi.core.terms import Secret
from giuloi.promises.use.cases.attachments import Held
from giuloi.promises.use.cases.case import CareCase
from giuloi.records.credentials import Holding
from giuloi.records.facts import Ask
from giuloi.records.reveal import Answer, Revealed, Unreadable, reveal, reveal_many


@dataclass(frozen=True, slots=True)
class Read:
    """What was opened: message → its text. `unreadable`: something sealed did not open, and is not shown as empty."""

    decision: Decision
    texts: dict[int, Secret[str]] = field(repr=False)
    unreadable: bool = False


def read_messages(case: CareCase, messages: Sequence[int], holding: Holding, at: datetime) -> Read | None:
    """Open these messages of the case, no file; None when there are none. Raises Unavailable."""
    if not messages:
        return None
    asks = [Ask(case.subject, case.id, message) for message in messages]
    answers = reveal_many(holding, ["care_note"], asks, at)
    texts = {
        answer.ask.record: secret
        for answer in answers
        if isinstance(answer, Revealed) and answer.ask.record is not None
        for secret in [answer.fields.get("care_note")]
        if secret is not None
    }
    return Read(answers[0].decision, texts, any(isinstance(one, Unreadable) for one in answers))


def open_file(held: Held, holding: Holding, at: datetime) -> Answer:
    """Open one attached file and nothing beside it. Raises Unavailable."""
    return reveal(holding, ["attachment"], Ask(held.subject, held.case, held.id), at)
