"""A customer's bundle: everything the ledger holds about them, proven, up to the leaf of this very export."""

from __future__ import annotations

from datetime import datetime

from giuloi.core.gate.decide import decide
from giuloi.core.gate.request import SubjectFacts, UseRequest
from giuloi.core.ledger.bundle import build_bundle, fits
from giuloi.core.ledger.entry import Event, decode, sequence_code
from giuloi.core.terms import CaseKind, NotServing, Refused, RetentionClass, Unavailable
from giuloi.records.cases import close_case, open_case
from giuloi.records.credentials import hold_in_code
from giuloi.records.database import durable
from giuloi.records.keyring import Blocked, Permit, Reader, keyring
from giuloi.records.keyring.data_keys import FIRST_VERSION
from giuloi.records.keyring.signing_keys import RECEIPT
from giuloi.records.places import places
from giuloi.records.published import by_id
from giuloi.records.stopped import refuse_if_stopped
from giuloi.records.subjects import standing_of
from giuloi.records.uses import head
from giuloi.records.uses.kept_heads import Since, heads_for, keep_since
from giuloi.records.uses.pending import Use, permitted, record_uses
from giuloi.records.uses.sequencer import integrate
from giuloi.records.uses.tiles import TileLog
from giuloi.records.uses.trail import counters, leaves_at


class NoSuchSubject(Exception):
    """There is nobody with this id."""


def export_bundle(subject: int, at: datetime, since: Since | None = None) -> bytes:
    """The bundle of one customer, as a file; the export is itself ledgered and its leaf ends the bundle.

    Whoever calls this has made sure that it is the customer who asks: the case opened here says that they did.
    `since` is a head the customer holds, or its size: the bundle then joins it to the newest.

    Raises Refused when the policy does not let them have it now, Unavailable when the sequencer does not
    answer, NotServing when the key store is not the data's, NoSuchSubject, TooLarge for more uses than a bundle
    holds, BadEvidence for a `since` that is none.
    """
    if standing_of(subject) is None:
        raise NoSuchSubject("there is no such subject")
    refuse_if_stopped()
    fits(counters([subject]).get(subject, 0) + 1)  # before anything is ledgered
    size = None if since is None else keep_since(since)
    case = open_case(CaseKind.REQUEST, at, subject=subject)
    try:
        return _export(subject, at, size)
    finally:
        close_case(case, at)


def _export(subject: int, at: datetime, since: int | None) -> bytes:
    permit = _permit(subject, at)
    if not integrate(use=permit.use):
        raise Unavailable("the sequencer has not taken this export into the ledger yet: try again")
    answer = keyring().open_ledger_key(permit)
    if answer is Blocked.MISSING:
        raise NotServing("the key store does not fit the data: there is no key for somebody nobody erased")
    if answer is Blocked.ERASED:
        raise NoSuchSubject("this subject was erased: there is nothing left to export")
    if isinstance(answer, Blocked):
        raise Unavailable("this subject's data was frozen while the export was made: ask again")
    log_key, _ = head.log_key()
    introduction, receipt_seed = keyring().read_named(RECEIPT)
    log = TileLog(places().ledger)
    indexes = _leaves_of(log, subject, answer.key, permit.use)
    return build_bundle(
        log,
        log_keys=[log_key],
        ledger_key=answer.key,
        indexes=indexes,
        heads=heads_for(log, indexes, since),
        receipt_key=introduction,
        receipt_seed=receipt_seed,
    )


def _permit(subject: int, at: datetime) -> Permit:
    """Ask the gate for the export and make it durable: what opens the ledger key."""
    found = standing_of(subject)
    if found is None:
        raise NoSuchSubject("there is no such subject")
    standing, states, policy_id = found
    holding = hold_in_code("export_bundle")
    policy = by_id(policy_id).policy
    facts = SubjectFacts(standing, states, case=CaseKind.REQUEST)
    decision = decide(policy, UseRequest(holding.purpose, 0, holding.role), facts)
    use = Use(
        at,
        holding.actor,
        Event.EXPORT if decision.allowed else Event.REFUSE,
        holding.purpose,
        decision.clause,
        decision.policy,
        decision.outcome,
        (subject,),
    )
    with durable():
        use_id = record_uses([use])[0]
    if not decision.allowed:
        raise Refused(decision)
    permitted.count(2)  # the `legal` data key, and the ledger key under it
    reader = Reader(holding.actor, holding.role, holding.purpose, at)
    return Permit(use_id, ((subject, RetentionClass.LEGAL, FIRST_VERSION),), int(states), (), reader)


def _leaves_of(log: TileLog, subject: int, ledger_key: bytes, export: bytes) -> list[int]:
    """The leaf of every counter up to the export's own, in order: found by codes that only this key makes.

    A use that came between the export and now stands behind it: it is for the next bundle.
    """
    count = counters([subject])[subject]
    indexes = leaves_at([sequence_code(ledger_key, counter) for counter in range(1, count + 1)])
    for end in range(count, 0, -1):
        if decode(log.entry(indexes[end - 1])).id == export:
            return indexes[:end]
    raise Unavailable("this export is not in the ledger yet: try again")
