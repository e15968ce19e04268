"""Whom a part of the use ledger concerns: for an incident, the exact list of customers, from the leaves themselves.

A leaf says nothing about whom. But each code in it is HMAC(L_s, counter) of somebody who is known: so the wanted
leaves are read once, in order, their codes are kept with what they tell, and then everybody's codes are computed
anew and looked up among them. No key leaves the key store and nothing sealed is opened.

Two things bound the memory: at most `AT_ONCE` codes are looked for in one pass over the people, and of the people at
most `CODES` codes are computed at a time. Only where one pass is not enough are counts of people held together.

What was read and stayed shut after all (`not_opened`) is taken off again. Codes that are nobody's are of people who
were erased since: they are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.ledger.batch import members
from giuloi.core.ledger.entry import Event, UseEntry, decode, sequence_code, utc_second
from giuloi.core.terms import NotATerm, Outcome
from giuloi.records.database import rows
from giuloi.records.keyring import keyring
from giuloi.records.places import places
from giuloi.records.uses.tiles import TileLog
from giuloi.records.uses.trail import PREFIX

AT_ONCE = 1_000_000  # codes looked for in one pass over the people
CODES = 20_000  # of everybody's codes, computed at a time
_PEOPLE = 5_000
OPENED = (Event.REVEAL, Event.PRINT, Event.DISCLOSE, Event.EXPORT)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which uses: by whom (pseudonyms; none is anybody), for which purposes, from when until before when."""

    actors: frozenset[str]
    purposes: frozenset[str]
    since: datetime
    until: datetime

    def __post_init__(self) -> None:
        if not self.since < self.until:
            raise NotATerm("a window begins before it ends")


@dataclass(frozen=True, slots=True)
class Told:
    """What one leaf tells of each of its people. `sign` is -1 for what stayed shut after all."""

    purpose: str
    fields: int
    sign: int


@dataclass(slots=True)
class Touched:
    """One customer: which fields, for which purposes, by how many uses."""

    fields: int = 0
    purposes: frozenset[str] = frozenset()
    uses: int = 0


@dataclass(slots=True)
class Found:
    """How the search went. `nameless` are codes that are nobody's any more."""

    size: int = 0
    leaves: int = 0
    codes: int = 0
    nameless: int = 0


def touched(wanted: Wanted, found: Found, at_once: int = AT_ONCE) -> Iterator[tuple[int, Touched]]:
    """(subject, what was touched of them), each person once; `found` is filled in on the way.

    Only what is in the tree is seen: bring what waits into it first (sequencer.integrate).
    """
    kinds: list[Told] = []
    tables = _tables(wanted, found, kinds, at_once)
    several: dict[int, Counter[int]] | None = None
    table = next(tables, None)
    while table is not None:
        following = next(tables, None)
        if following is None and several is None:
            yield from _shown(_matches(table, found), kinds)
            return
        several = {} if several is None else several
        for subject, told in _matches(table, found):
            several.setdefault(subject, Counter()).update(told)
        table = following
    yield from _shown((several or {}).items(), kinds)


def _tables(wanted: Wanted, found: Found, kinds: list[Told], at_once: int) -> Iterator[dict[bytes, int]]:
    """code → number of what it tells, at most so many codes at a time."""
    numbers: dict[Told, int] = {}
    table: dict[bytes, int] = {}
    with closing(TileLog(places().ledger)) as log:
        found.size = log.size
        since, until = utc_second(wanted.since), utc_second(wanted.until)
        for index, leaf in enumerate(log.entries(0, log.size)):
            entry = _wanted(leaf, wanted, since, until)
            if entry is None:
                continue
            told = Told(entry.purpose, entry.fields, -1 if entry.event is Event.NOT_OPENED else 1)
            number = numbers.setdefault(told, len(numbers))
            if number == len(kinds):
                kinds.append(told)
            codes = list(members(log.members(index))) if entry.batch else [entry.sc]
            found.leaves += 1
            found.codes += len(codes)
            table.update(dict.fromkeys([code[:PREFIX] for code in codes], number))
            if len(table) >= at_once:
                yield table
                table = {}
    if table:
        yield table


def _wanted(leaf: bytes, wanted: Wanted, since: str, until: str) -> UseEntry | None:
    # The moment stands at the end of a leaf: most leaves are passed over without being taken apart.
    at = leaf[-28:-8].decode("ascii")
    if not since <= at < until:
        return None
    entry = decode(leaf)
    if entry.event not in (*OPENED, Event.NOT_OPENED) or entry.decision is not Outcome.ALLOWED:
        return None
    if wanted.actors and entry.actor not in wanted.actors:
        return None
    return None if wanted.purposes and entry.purpose not in wanted.purposes else entry


def _matches(table: dict[bytes, int], found: Found) -> Iterator[tuple[int, Counter[int]]]:
    """Everybody of whom a code is in the table; what is found is taken out of it, what stays is nobody's."""
    for batch in _everybody():
        codes = keyring().sequence_codes(batch, sequence_code)
        mine: dict[int, Counter[int]] = {}
        for (subject, _), code in zip(batch, codes, strict=True):
            number = None if code is None else table.pop(code[:PREFIX], None)
            if number is not None:
                mine.setdefault(subject, Counter())[number] += 1
        yield from mine.items()
        if not table:
            break
    found.nameless += len(table)


def _everybody() -> Iterator[list[tuple[int, int]]]:
    """(subject, counter) of everybody who has leaves, all of one person together; by id, so that none is missed."""
    last, batch = 0, list[tuple[int, int]]()
    while some := rows(_COUNTERS, (last, _PEOPLE)):
        for subject, count in some:
            batch += [(int(subject), number) for number in range(1, int(count) + 1)]
            if len(batch) >= CODES:
                yield batch
                batch = []
        last = int(some[-1][0])
    if batch:
        yield batch


def _shown(people: Iterable[tuple[int, Counter[int]]], kinds: list[Told]) -> Iterator[tuple[int, Touched]]:
    """Add up what was told of each; whoever's uses all stayed shut is not affected."""
    for subject, counts in people:
        net: Counter[tuple[str, int]] = Counter()
        for number, times in counts.items():
            net[kinds[number].purpose, kinds[number].fields] += times * kinds[number].sign
        open_ones = {key: times for key, times in net.items() if times > 0}
        if open_ones:
            every = 0
            for _, fields in open_ones:
                every |= fields
            purposes = frozenset(purpose for purpose, _ in open_ones)
            yield subject, Touched(every, purposes, sum(open_ones.values()))


_COUNTERS = (
    "SELECT subject_id, count FROM records_usecounter WHERE subject_id > %s ORDER BY subject_id LIMIT %s"
)
