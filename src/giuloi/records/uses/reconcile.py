"""Restored data meets today's ledger: what the tree has grown by since is learnt from its leaves.

The ledger is never restored with the data. So old data finds leaves it has not heard of: where they stand, whose
counters they took, and which of its own pending uses they are. Those are dropped here; a use is in the tree once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from giuloi.core.ledger.batch import members
from giuloi.core.ledger.entry import Event, UseEntry, decode, sequence_code
from giuloi.core.terms import NotServing
from giuloi.records.database import durable, rows, run_many
from giuloi.records.keyring import keyring
from giuloi.records.locks import locked
from giuloi.records.places import places
from giuloi.records.uses import head, journal, reserved, trail
from giuloi.records.uses.pending import Waiting, remove, waiting
from giuloi.records.uses.sequencer import lock_file
from giuloi.records.uses.tiles import TileLog

_AT_ONCE = 5000
_EVERY = 10**9
GAP = 8  # codes drawn ahead of their leaves are fewer


@dataclass(frozen=True, slots=True)
class Reconciled:
    """`since` leaves the data had not heard of, `dropped` pending uses that are among them; `happened` counts them.

    `policies` are the hashes of policies those leaves cite.
    """

    size: int
    since: int
    dropped: int
    happened: Counter[tuple[str, str, str]]
    policies: frozenset[str]


def check_ledger(size: int, root: str) -> int:
    """Whether the ledger on disk is the newest signed, and grew from the head a backup knew; its size.

    Raises NotServing when it was rolled back or is another's: nothing is restored over that.
    """
    with _log() as log:
        if log.size < size or (size and log.root(size).hex() != root):
            raise NotServing(
                f"the ledger on disk does not grow from the {size} leaves this backup knew: put its newest files back"
            )
        return log.size


def codes_since(size: int) -> tuple[dict[bytes, int], list[bytes]]:
    """(every code of the leaves from index `size` on → its leaf, those leaves)."""
    with _log() as log:
        leaves = list(log.entries(size, log.size))
        return _codes(log, size, [decode(leaf) for leaf in leaves]), leaves


def reconcile() -> Reconciled:
    """Bring the data's view of the ledger up to today. Idempotent; raises NotServing for a ledger that is behind."""
    with _log() as log:
        known, size = trail.size_known(), log.size
        if known > size:
            raise NotServing(
                f"the data knows {known} leaves, the ledger holds {size}: put its newest files back"
            )
        # Of rows of the data that was replaced: their numbers mean others now.
        journal.sweep(places().ledger / "private" / "tick.json")
        leaves = [decode(leaf) for leaf in log.entries(known, size)]
        codes = _codes(log, known, leaves)
        gone = _in_the_tree(leaves)
        with durable():
            _learn(known, leaves, codes)
            for start in range(0, len(gone), _AT_ONCE):
                remove(gone[start : start + _AT_ONCE])
            trail.extend((), (), size)
    happened = Counter((one.event.value, one.purpose, one.channel.value) for one in leaves)
    return Reconciled(size, size - known, len(gone), happened, frozenset(one.policy for one in leaves))


class _log:
    """The log, as whoever may append to it holds it: recovered, and not behind its newest signed head."""

    def __enter__(self) -> TileLog:
        self._held = locked(lock_file(), wait=False)
        if not self._held.__enter__():
            raise NotServing("a sequencer is at work: stop the server first")
        self._log = TileLog(places().ledger)
        key, _ = head.log_key()
        newest = head.signed_head(key, self._log.checkpoint(), 0)
        if newest is not None:
            self._log.recover(newest.size, newest.root)
        return self._log

    def __exit__(self, *_: object) -> None:
        self._log.close()
        self._held.__exit__(None, None, None)


def _codes(log: TileLog, start: int, leaves: Sequence[UseEntry]) -> dict[bytes, int]:
    """Every code of these leaves, of each member of a batch too → the leaf it stands in."""
    found: dict[bytes, int] = {}
    for number, leaf in enumerate(leaves, start):
        for code in members(log.members(number)) if leaf.batch else (leaf.sc,):
            found[bytes(code)] = number
    return found


def _in_the_tree(leaves: Sequence[UseEntry]) -> list[int]:
    """The rows of pending uses that have their leaf: by its id; of refusals that share one, as many as it counts."""
    ids = {leaf.id for leaf in leaves}
    shared: Counter[object] = Counter()
    for leaf in leaves:
        if leaf.event is Event.REFUSE:
            shared[_alike(leaf)] += leaf.count
    gone = []
    for one in waiting(_EVERY):
        if one.use_id in ids or (
            one.use.event == Event.REFUSE and shared[_kind(one)] >= len(one.use.subjects) > 0
        ):
            gone.append(one.row)
            shared[_kind(one)] -= len(one.use.subjects)
    return gone


def _alike(leaf: UseEntry) -> object:
    return (
        *(leaf.actor, leaf.purpose, leaf.clause, leaf.policy, leaf.decision),
        *(leaf.recipient, leaf.channel, leaf.fields),
    )


def _kind(one: Waiting) -> object:
    use = one.use
    return (
        use.actor,
        use.purpose,
        use.clause,
        use.policy_hash,
        use.decision,
        use.recipient,
        use.channel,
        use.fields,
    )


def _learn(start: int, leaves: Sequence[UseEntry], codes: dict[bytes, int]) -> None:
    """Where the new leaves stand, and how far each person of the data has come."""
    run_many(_PLACE, [(leaf.id, number) for number, leaf in enumerate(leaves, start)])
    run_many(_LOOKUP, [(code[: trail.PREFIX], number) for code, number in codes.items()])
    # Codes drawn ahead take their counters too, whether their leaves are there or not.
    codes = codes | {code: -1 for some in reserved.every_code() for code in some}
    everybody = [int(one) for (one,) in rows("SELECT id FROM records_subject ORDER BY id")] if codes else []
    for at in range(0, len(everybody), _AT_ONCE):
        run_many(_COUNT, list(_come_to(everybody[at : at + _AT_ONCE], codes)))


def _come_to(people: Sequence[int], codes: dict[bytes, int]) -> Iterator[tuple[int, int]]:
    """(subject, counter) of those who have a new leaf. Codes drawn ahead leave gaps of a few (reserved.py)."""
    count, behind = trail.counters(people), list(people)
    moved: set[int] = set()
    while behind:
        asked = [(one, count.get(one, 0) + ahead) for one in behind for ahead in range(1, GAP + 1)]
        found = keyring().sequence_codes(asked, sequence_code)
        hits = [place for place, code in zip(asked, found, strict=True) if code is not None and code in codes]
        count |= dict(hits)  # of one person the highest comes last
        behind = sorted({one for one, _ in hits})
        moved |= set(behind)
    yield from ((one, count[one]) for one in sorted(moved))


_PLACE = "INSERT INTO records_useplace (use_id, leaf) VALUES (%s, %s) ON CONFLICT DO NOTHING"
_LOOKUP = "INSERT INTO records_uselookup (code, leaf) VALUES (%s, %s) ON CONFLICT DO NOTHING"
_COUNT = """
INSERT INTO records_usecounter (subject_id, count) VALUES (%s, %s)
ON CONFLICT (subject_id) DO UPDATE SET count = excluded.count
"""
