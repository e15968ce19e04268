"""What is forbidden otherwise. Each prohibition forbids a set of uses; the sets of the two versions are compared."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import TypeVar

from giuloi.core.bilingual import Words
from giuloi.core.fields import EVERY
from giuloi.core.policy.change import (
    CHANNELS,
    CONSENTS,
    RELATIONS,
    STANDINGS,
    STATES,
    Change,
    both,
    fields_of,
    listed,
    purpose_of,
)
from giuloi.core.policy.clauses import Policy, Prohibition
from giuloi.core.terms import Channel, Relation, Standing

T = TypeVar("T")


def prohibitions(old: Policy, new: Policy) -> Iterator[Change]:
    """Every prohibition that came, went, or forbids more or less; one that does both has two changes."""
    before = {each.name: each for each in old.prohibitions}
    after = {each.name: each for each in new.prohibitions}
    universe = frozenset({*old.purposes, *new.purposes})
    for name in both(before, after):
        was, is_ = before.get(name), after.get(name)
        if was is not None and (is_ is None or not _forbids_all_of(is_, was, universe)):
            said = _described(was, old)
            words = Words(f"không còn cấm như trước: {said.vi}", f"no longer forbidden as before: {said.en}")
            yield Change(is_.clause if is_ else was.clause, words, True)
        if is_ is not None and (was is None or not _forbids_all_of(was, is_, universe)):
            said = _described(is_, new)
            yield Change(is_.clause, Words(f"nay cấm: {said.vi}", f"now forbidden: {said.en}"), False)
        if was is not None and is_ is not None and was.clause != is_.clause:
            words = Words(
                f"lời cấm chuyển từ mục {was.clause}", f"a prohibition moved from clause {was.clause}"
            )
            yield Change(is_.clause, words, None)


def _forbids_all_of(wide: Prohibition, narrow: Prohibition, universe: frozenset[str]) -> bool:
    """Whether `wide` stands in the way of every use that `narrow` stands in the way of."""
    purposes = _purposes(narrow, universe) <= _purposes(wide, universe)
    relations = _any(narrow.relations, {*Relation, None}) <= _any(wide.relations, {*Relation, None})
    standings = _any(narrow.standings, set(Standing)) <= _any(wide.standings, set(Standing))
    channels = _any(narrow.channels, set(Channel)) <= _any(wide.channels, set(Channel))
    states = _covers(int(wide.states), int(narrow.states))
    lifted = wide.unless is None or wide.unless is narrow.unless
    return (
        purposes
        and relations
        and standings
        and channels
        and states
        and lifted
        and (_covers(wide.fields, narrow.fields))
    )


def _purposes(said: Prohibition, universe: frozenset[str]) -> frozenset[str]:
    return (said.purposes or universe) - said.beyond


def _any(words: Set[T], every: Set[T]) -> Set[T]:
    """An empty condition means: any."""
    return words or every


def _covers(wide: int, narrow: int) -> bool:
    """Conditions of bits are met by any one of them; zero is met by everything, also by none at all."""
    return wide == 0 or (narrow != 0 and not narrow & ~wide)


def _described(said: Prohibition, policy: Policy) -> Words:
    """What a prohibition speaks of, as a list; everything when it states no condition."""
    parts = [purpose_of(policy, name) for name in sorted(said.purposes)]
    parts += [RELATIONS[relation] for relation in sorted(said.relations)]
    parts += [STANDINGS[standing] for standing in sorted(said.standings)]
    parts += [words for state, words in STATES.items() if state & said.states]
    parts += [CHANNELS[channel] for channel in sorted(said.channels)]
    if said.fields & EVERY:
        parts.append(fields_of(said.fields))
    whole = listed(parts) if parts else Words("mọi việc dùng", "every use")
    if said.beyond:
        beyond = listed(purpose_of(policy, name) for name in sorted(said.beyond))
        whole = Words(f"{whole.vi} (trừ {beyond.vi})", f"{whole.en} (except {beyond.en})")
    if said.unless:
        lift = CONSENTS[said.unless]
        whole = Words(f"{whole.vi}, nếu chưa có {lift.vi}", f"{whole.en}, without {lift.en}")
    return whole
