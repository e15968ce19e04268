"""How far a campaign is: numbers only, never whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from giuloi.promises.use.outreach.campaigns import Campaign, State, find
from giuloi.promises.use.outreach.sends import SendState, counts, lately

WINDOW = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Progress:
    """`counts` is (state, why) → messages; `rate` is messages a minute just now; `left` the time it still takes."""

    campaign: Campaign
    counts: Mapping[tuple[SendState, str], int]
    rate: int
    left: timedelta | None

    def of(self, state: SendState) -> int:
        """How many messages came to this."""
        return sum(count for (found, _), count in self.counts.items() if found is state)

    @property
    def sent(self) -> int:
        """How many went out for certain."""
        return self.of(SendState.SENT)

    @property
    def dealt_with(self) -> int:
        """How many people need no more looking at."""
        return sum(self.counts.values()) - self.of(SendState.LATER) - self.of(SendState.CLAIMED)

    @property
    def waiting(self) -> int:
        """How many of those expected at the start are still to come, about."""
        return max(0, self.campaign.expected - self.dealt_with)

    @property
    def reasons(self) -> list[tuple[SendState, str, int]]:
        """Everything that was not simply sent, the most frequent first."""
        other = [(state, why, count) for (state, why), count in self.counts.items() if (state, why) != _SENT]
        return sorted(other, key=lambda one: (-one[2], one[0], one[1]))


_SENT = (SendState.SENT, "")


def progress(campaign: int, at: datetime) -> Progress:
    """Of one campaign, at that moment."""
    found = find(campaign)
    known = counts(campaign)
    rate = lately(campaign, at - WINDOW) if found.state is State.RUNNING else 0
    done = Progress(found, known, rate, None)
    left = timedelta(seconds=round(done.waiting * 60 / rate)) if rate and done.waiting else None
    return Progress(found, known, rate, left)
