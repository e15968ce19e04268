"""What a tick is about to do: which pending uses share a leaf, and which code of whom each leaf carries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from giuloi.core.crypto.primitives import random_bytes
from giuloi.core.ledger.batch import batch_root, pack
from giuloi.core.ledger.entry import CODE_BYTES, Event, sequence_code
from giuloi.records.keyring import keyring
from giuloi.records.uses.leaf import leaf_of
from giuloi.records.uses.pending import Waiting
from giuloi.records.uses.reserved import codes_of, wanted_by
from giuloi.records.uses.trail import counters

Group = tuple[Waiting, ...]
NOBODY = 0  # no subject has this id
AFTER_THE_KEY = (Event.ERASE_LIVE_DONE, Event.ERASE_BACKUPS_UNREADABLE)


@dataclass(frozen=True, slots=True)
class Planned:
    """One leaf to be: the pending uses it stands for, its people, and a code for each use of each of them.

    Uses of one person only (a flood of refusals) share one code, and the leaf counts them. `draws` are codes for
    uses to come (reserved.py), by use; in each, one for each of the leaf's people.
    """

    group: Group
    subjects: tuple[int, ...]
    codes: tuple[bytes, ...]
    draws: Mapping[bytes, tuple[bytes, ...]] = field(default_factory=dict)

    @property
    def batch(self) -> bool:
        """Whether the leaf stands for more than one use of more than one person."""
        return len(self.codes) > 1

    @property
    def members(self) -> bytes:
        """The packed codes of a batch."""
        return pack(self.codes)

    @property
    def count(self) -> int:
        """How many uses the leaf stands for: the members of a batch, or all of a flood."""
        if self.batch or NOBODY in self.subjects:
            return len(self.codes)
        return sum(len(one.use.subjects) for one in self.group)

    def leaf(self) -> bytes:
        """The leaf's bytes; it takes the id of the first of its pending uses."""
        first = self.group[0]
        code = batch_root(self.members) if self.batch else self.codes[0]
        return leaf_of(first.use, first.use_id, code, self.count, batch=self.batch)


def groups_of(taken: Sequence[Waiting]) -> list[Group]:
    """One leaf each; but refusals of one kind by one actor share one: a flood is counted, not copied."""
    groups: dict[object, list[Waiting]] = {}
    for one in taken:
        refused = one.use.event == Event.REFUSE
        # Everything but when and whom: what two refusals must share to stand in one leaf.
        alike = replace(one.use, at=taken[0].use.at, subjects=()) if refused else one.row
        groups.setdefault(alike, []).append(one)
    return [tuple(group) for group in groups.values()]


def planned(groups: Sequence[Group]) -> list[Planned]:
    """Counters and codes for each leaf. The same groups over the same counters give the same plan."""
    kept = codes_of(_of_events(groups, *AFTER_THE_KEY))
    wanted = wanted_by(_of_events(groups, Event.ERASE_INTENT))
    people = [_people(group) for group in groups]
    draws = [wanted.get(group[0].use_id, []) for group in groups]
    codes = _codes(
        [many for subjects, uses in zip(people, draws, strict=True) for many in [subjects] * (1 + len(uses))]
    )
    plan = []
    for group, subjects, uses in zip(groups, people, draws, strict=True):
        reserved = kept.get(group[0].use_id, ())
        own = tuple(next(codes) for _ in subjects)
        drawn = {use: tuple(next(codes) for _ in subjects) for use in uses}
        # What was reserved is of people who are gone: nobody's counter moves.
        plan.append(Planned(group, (NOBODY,) * len(reserved) or subjects, reserved or own, drawn))
    return plan


def _of_events(groups: Sequence[Group], *events: Event) -> list[bytes]:
    return [group[0].use_id for group in groups if group[0].use.event in events]


def _codes(people: Sequence[tuple[int, ...]]) -> Iterator[bytes]:
    """The next code of each person, for each of their uses in turn."""
    count = counters(subject for subjects in people for subject in subjects)
    wanted: list[tuple[int, int]] = []
    for subjects in people:
        for subject in subjects:
            count[subject] = count.get(subject, 0) + 1
            wanted.append((subject, count[subject]))
    # Who was erased, or never was, has no ledger key: a late refusal gets a code that nobody can link.
    return (code or random_bytes(CODE_BYTES) for code in keyring().sequence_codes(wanted, sequence_code))


def _people(group: Group) -> tuple[int, ...]:
    """Everybody a leaf stands for, once for each use; a single person once."""
    everybody = tuple(subject for one in group for subject in one.use.subjects)
    return everybody[:1] if len(set(everybody)) == 1 else everybody
