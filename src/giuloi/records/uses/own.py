"""One person's own entries of the use ledger, newest first, for the page on which they read them (VI.9).

No key leaves the key store for it: `sequence_codes` tells where this person's entries stand, as it does for the
sequencer, and nothing sealed is opened. So reading one's history adds no line to it; taking the proof away does
(uses/bundle.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from giuloi.core.gate.decide import decide
from giuloi.core.gate.request import SubjectFacts, UseRequest
from giuloi.core.ledger.batch import members
from giuloi.core.ledger.checkpoint import Checkpoint
from giuloi.core.ledger.entry import UseEntry, decode, sequence_code
from giuloi.core.ledger.merkle import included, leaf_hash
from giuloi.core.terms import BadEvidence, Refused
from giuloi.records.credentials import hold_in_code
from giuloi.records.keyring import keyring
from giuloi.records.places import places
from giuloi.records.published import by_id
from giuloi.records.subjects import standing_of
from giuloi.records.uses import head, pending
from giuloi.records.uses.sequencer import TICK
from giuloi.records.uses.tiles import TileLog
from giuloi.records.uses.trail import counters, leaves_at

MOST_CHECKED = 2000  # entries whose proofs are looked at while somebody waits for the page


@dataclass(frozen=True, slots=True)
class OwnUse:
    """One use of this person's data. `number` counts their entries from 1; None: it waits for its line."""

    number: int | None
    at: datetime
    actor: str
    event: str
    purpose: str
    clause: str
    policy: str
    decision: str
    recipient: str
    channel: str
    fields: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at the whole of somebody's trail found: `fault` is the number of the first wrong entry, or 0."""

    count: int
    looked_at: int
    fault: int
    at: datetime

    @property
    def ok(self) -> bool:
        """Nothing is wrong with what was looked at."""
        return self.fault == 0


def count_of(subject: int) -> int:
    """How many entries the ledger has about this person."""
    return counters([subject]).get(subject, 0)


def own_uses(subject: int, before: int, limit: int) -> list[OwnUse]:
    """The entries numbered below `before`, newest first, at most `limit`. Raises Refused for a frozen person."""
    _may_read(subject)
    first = max(1, before - limit)
    return [_read(number, entry) for number, entry, _, _ in _trail(subject, range(before - 1, first - 1, -1))]


def waiting_of(subject: int) -> list[OwnUse]:
    """What is on disk and waits for its line: within a second it has one. Newest first."""
    _may_read(subject)
    found = [one.use for one in pending.waiting(TICK) if subject in one.use.subjects]
    return [
        OwnUse(
            *(None, use.at, use.actor, use.event, use.purpose, use.clause, use.policy_hash, use.decision),
            *(use.recipient, use.channel, use.fields),
        )
        for use in reversed(found)
    ]


def check(subject: int, at: datetime, most: int = MOST_CHECKED) -> Checked:
    """Whether each of their entries stands in the ledger under its signed head, without a gap: looked at now.

    The newest `most` of them; the bundle proves all, to somebody who need not believe us.
    """
    count = count_of(subject)
    oldest = max(1, count - most + 1)
    newest = head.newest_head(head.log_key()[0])
    expected = count
    try:
        with closing(TileLog(places().ledger)) as log:
            for number, entry, index, raw in _trail(subject, range(count, oldest - 1, -1)):
                expected = number
                if (
                    newest is None
                    or not _stands(log, newest, index, raw)
                    or not _theirs(subject, number, entry, log, index)
                ):
                    return Checked(count, count - number + 1, number, at)
    except (KeyError, IndexError, BadEvidence):
        return Checked(count, count - expected + 1, expected, at)
    return Checked(count, count - oldest + 1 if count else 0, 0, at)


def _may_read(subject: int) -> None:
    """As the gate says of looking at one's own account: frozen is shut, also because of a dispute over whose it is."""
    found = standing_of(subject)
    if found is None:
        return
    standing, states, policy_id = found
    holding = hold_in_code("show_own_data")
    decision = decide(
        by_id(policy_id).policy, UseRequest(holding.purpose, 0, holding.role), SubjectFacts(standing, states)
    )
    if not decision.allowed:
        raise Refused(decision)


def _trail(subject: int, numbers: Sequence[int]) -> Iterator[tuple[int, UseEntry, int, bytes]]:
    """(number, entry, index, the leaf's bytes) of these entries; nothing once the person is erased."""
    codes = keyring().sequence_codes([(subject, number) for number in numbers], sequence_code)
    known = [(number, code) for number, code in zip(numbers, codes, strict=True) if code is not None]
    indexes = leaves_at([code for _, code in known])
    with closing(TileLog(places().ledger)) as log:
        for (number, _), index in zip(known, indexes, strict=True):
            raw = log.entry(index)
            yield number, decode(raw), index, raw


def _stands(log: TileLog, newest: Checkpoint, index: int, raw: bytes) -> bool:
    proof = log.inclusion(index, newest.size)
    return included(leaf_hash(raw), index, newest.size, proof, newest.root)


def _theirs(subject: int, number: int, entry: UseEntry, log: TileLog, index: int) -> bool:
    """Whether the leaf carries this person's code for this number."""
    [code] = keyring().sequence_codes([(subject, number)], sequence_code)
    return code in (members(log.members(index)) if entry.batch else [entry.sc])


def _read(number: int, entry: UseEntry) -> OwnUse:
    return OwnUse(
        number,
        datetime.strptime(entry.t, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
        *(entry.actor, entry.event.value, entry.purpose, entry.clause, entry.policy, entry.decision.value),
        *(entry.recipient, entry.channel.value, entry.fields),
    )
