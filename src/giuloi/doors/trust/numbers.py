"""/trust/numbers: requests answered in their 24 hours, and uses and refusals: as tables and as pictures of the same."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from giuloi.doors.trust.answered import answered
from giuloi.doors.trust.chart import BAR, chart
from giuloi.doors.trust.counts import by_clause, by_day, lately, of_period, together
from giuloi.doors.trust.served import public
from giuloi.promises.keep.erasure.counted import counted
from giuloi.promises.report.incidents.duties import counted as incidents_counted
from giuloi.promises.share.authority.counted import counted as authority_requests
from giuloi.records.published import current


@public
def numbers(request: HttpRequest) -> HttpResponse:
    """Requests of the last twelve months up to now, uses of the thirty days that ended with yesterday."""
    now = timezone.now()
    period = lately(now)
    found = of_period(period)
    clauses, days = by_clause(found), by_day(found)
    order: dict[str, int] = {ref: number for number, ref in enumerate(current().policy.clauses)}
    told = {
        "period": period,
        "total": together(found),
        "clauses": sorted(clauses.items(), key=lambda one: order.get(one[0], len(order))),
        "days": sorted(days.items(), reverse=True),
        "chart": chart(period.days, days),
        "bar": BAR,
        "answered": answered(now),
        "erasures": counted(),
        "authorities": authority_requests(now),
        "incidents": incidents_counted(now),
    }
    return render(request, "trust/numbers.html", told)
