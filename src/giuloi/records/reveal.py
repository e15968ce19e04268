"""The one way out: gate → durable pending uses → last check → open. No leaf, no key.

`reveal_many` is the primitive, `reveal` its case of one. Two statements and one commit for any number of
people: one reads what the gate must know together with the sealed rows, one writes the pending uses. Only
after the commit are keys asked for, and only for what the gate allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime

from giuloi.core import fields as data_map
from giuloi.core.crypto.seal import open_row
from giuloi.core.gate.decide import decide
from giuloi.core.gate.request import Decision, Reason, SubjectFacts, UseRequest
from giuloi.core.ledger.entry import Event
from giuloi.core.terms import (
    Channel,
    ConsentState,
    Outcome,
    Secret,
    Standing,
    SubjectState,
    Undecryptable,
)
from giuloi.records.agreed import only_agreed, unless_stopped
from giuloi.records.answers import Answer, Refusal, Revealed, Unreadable
from giuloi.records.cases import still_open
from giuloi.records.credentials import Holding
from giuloi.records.database import durable
from giuloi.records.facts import Ask, Found, Known, Reading, Stored, read_facts
from giuloi.records.in_use import only_in_use, shut_to
from giuloi.records.keyring import Blocked, KeyPlace, OpenKey, OverBudget, Permit, Reader, keyring
from giuloi.records.keyring.sealing import place_of
from giuloi.records.keyring.standing import ConsentKey
from giuloi.records.paid import one_hand_over_at_a_time, use_up
from giuloi.records.published import by_id, current
from giuloi.records.stopped import refuse_if_stopped
from giuloi.records.uses.concealed import conceal
from giuloi.records.uses.pending import Use, permitted, record_uses

__all__ = ["Answer", "Refusal", "Revealed", "Unreadable", "reveal", "reveal_many"]
UNKNOWN = ""  # stands in a leaf for a purpose no policy knows: a caller's free text never gets there


def reveal(
    holding: Holding,
    field_names: Iterable[str],
    ask: Ask,
    at: datetime,
    channel: Channel = Channel.IN_HOUSE,
) -> Answer:
    """`reveal_many` for one person."""
    return reveal_many(holding, field_names, [ask], at, channel)[0]


def reveal_many(
    holding: Holding,
    field_names: Iterable[str],
    asks: Sequence[Ask],
    at: datetime,
    channel: Channel = Channel.IN_HOUSE,
    *,
    event: Event = Event.REVEAL,
    concealed: bool = False,
    job: str = "",
) -> list[Answer]:
    """Open these fields of these people for the purpose that `holding` holds; one answer for each ask.

    `event` is how the ledger tells it: PRINT when the values go onto paper (a label, a note), DISCLOSE when they leave
    the shop at once. `concealed`: law demands secrecy for a time (III.2), so the leaf stands in no person's own trail
    until uses/concealed.py puts it there; it is as durable as any other, and nothing opens without it.

    Every decision, yes or no, is durable in the use ledger before this returns and before anything is opened.
    `job` names bulk work, which has a read budget of its own (keyring/allowances.py).

    Raises NotATerm for an unknown field, Unavailable when a database or disk cannot do it now, OverBudget when
    whoever asks has opened as many as they may: then nothing was opened. Not to be called inside a transaction, for
    a pending use that can be rolled back is no permit.
    """
    if holding.recipient:
        refuse_if_stopped()
    request = request_of(holding, field_names, channel)
    with durable():
        one_hand_over_at_a_time(request, asks)
        reading = only_in_use(request, read_facts(request, holding, asks, at))
        reading = only_agreed(request, reading, at)
        decisions = [decided(request, known) for known in reading.known]
        uses = _record(holding, request, reading, decisions, at, event, concealed)
        use_up(request, reading, decisions, at)
    closed = _closed_since(request, holding, reading, decisions)
    reader = Reader(holding.actor, holding.role, holding.purpose, at, job)
    permits = _permits(request, reading, decisions, uses, closed, reader)
    permitted.count(sum(len(permit.places) for permit in permits))
    keys = _keys(reader, permits, holding, request, reading, decisions, at, concealed)
    answers = [
        replace(
            _too_late(request, one, reading.known[one.known])
            if one.ask in closed
            else _answer(request, one, reading.known[one.known], decisions[one.known], keys),
            use=uses[decisions[one.known]],
        )
        for one in reading.people
    ]
    _record_not_opened(holding, request, answers, at, concealed)
    return answers


def request_of(holding: Holding, field_names: Iterable[str], channel: Channel) -> UseRequest:
    """What the gate is asked. Raises NotATerm for a word that is no field."""
    mask = data_map.mask_of(field_names)
    return UseRequest(
        purpose=holding.purpose,
        fields=mask,
        role=holding.role,
        held=holding.held and mask & ~holding.fields == 0,
        channel=channel,
        relation=holding.relation,
        recipient=holding.recipient,
    )


def decided(request: UseRequest, known: Known) -> Decision:
    """The gate's answer about one person, by the version that judges them; a stranger is a gap."""
    if known.policy_id is None or known.facts is None:  # nobody there: say what a stranger is told
        policy = current().policy
        known_purpose = (
            request.purpose in policy.purposes
        )  # if not, its text must not reach a leaf: see use_of
        reason = Reason.NO_BASIS if known_purpose else Reason.UNKNOWN_PURPOSE
        return Decision(Outcome.GAP, policy.otherwise, reason, policy.hash)
    return unless_stopped(known, decide(by_id(known.policy_id).policy, request, known.facts))


def _record(
    holding: Holding,
    request: UseRequest,
    reading: Reading,
    decisions: Sequence[Decision],
    at: datetime,
    event: Event,
    concealed: bool,
) -> dict[Decision, bytes]:
    """One pending use for each distinct decision; returns decision → use id."""
    subjects: dict[Decision, list[int]] = {decision: [] for decision in decisions}
    told = [subjects[decision] for decision in decisions]
    for one in reading.people:
        told[one.known].append(one.ask.subject)
    # Several records of one person are one use of theirs.
    uses = [
        use_of(holding, request, decision, tuple(dict.fromkeys(ids)), at, event)
        for decision, ids in subjects.items()
    ]
    if concealed:
        uses = list(map(conceal, uses))
    return dict(zip(subjects, record_uses(uses), strict=True))


def use_of(
    holding: Holding,
    request: UseRequest,
    decision: Decision,
    subjects: tuple[int, ...],
    at: datetime,
    event: str = "reveal",
) -> Use:
    """What the ledger keeps of a decision; a refusal keeps it too, under the event `refuse`."""
    known = decision.reason is not Reason.UNKNOWN_PURPOSE
    return Use(
        at=at,
        actor=holding.actor,
        event=event if decision.allowed else "refuse",
        purpose=request.purpose if known else UNKNOWN,
        clause=decision.clause,
        policy_hash=decision.policy,
        decision=decision.outcome.value,
        subjects=subjects,
        fields=request.fields,
        recipient=request.recipient,
        channel=request.channel.value,
    )


def _closed_since(
    request: UseRequest, holding: Holding, reading: Reading, decisions: Sequence[Decision]
) -> Set[Ask]:
    """The allowed asks whose case was closed after it was read: one statement, where anything rests on a case."""
    resting = [
        decision.allowed and _needs_case(request, known)
        for known, decision in zip(reading.known, decisions, strict=True)
    ]
    case_of = {
        one.ask: holding.case if one.ask.case is None else one.ask.case
        for one in reading.people
        if resting[one.known]
    }
    if not case_of:
        return frozenset()
    is_open = still_open({case for case in case_of.values() if case is not None})
    return {ask for ask, case in case_of.items() if case not in is_open}


def _needs_case(request: UseRequest, known: Known) -> bool:
    if known.policy_id is None:
        return False
    return by_id(known.policy_id).policy.purposes[request.purpose].needs is not None


def _too_late(request: UseRequest, found: Found, known: Known) -> Refusal:
    """The refusal of an ask whose case is closed by now."""
    facts = replace(known.facts or SubjectFacts(Standing.GUEST), case=None)
    return Refusal(found.ask, decided(request, replace(known, facts=facts)), late=True)


def _keys(
    reader: Reader,
    permits: Sequence[Permit],
    holding: Holding,
    request: UseRequest,
    reading: Reading,
    decisions: Sequence[Decision],
    at: datetime,
    concealed: bool,
) -> Mapping[KeyPlace, OpenKey | Blocked]:
    """What the key store hands out; of those refused it hears too. Over budget, the ledger says they stayed shut."""
    refused = [one.ask.subject for one in reading.people if not decisions[one.known].allowed]
    if refused:
        keyring().asked(reader, refused)
    try:
        return keyring().open_many(permits)
    except OverBudget:
        shut: dict[Decision, list[int]] = {}
        for one in reading.people:
            if decisions[one.known].allowed:
                shut.setdefault(decisions[one.known], []).append(one.ask.subject)
        _record_shut(holding, request, shut, at, concealed)
        raise


def _permits(
    request: UseRequest,
    reading: Reading,
    decisions: Sequence[Decision],
    uses: Mapping[Decision, bytes],
    closed: Set[Ask],
    reader: Reader,
) -> list[Permit]:
    """One permit for all people alike: the keys it names are those of the rows that were read."""
    places: list[set[KeyPlace]] = [set() for _ in reading.known]
    for one in reading.people:
        if one.ask in closed:
            continue
        places[one.known].update((one.ask.subject, row.klass, row.key_version) for row in one.rows)
    return [
        Permit(
            uses[decision],
            tuple(places[number]),
            int(known.facts.states),
            consents_behind(request, known, known.facts),
            reader,
        )
        for number, (known, decision) in enumerate(zip(reading.known, decisions, strict=True))
        if decision.allowed and known.facts is not None
    ]


def consents_behind(request: UseRequest, known: Known, facts: SubjectFacts) -> tuple[ConsentKey, ...]:
    """The consents an allowed decision rests on: those whose withdrawal would have made it a no."""
    withdrawn = [
        ("", replace(facts, to_purpose=ConsentState.WITHDRAWN)),
        (request.recipient, replace(facts, to_recipient=ConsentState.WITHDRAWN)),
    ]
    return tuple(
        (request.purpose, request.channel.value, recipient)
        for recipient, changed in withdrawn
        if not decided(request, replace(known, facts=changed)).allowed
    )


def _answer(
    request: UseRequest,
    found: Found,
    known: Known,
    decision: Decision,
    keys: Mapping[KeyPlace, OpenKey | Blocked],
) -> Answer:
    if not decision.allowed:
        return Refusal(found.ask, decision)
    opened: dict[int, dict[str, Secret[str]]] = {}
    for row in found.rows:
        key = keys[found.ask.subject, row.klass, row.key_version]
        if key is Blocked.MISSING:
            return Unreadable(found.ask, decision)
        if isinstance(key, Blocked):
            return Refusal(found.ask, _decide_again(request, known, decision, key), late=True)
        try:
            opened.setdefault(row.record, {}).update(_open(request, known, found.ask.subject, row, key))
        except Undecryptable:
            return Unreadable(found.ask, decision)
    return Revealed(found.ask, decision, opened)


def _open(
    request: UseRequest, known: Known, subject: int, row: Stored, key: OpenKey
) -> dict[str, Secret[str]]:
    place = place_of(subject, row.klass, row.record, row.key_version)
    values = open_row(key.key, place, row.sealed, request.fields & ~shut_to(request, known, row))
    return {data_map.BY_BIT[bit].name: value for bit, value in values.items()}


def _decide_again(request: UseRequest, known: Known, decision: Decision, blocked: Blocked) -> Decision:
    """What changed between the decision and the last check, as the gate would have seen it."""
    facts = known.facts or SubjectFacts(Standing.GUEST)
    if blocked is Blocked.WITHDRAWN:
        facts = replace(facts, to_purpose=ConsentState.WITHDRAWN, to_recipient=ConsentState.WITHDRAWN)
    else:
        facts = replace(facts, states=facts.states | SubjectState.FROZEN | SubjectState.RESTRICTED)
    again = decided(request, replace(known, facts=facts))
    # Shut is shut: a policy that tolerates the new state still gets no key for an answer given before it.
    return replace(decision, outcome=Outcome.DENIED, reason=Reason.PROHIBITED) if again.allowed else again


def _record_not_opened(
    holding: Holding, request: UseRequest, answers: Sequence[Answer], at: datetime, concealed: bool
) -> None:
    """What the ledger says was allowed and then stayed shut is put right by a second entry."""
    shut: dict[Decision, list[int]] = {}
    for answer in answers:
        if isinstance(answer, Unreadable) or (isinstance(answer, Refusal) and answer.late):
            shut.setdefault(answer.decision, []).append(answer.ask.subject)
    _record_shut(holding, request, shut, at, concealed)


def _record_shut(
    holding: Holding,
    request: UseRequest,
    shut: Mapping[Decision, Sequence[int]],
    at: datetime,
    concealed: bool,
) -> None:
    uses = [
        replace(use_of(holding, request, decision, tuple(dict.fromkeys(ids)), at), event="not_opened")
        for decision, ids in shut.items()
    ]
    if uses:
        with durable():
            record_uses(list(map(conceal, uses)) if concealed else uses)
