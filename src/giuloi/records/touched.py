"""Whose data a new version of the policy touches: how many people, never which (clause VIII.3).

Members stay under the version they accepted, so a change touches those who have not accepted the new one; guests are
touched while an order of theirs is open; a consent is touched when the words it was given to are no longer said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from giuloi.core.policy.change import Change
from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.reach import asked_anew, reach
from giuloi.core.terms import Standing
from giuloi.records.cases import guests_with_open_orders
from giuloi.records.consent_history import given_by_purpose
from giuloi.records.published import by_hash
from giuloi.records.subjects import counted


@dataclass(frozen=True, slots=True)
class Touched:
    """People that one change touches, by set; None: the change cannot touch anybody of that set.

    `consents`: purpose → people who gave a consent to it whose words the new version no longer says.
    """

    members: int | None
    guests: int | None
    consents: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class People:
    """The people an installation knows, by set, before a new version holds."""

    members: int
    guests: int
    consents: Mapping[str, int]


def people(new: Policy) -> People:
    """Members who accepted another version than this one, guests with open orders, consents by purpose."""
    same = by_hash(new.hash)
    accepted_other = sum(
        count
        for (standing, version), count in counted().items()
        if standing is Standing.MEMBER and (same is None or version != same.id)
    )
    return People(accepted_other, guests_with_open_orders(), given_by_purpose())


def touched(old: Policy, new: Policy, changes: Iterable[Change], known: People) -> tuple[Touched, ...]:
    """For each change, the people of each set that its clause speaks of."""
    reworded = asked_anew(old, new)
    return tuple(_by(old, new, change, known, reworded) for change in changes)


def _by(old: Policy, new: Policy, change: Change, known: People, reworded: frozenset[str]) -> Touched:
    about = reach(old, new, change.clause)
    asked = sorted(about.purposes & reworded)
    return Touched(
        known.members if Standing.MEMBER in about.standings else None,
        known.guests if Standing.GUEST in about.standings else None,
        {purpose: known.consents.get(purpose, 0) for purpose in asked},
    )
