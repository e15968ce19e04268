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

MOST_CHECKED = 200  # entries whose proofs are looked at while somebody waits for the page


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
    with closing(TileLog(places().ledger)) as log:
        trail = _trail(log, subject, range(before - 1, first - 1, -1))
        return [_read(one.number, one.entry) for one in trail]


def every_use(subject: int) -> list[OwnUse]:
    """All entries, newest first, for our own work on an erasure: also of a frozen person. Nothing sealed is opened."""
    waiting = [one.use for one in pending.waiting(TICK) if subject in one.use.subjects]
    with closing(TileLog(places().ledger)) as log:
        trail = _trail(log, subject, range(count_of(subject), 0, -1))
        return [_waiting(use) for use in reversed(waiting)] + [_read(one.number, one.entry) for one in trail]


def waiting_of(subject: int) -> list[OwnUse]:
    """What is on disk and waits for its line: within a second it has one. Newest first."""
    _may_read(subject)
    found = [one.use for one in pending.waiting(TICK) if subject in one.use.subjects]
    return [_waiting(use) for use in reversed(found)]


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
            for one in _trail(log, subject, range(count, oldest - 1, -1)):
                expected = one.number
                if newest is None or not one.stands(log, newest):
                    break
            else:
                return Checked(count, count - oldest + 1 if count else 0, 0, at)
    except (KeyError, IndexError, BadEvidence):
        pass  # whatever cannot be read is not shown to be whole: the entry that was looked for is named
    return Checked(count, count - expected + 1, expected, at)


@dataclass(frozen=True, slots=True)
class _Step:
    """One entry of somebody's trail: its number, the code that makes it theirs, and where it stands."""

    number: int
    code: bytes
    index: int
    leaf: bytes
    entry: UseEntry

    def stands(self, log: TileLog, newest: Checkpoint) -> bool:
        """Whether it is in the tree under its signed head, and is this person's."""
        codes = members(log.members(self.index)) if self.entry.batch else [self.entry.sc]
        proof = log.inclusion(self.index, newest.size)
        return self.code in codes and included(
            leaf_hash(self.leaf), self.index, newest.size, proof, newest.root
        )


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


def _trail(log: TileLog, subject: int, numbers: Sequence[int]) -> Iterator[_Step]:
    """These entries, in the order of `numbers`; nothing once the person is erased.

    Raises KeyError, IndexError or BadEvidence for one that is not where it should be.
    """
    codes = keyring().sequence_codes([(subject, number) for number in numbers], sequence_code)
    known = [(number, code) for number, code in zip(numbers, codes, strict=True) if code is not None]
    indexes = leaves_at([code for _, code in known])
    for (number, code), index in zip(known, indexes, strict=True):
        leaf = log.entry(index)
        yield _Step(number, code, index, leaf, decode(leaf))


def _waiting(use: pending.Use) -> OwnUse:
    return OwnUse(
        *(None, use.at, use.actor, use.event, use.purpose, use.clause, use.policy_hash, use.decision),
        *(use.recipient, use.channel, use.fields),
    )


def _read(number: int, entry: UseEntry) -> OwnUse:
    return OwnUse(
        number,
        datetime.strptime(entry.t, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
        *(entry.actor, entry.event.value, entry.purpose, entry.clause, entry.policy, entry.decision.value),
        *(entry.recipient, entry.channel.value, entry.fields),
    )
