"""When and how often somebody may be written to: the policy and the law, the stricter of each (II.2).

Counted across all campaigns, in a rolling day, on Vietnamese time. People are judged by the version that they
accepted; what is sent to all of them at once keeps to the strictest of the versions in use.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone

from giuloi.core.policy.clauses import ContactRule, Policy
from giuloi.core.policy.figures import Figure, Hours
from giuloi.core.terms import Channel
from giuloi.records.published import by_id, current
from giuloi.records.subjects import versions_in_use

VIET_NAM = timezone(timedelta(hours=7))  # no summer time
DAY = timedelta(hours=24)
# Zalo and Messenger are not in the wording of Decree 91/2020; where the policy has no rule for them, they keep to the
# one for text messages: by our own choice, and said so (`cites` is empty).
_AS_TEXT = (Channel.ZALO, Channel.MESSENGER)


@dataclass(frozen=True, slots=True)
class Rule:
    """`hours` of the day (start inside, end not; None: any), at most `per_day` in 24 hours (None: any number).

    `cites` is what it rests on: clauses of the policy, then the sources of law.
    """

    channel: Channel
    hours: Hours | None
    per_day: int | None
    cites: tuple[str, ...]

    def is_open(self, at: datetime) -> bool:
        """Whether somebody may be written to at that moment."""
        return self.hours is None or self.hours[0] <= _clock(at) < self.hours[1]

    def opens(self, at: datetime) -> datetime:
        """The first moment from `at` on at which it is open. Raises ValueError where it never is."""
        if self.is_open(at) or self.hours is None:
            return at
        if self.hours[0] >= self.hours[1]:
            raise ValueError("the rules leave no hour of the day")
        here = at.astimezone(VIET_NAM)
        begins = datetime.combine(here.date(), time.fromisoformat(self.hours[0]), VIET_NAM)
        return begins if begins > here else begins + DAY


def rule_for(channel: Channel) -> Rule:
    """The rule that holds for everybody by this channel, now."""
    in_use = versions_in_use() | {current().id}
    return strictest(channel, (by_id(policy).policy for policy in sorted(in_use)))


def strictest(channel: Channel, policies: Iterable[Policy]) -> Rule:
    """Of these versions, each with the law it was compiled under."""
    hours: list[Hours] = []
    caps: list[int] = []
    cites: list[str] = []
    for policy in policies:
        rules = [rule for rule in policy.contacts if rule.channel is channel]
        spoken = channel if rules or channel not in _AS_TEXT else Channel.SMS
        rules = rules or [rule for rule in policy.contacts if rule.channel is spoken]
        said_here: list[ContactRule | Figure] = [*rules, *_law(policy, spoken)]
        for said in said_here:
            _add(said, hours, caps, cites, by_law=channel is spoken)
    shared = (max(one[0] for one in hours), min(one[1] for one in hours)) if hours else None
    return Rule(channel, shared, min(caps) if caps else None, tuple(dict.fromkeys(cites)))


def _law(policy: Policy, channel: Channel) -> list[Figure]:
    named = (f"contact.{channel}.hours", f"contact.{channel}.per_day")
    return [policy.figures[name] for name in named if name in policy.figures]


def _add(
    said: ContactRule | Figure, hours: list[Hours], caps: list[int], cites: list[str], *, by_law: bool
) -> None:
    if isinstance(said, Figure):
        if isinstance(said.value, tuple):
            hours.append(said.value)
        elif isinstance(said.value, int):
            caps.append(said.value)
        if by_law:
            cites.append(said.source)
        return
    if said.hours is not None:
        hours.append(said.hours)
    if said.per_day is not None:
        caps.append(said.per_day)
    cites.insert(0, said.clause)


def _clock(at: datetime) -> str:
    """The time of day in Viet Nam, "07:59": written so, it compares."""
    return at.astimezone(VIET_NAM).strftime("%H:%M")
