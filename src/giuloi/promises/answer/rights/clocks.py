"""The two clocks of a right: the promise's, from receipt and never stopped; the law's, from when the request is valid.

Valid is a request once it is established who asked (Decree 330/2026 art. 44.1.d). Its clock stands still only while
the customer is asked for that once more; it can be extended once, with a reason and proof, told before it ends
(Decree 356/2025 art. 5).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from giuloi.core.deadline import due
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Duration


@dataclass(frozen=True, slots=True)
class Deadlines:
    """When the promise falls due; when law wants an answer, and the thing done (None: not valid yet, or no figure).

    `paused` is how long the law's clock stood still so far; `standing_still` whether it does now.
    """

    promise: datetime | None
    law_answer: datetime | None
    law_do: datetime | None
    paused: timedelta
    standing_still: bool
    extended: bool


def span_of(policy: Policy, figure: str) -> Duration | None:
    """The span of one figure of law in this policy's profile, such as "rights.erase.do"; None where it has none."""
    found = policy.figures.get(figure)
    return found.value if found is not None and isinstance(found.value, Duration) else None


def deadlines(
    policy: Policy,
    kind: str,
    promise: datetime | None,
    valid_at: datetime | None,
    pauses: Collection[tuple[datetime, datetime | None]],
    at: datetime,
    free: frozenset[date],
    *,
    extended: bool = False,
) -> Deadlines:
    """Both clocks as they stand at `at`. Pure: everything it needs is given."""
    paused = sum(((until or at) - since for since, until in pauses), timedelta())
    still = any(until is None for _, until in pauses)
    if valid_at is None:
        return Deadlines(promise, None, None, paused, still, extended)
    # Before it was valid the law's clock did not run, so it could not stand still either.
    stood = sum(
        ((until or at) - max(since, valid_at) for since, until in pauses if (until or at) > valid_at),
        timedelta(),
    )
    answer, do = span_of(policy, "rights.respond"), span_of(policy, f"rights.{kind}.do")
    done = due(valid_at, do, free) if do else None
    more = span_of(policy, f"rights.{kind}.extension") if extended else None
    if done is not None and more is not None:
        done = due(done, more, free)
    return Deadlines(
        promise,
        due(valid_at, answer, free) + stood if answer else None,
        done + stood if done else None,
        paused,
        still,
        extended,
    )
