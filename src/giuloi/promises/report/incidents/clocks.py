"""By when each report of an incident is due: as the policy promises, and never later than the law says (IV.7).

Counted from the earlier of the two T0s: what counts is when it was detected, not when it was understood.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from giuloi.core.deadline import due
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Duration
from giuloi.promises.report.incidents.kinds import BODY, CUSTOMERS, POLICE, Stage
from giuloi.records.holidays import free_days

FULL = "incident.full_report"  # the figure of law for the full report (Decree 331/2026 art. 31.2.d)
FIRST_STAGE = {POLICE: Stage.INITIAL, BODY: Stage.FULL, CUSTOMERS: Stage.FULL}


@dataclass(frozen=True, slots=True)
class Owed:
    """One report that is owed. `clause` promises it, `source` is the law behind; without `due_at`: at the end."""

    to: str
    stage: Stage
    due_at: datetime | None
    clause: str = ""
    source: str = ""


def owed(policy: Policy, start: datetime) -> list[Owed]:
    """Every report of an incident that was detected at `start`, the first due first."""
    made = [
        Owed(
            to := one.values["to"],
            FIRST_STAGE[to],
            _due(start, one.values["within"], policy, f"incident.{to}"),
            one.clause,
            _source(policy, f"incident.{to}"),
        )
        for one in policy.reports
    ]
    if FULL in policy.figures and any(one.to == POLICE for one in made):
        value = policy.figures[FULL].value
        assert isinstance(value, Duration)  # noqa: S101  the lawbook's reader made it one
        made.append(Owed(POLICE, Stage.FULL, due(start, value, free_days()), source=_source(policy, FULL)))
    made += [Owed(to, Stage.FINAL, None) for to in (POLICE, BODY) if any(one.to == to for one in made)]
    return sorted(made, key=lambda one: (one.due_at is None, one.due_at or start))


def _due(start: datetime, promised: Duration, policy: Policy, figure: str) -> datetime:
    """The earlier of the two: the compiler refuses a looser promise, and a clock must not trust that alone."""
    moments = [due(start, promised, free_days())]
    law = policy.figures.get(figure)
    if law is not None and isinstance(law.value, Duration):
        moments.append(due(start, law.value, free_days()))
    return min(moments)


def _source(policy: Policy, figure: str) -> str:
    found = policy.figures.get(figure)
    return "" if found is None else found.source.split(";")[0][:200]
