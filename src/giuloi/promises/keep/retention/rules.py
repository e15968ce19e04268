"""The policy's terms, cut into pieces for which one answer holds: the same fields, the same rules.

Which rules speak of a datum is asked of `core.policy.keeping` itself, once for each kind of datum there can be. What
is left for the database is to compare when a term began with the latest moment from which it would be over by now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from giuloi.core.fields import FIELDS
from giuloi.core.policy.clauses import Policy, Retention
from giuloi.core.policy.keeping import Kept, keeping
from giuloi.core.policy.term_over import latest_start, latest_start_of_year
from giuloi.core.terms import RetentionClass, Standing

YEAR_END = "end_of_fiscal_year"
_YEAR_OF = "contract"  # a term that begins with the end of a year: of the year in which the contract was made


@dataclass(frozen=True, slots=True)
class Kind:
    """What has to be known of a row to know its rules; `agreed` numbers the side purposes agreed to (bits)."""

    policy: int
    standing: Standing
    of_order: bool
    agreed: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Fields of one class that the same rules speak of, for these `agreed` alike."""

    policy: int
    standing: Standing
    of_order: bool
    agreed: frozenset[int]
    klass: RetentionClass
    fields: int
    rules: tuple[Retention, ...]

    def fits(self, kind: Kind, klass: RetentionClass) -> bool:
        """Whether it is about a row of this kind and class."""
        where = (self.policy, self.standing, self.of_order, self.klass)
        return where == (kind.policy, kind.standing, kind.of_order, klass) and kind.agreed in self.agreed


@dataclass(frozen=True, slots=True)
class Begun:
    """The latest moment at which `start` must have come for a term to be over; None: it cannot be over yet."""

    start: str
    by: datetime | None


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of all versions by which somebody is judged."""

    policies: Mapping[int, Policy]
    topics: tuple[str, ...]
    pieces: tuple[Piece, ...]

    def of(self, kind: Kind, klass: RetentionClass) -> Iterator[Piece]:
        """The pieces that speak of such a row."""
        return (piece for piece in self.pieces if piece.fits(kind, klass))


def topics_of(policies: Mapping[int, Policy]) -> tuple[str, ...]:
    """The side purposes some term is for, in the order of their bits in `agreed`."""
    named = {
        name
        for policy in policies.values()
        for rule in policy.retentions
        for name in rule.purposes
        if name in policy.purposes and policy.purposes[name].topic
    }
    return tuple(sorted(named))


def pieces_of(policies: Mapping[int, Policy]) -> list[Piece]:
    """Every piece of every version, in the order of versions and fields."""
    topics = topics_of(policies)
    found: dict[tuple[int, Standing, bool, RetentionClass, tuple[Retention, ...], int], set[int]] = {}
    for number, policy in policies.items():
        for standing, of_order, agreed in product(Standing, (False, True), range(1 << len(topics))):
            names = frozenset(name for bit, name in enumerate(topics) if agreed >> bit & 1)
            for (klass, rules), mask in _grouped(policy, standing, names, of_order=of_order).items():
                found.setdefault((number, standing, of_order, klass, rules, mask), set()).add(agreed)
    return [
        Piece(number, standing, of_order, frozenset(agreed), klass, mask, rules)
        for (number, standing, of_order, klass, rules, mask), agreed in found.items()
    ]


def _grouped(
    policy: Policy, standing: Standing, agreed: frozenset[str], *, of_order: bool
) -> dict[tuple[RetentionClass, tuple[Retention, ...]], int]:
    alike: dict[tuple[RetentionClass, tuple[Retention, ...]], int] = {}
    for field in FIELDS:
        rules = tuple(one.rule for one in keeping(policy, Kept(field.mask, standing, of_order, agreed, {})))
        if rules:  # a field that the policy gives no term is kept: publishing warned of it
            alike[field.klass, rules] = alike.get((field.klass, rules), 0) | field.mask
    return alike


def used_over(rule: Retention, now: datetime) -> Begun:
    """When the term of using must have begun to be over at `now`."""
    if rule.start == YEAR_END:
        return Begun(_YEAR_OF, latest_start_of_year(rule.use, now))
    return Begun(rule.start, latest_start(rule.use, now))


def gone_over(rule: Retention, now: datetime) -> Iterator[Begun]:
    """What must have begun for it to be erased: the term of using, and that of storing where there is one."""
    yield used_over(rule, now)
    if rule.store is None:
        return
    start = rule.store_from or rule.start
    if start == YEAR_END:
        of = _YEAR_OF if rule.start == YEAR_END else rule.start
        yield Begun(of, latest_start_of_year(rule.store, now))
    else:
        yield Begun(start, latest_start(rule.store, now))
