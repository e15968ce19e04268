"""/trust/: what is promised and how far it is kept, at a glance, and where to look further."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from giuloi.core.ledger.note import VerifierKey
from giuloi.doors.trust.clauses import coverage_counts
from giuloi.doors.trust.counts import lately, of_period, together
from giuloi.doors.trust.served import public
from giuloi.records.installation import public_key
from giuloi.records.measures import measured
from giuloi.records.published import current
from giuloi.records.uses import public_log


@public
def overview(request: HttpRequest) -> HttpResponse:
    """Four figures, and the ways on."""
    version, seen = current(), measured()
    period = lately(timezone.now())
    head = public_log.newest(VerifierKey.parse(public_key()))
    told = {
        "version": version,
        "clauses": len(version.policy.clauses),
        "coverage": coverage_counts(version.policy),
        "total": together(of_period(period)),
        "period": period,
        "size": head.size if head else 0,
        "measures_on": sum(one.on for one in seen),
        "measures": len(seen),
    }
    return render(request, "trust/overview.html", told)
