"""A telephone call: the number is opened once, for this case, to the clerk who calls; the call is noted after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from giuloi.core.terms import Channel
from giuloi.promises.use.cases.case import CareCase
from giuloi.records.credentials import Holding, hold_as_staff
from giuloi.records.facts import Ask
from giuloi.records.reveal import Answer, reveal

FIELDS = ("name", "phone")


@dataclass(frozen=True, slots=True)
class Call:
    """What the gate said to calling, and by what right it was asked."""

    answer: Answer
    holding: Holding


def number_for_call(case: CareCase, staff: int, at: datetime) -> Call:
    """Open name and number for one call, recorded as a use by telephone. Raises UnknownActor, Unavailable."""
    holding = hold_as_staff(staff, case.purpose, case.id)
    return Call(reveal(holding, FIELDS, Ask(case.subject), at, Channel.PHONE), holding)
