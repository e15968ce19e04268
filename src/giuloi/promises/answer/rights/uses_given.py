"""Which uses somebody has agreed to now, to be named when they take a consent back or object (VI.3, VI.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from giuloi.core.bilingual import Words
from giuloi.core.terms import ConsentState
from giuloi.records import consents
from giuloi.records.published import by_id
from giuloi.records.subjects import standing_of


@dataclass(frozen=True, slots=True)
class GivenUse:
    """One purpose by one channel that stands as a yes; `value` is how a form names it."""

    purpose: str
    channel: str
    words: Words

    @property
    def value(self) -> str:
        """ "promotion|email"."""
        return f"{self.purpose}|{self.channel}"


def given_uses(subject: int) -> list[GivenUse]:
    """Everything they could take back, purpose by channel, whoever receives it."""
    found = standing_of(subject)
    if found is None:
        return []
    rules = by_id(found[2]).policy.purposes
    states = consents.states_of(subject)
    pairs = {
        (purpose, channel) for (purpose, channel, _), state in states.items() if state is ConsentState.GIVEN
    }
    return [
        GivenUse(
            *one,
            Words(rules[one[0]].vi or one[0], rules[one[0]].en or one[0])
            if one[0] in rules
            else Words(one[0], one[0]),
        )
        for one in sorted(pairs)
    ]


def chosen_uses(subject: int, said: Iterable[str]) -> list[tuple[str, str]]:
    """The (purpose, channel) of those values that are theirs to take back; anything else is left out."""
    wanted = set(said)
    return [(one.purpose, one.channel) for one in given_uses(subject) if one.value in wanted]
