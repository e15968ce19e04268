"""/trust/policy: the policy in force, clause by clause, each with how far it is kept (clause IV.6)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from giuloi.doors.trust.clauses import coverage_counts, permits, sections
from giuloi.doors.trust.counts import by_clause, lately, of_period
from giuloi.doors.trust.evidence import seen_of
from giuloi.doors.trust.recipients import enabled_recipients
from giuloi.doors.trust.served import public
from giuloi.doors.trust.tongue import spoken_language
from giuloi.records.published import Published, current


@public
def policy(request: HttpRequest) -> HttpResponse:
    """The whole policy with anchors: /trust/policy#IV.3."""
    now = enabled_recipients(timezone.now())
    return render(request, "trust/policy.html", {**shown(current()), "receiving": now})


def shown(version: Published) -> dict[str, Any]:
    """What the template of a policy needs, whichever version it is."""
    period, seen = lately(timezone.now()), seen_of(version)
    return {
        "version": version,
        "policy": version.policy,
        "sections": sections(version.policy, spoken_language(), by_clause(of_period(period)), seen),
        "coverage": coverage_counts(version.policy),
        "permits": permits(version.policy),
        "period": period,
        "reported": bool(seen),
    }
