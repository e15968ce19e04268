"""What we hold about somebody, opened for themselves: a use like any other, under the account, in the ledger.

What the account's purpose does not cover (what was written to care) is opened under the right of access, for
which the request that opening the page is becomes a case for as long as it takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from giuloi.core.fields import EVERY, FIELD, names_in
from giuloi.core.gate.request import Decision
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import CaseKind, Secret, Standing, SubjectState
from giuloi.records.cases import close_case, open_case
from giuloi.records.credentials import hold_in_code
from giuloi.records.facts import Ask
from giuloi.records.published import by_id
from giuloi.records.reveal import Answer, Refusal, Unreadable, reveal
from giuloi.records.subjects import standing_of
from giuloi.records.vault import fields_held


class NotThere(Exception):
    """There is nobody with this id (any more)."""


@dataclass(frozen=True, slots=True)
class OwnData:
    """Record (0 is the person) → field → value that does not print. `refused`: the gate's no, if it said one.

    `unreadable`: something sealed did not open; it is not shown as if it were not held.
    """

    standing: Standing
    states: SubjectState
    policy: Policy
    records: Mapping[int, Mapping[str, Secret[str]]] = field(repr=False)
    refused: Decision | None = None
    unreadable: bool = False


def own_data(subject: int, at: datetime, fields: int = EVERY) -> OwnData:
    """Open what is held of these fields, for the person themselves. Raises NotThere, Unavailable."""
    found = standing_of(subject)
    if found is None:
        raise NotThere("there is no such subject")
    standing, states, policy_id = found
    policy = by_id(policy_id).policy
    held = 0
    for mask in fields_held(subject).values():
        held |= mask & fields
    purpose = hold_in_code("show_own_data").purpose
    covered = policy.purposes[purpose].fields if purpose in policy.purposes else 0
    answers = [_open("show_own_data", subject, held & covered, at)] if held & covered else []
    if held & ~covered:
        answers.append(_by_right(subject, held & ~covered, at))
    return _together(standing, states, policy, answers)


def _open(path: str, subject: int, mask: int, at: datetime) -> Answer:
    return reveal(hold_in_code(path), names_in(mask), Ask(subject), at)


def own_file(subject: int, record: int, at: datetime) -> Answer:
    """One attached file, for the person themselves, and nothing beside it. Raises Unavailable."""
    return _by_right(subject, FIELD["attachment"].mask, at, record)


def own_value(subject: int, name: str, record: int, at: datetime) -> Answer:
    """One field of one record, for the person themselves: what stood there before a correction. Raises Unavailable."""
    return _by_right(subject, FIELD[name].mask, at, record)


def _by_right(subject: int, mask: int, at: datetime, record: int | None = None) -> Answer:
    case = open_case(CaseKind.REQUEST, at, subject=subject)
    try:
        ask = Ask(subject, case, record)
        return reveal(hold_in_code("show_rest_of_own_data"), names_in(mask), ask, at)
    finally:
        close_case(case, at)


def _together(standing: Standing, states: SubjectState, policy: Policy, answers: list[Answer]) -> OwnData:
    records: dict[int, dict[str, Secret[str]]] = {}
    refused: Decision | None = None
    for answer in answers:
        if isinstance(answer, Refusal):
            refused = answer.decision
        elif not isinstance(answer, Unreadable):
            for record, values in answer.records.items():
                records.setdefault(record, {}).update(values)
    unreadable = any(isinstance(answer, Unreadable) for answer in answers)
    return OwnData(standing, states, policy, records, refused, unreadable)
