"""What the gate must know of each person, and their sealed rows, in one statement for any number of people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from giuloi.core.crypto.seal import SealedRow
from giuloi.core.fields import classes_in
from giuloi.core.gate.request import SubjectFacts, UseRequest
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import CaseKind, ClauseRef, ConsentState, RetentionClass, Standing, SubjectState
from giuloi.records.credentials import Holding
from giuloi.records.database import Dialect, dialect, moment, rows
from giuloi.records.keyring.data_keys import CLASS_NUMBER
from giuloi.records.published import by_id
from giuloi.records.vault import CLASS_OF_NUMBER, sealed_row

IN_USE = ClauseRef("")  # no clause shuts it


@dataclass(frozen=True, slots=True)
class Ask:
    """One person, and the case it is for (None: the holding's own case, if it has one).

    `record` narrows it to that one record (a message, an attached file) and the person's own row: it never opens
    more than the case does. A value of the past (below zero, vault.py) is read only when it is named here.
    """

    subject: int
    case: int | None = None
    record: int | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """One sealed row of the answer, and where it stands."""

    record: int
    klass: RetentionClass
    key_version: int
    sealed: SealedRow
    aside: int = 0  # mask of its fields that are only stored (set_aside.py)
    clause: ClauseRef = IN_USE  # … and which clause says so


@dataclass(frozen=True, slots=True)
class Known:
    """What the gate knows of one or of many people alike. Both None: a subject that does not exist."""

    policy_id: int | None
    facts: SubjectFacts | None
    unagreed: bool = False  # it would go to a recipient whom no valid agreement binds (agreed.py)
    paid: bool = False  # it would go to a recipient who pays: only on a consent to them (paid.py)
    aside: ClauseRef = IN_USE  # all that was asked for is only stored: the clause that says so


@dataclass(slots=True)
class Found:
    """What was read for one ask: which of the reading's `known` fits, and the sealed rows."""

    ask: Ask
    known: int
    rows: list[Stored] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer for each ask, in order. People alike share one `Known`: the gate is asked once for all of them."""

    people: list[Found]
    known: list[Known]


def read_facts(request: UseRequest, holding: Holding, asks: Sequence[Ask], at: datetime) -> Reading:
    """The facts and sealed rows for each ask; one snapshot of the data database.

    A consent counts only until its own end, whether or not the clock has recorded it, and only for what the
    policy version that was consented to says.

    A case counts only while it is open, covers the person, and is for this role or this member of staff. If
    the case is about one record, only that record, those it covers beside it and the person's own row are read; not
    even their own row by a case that is about its words only (cases.py: ITS_WORDS).
    """
    statement, params = _statement(request, holding, asks, at)
    return _gather(request, asks, rows(statement, params))


def _statement(
    request: UseRequest, holding: Holding, asks: Sequence[Ask], at: datetime
) -> tuple[str, list[Any]]:
    spoken, now = dialect(), moment(at)
    consent = (request.purpose, request.channel.value)
    classes = sorted(CLASS_NUMBER[klass] for klass in classes_in(request.fields)) or [-1]
    statement = _SELECT.format(asks=_ASKS[spoken], classes=", ".join(["%s"] * len(classes)))
    # The only things formatted in are constants of this file and a row of placeholders.
    return statement, [
        *_ask_params(spoken, holding, asks),
        *(request.role, holding.staff),
        *(*consent, now),
        *(*consent, request.recipient, now),
        *classes,
    ]


def _ask_params(spoken: Dialect, holding: Holding, asks: Sequence[Ask]) -> list[Any]:
    cases = [holding.case if ask.case is None else ask.case for ask in asks]
    if spoken == "postgresql":
        return [[ask.subject for ask in asks], cases, [ask.record for ask in asks]]
    return [json.dumps([(ask.subject, case, ask.record) for ask, case in zip(asks, cases, strict=True)])]


def _gather(request: UseRequest, asks: Sequence[Ask], found: Iterable[tuple[Any, ...]]) -> Reading:
    people: list[Found] = []
    number_of: dict[tuple[Any, ...], int] = {}
    for number, *row in found:
        if number == len(people):  # the first row of the next ask: the statement is ordered by it
            known = number_of.setdefault(tuple(row[:_COLUMNS]), len(number_of))
            people.append(Found(asks[number], known))
        if row[_COLUMNS] is not None:
            people[number].rows.append(_stored(*row[_COLUMNS:]))
    return Reading(people, [_known(request, *columns) for columns in number_of])


def _known(
    request: UseRequest,
    exists: bool,
    standing: str,
    states: int,
    policy_id: int,
    kind: str | None,
    to_purpose: str | None,
    purpose_version: int | None,
    to_recipient: str | None,
    recipient_version: int | None,
) -> Known:
    if not exists:
        return Known(None, None)
    facts = SubjectFacts(
        standing=Standing(standing),
        states=SubjectState(states),
        to_purpose=_consent(request, policy_id, to_purpose, purpose_version),
        to_recipient=_consent(request, policy_id, to_recipient, recipient_version),
        case=None if kind is None else CaseKind(kind),
    )
    return Known(policy_id, facts)


def _consent(
    request: UseRequest, judged_by: int, state: str | None, version: int | None
) -> ConsentState | None:
    """The state of a consent towards this request: a yes to a version that said less is none to what is asked now.

    A yes to the very version that judges needs no such look: what that does not cover, the gate itself refuses.
    """
    if state is None or version is None:
        return None
    if state == ConsentState.GIVEN and version != judged_by and not _covers(by_id(version).policy, request):
        return None
    return ConsentState(state)


def _covers(consented_to: Policy, request: UseRequest) -> bool:
    """Whether the purpose, as that version described it, used these fields and was this role's."""
    rule = consented_to.purposes.get(request.purpose)
    return rule is not None and not request.fields & ~rule.fields and request.role in rule.roles


def _stored(
    record: int,
    klass: int,
    version: int,
    salt: bytes,
    commitment: bytes,
    cells: bytes,
    aside: int | None,
    clause: str | None,
) -> Stored:
    sealed = sealed_row(salt, commitment, cells)
    return Stored(record, CLASS_OF_NUMBER[klass], version, sealed, aside or 0, ClauseRef(clause or ""))


_COLUMNS = 9  # of the statement below: what is known of the person; the sealed row follows
_ASKS: dict[Dialect, str] = {
    "sqlite": "(SELECT key AS number, value ->> 0 AS subject, value ->> 1 AS ask_case, value ->> 2 AS ask_record "
    "FROM json_each(%s))",
    "postgresql": "(SELECT number - 1 AS number, subject, ask_case, ask_record "
    "FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) "
    "WITH ORDINALITY AS given(subject, ask_case, ask_record, number))",
}

_SELECT = """
SELECT a.number, s.id IS NOT NULL, s.standing, s.states, coalesce(k.policy_id, s.policy_id), k.kind,
       c.state, c.policy_id, r.state, r.policy_id,
       v.record_id, v.klass, v.key_version, v.salt, v.commitment, v.cells, z.fields, z.clause
FROM {asks} a
LEFT JOIN records_subject s ON s.id = a.subject
LEFT JOIN records_case k ON k.id = a.ask_case AND k.closed_at IS NULL
     AND (k.subject_id IS NULL OR k.subject_id = s.id)
     AND (k.role = '' OR k.role = %s) AND (k.staff_id IS NULL OR k.staff_id = %s)
LEFT JOIN records_consentnow c ON c.subject_id = s.id
     AND c.purpose = %s AND c.channel = %s AND c.recipient = ''
     AND (c.valid_until IS NULL OR c.valid_until > %s)
LEFT JOIN records_consentnow r ON r.subject_id = s.id
     AND r.purpose = %s AND r.channel = %s AND r.recipient = %s AND r.recipient <> ''
     AND (r.valid_until IS NULL OR r.valid_until > %s)
LEFT JOIN records_vaultrow v ON v.subject_id = s.id AND v.klass IN ({classes})
     AND (a.ask_record IS NULL OR v.record_id IN (0, a.ask_record))
     AND (v.record_id >= 0 OR v.record_id = a.ask_record)
     AND (k.record_id IS NULL OR v.record_id = k.record_id OR (v.record_id = 0 AND k.record_id <> -1)
          OR EXISTS (SELECT 1 FROM records_caserecord m WHERE m.case_id = k.id AND m.record_id = v.record_id))
LEFT JOIN records_setaside z ON z.subject_id = v.subject_id AND z.record_id = v.record_id AND z.klass = v.klass
ORDER BY a.number
"""
