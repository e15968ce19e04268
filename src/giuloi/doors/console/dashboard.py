"""The first page: how data was used these days, in pictures, and what wants somebody's attention."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.core.ledger.entry import Event
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Outcome
from giuloi.doors.console.attention import attention
from giuloi.doors.console.charts import Chart, Series, by_day, by_name
from giuloi.doors.console.guard import signed_in
from giuloi.records.published import current
from giuloi.records.uses.tally import Tally, tallies

PERIODS = (7, 30, 90)
USES = frozenset(
    {Event.REVEAL, Event.PRINT, Event.DISCLOSE, Event.FIND, Event.EXPORT, Event.REFUSE, Event.NOT_OPENED}
)
GIVEN = frozenset({Event.CONSENT_GIVEN})
NOT_GIVEN = frozenset({Event.CONSENT_REFUSED, Event.CONSENT_WITHDRAWN, Event.CONSENT_EXPIRED})
DECIDED = (
    (Words("được phép", "allowed"), "ok", Outcome.ALLOWED),
    (Words("bị từ chối", "refused"), "late", Outcome.DENIED),
    (Words("chính sách không nói tới", "not spoken of"), "warn", Outcome.GAP),
)
CONSENTS = (
    (Words("đồng ý", "given"), "ok", GIVEN),
    (Words("rút lại, từ chối", "withdrawn, refused"), "late", NOT_GIVEN),
)


@require_GET
@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """Numbers of a week, a month or a quarter; none of them is about one person."""
    asked = request.GET.get("days", "30")
    length = int(asked) if asked in {str(days) for days in PERIODS} else 30
    today = datetime.now(VIETNAM).date()
    days = [today - timedelta(days=back) for back in range(length - 1, -1, -1)]
    found = tallies(days[0], today)
    policy = current().policy
    seen = {
        "length": length,
        "periods": PERIODS,
        "cards": cards(found),
        "charts": pictures(found, days, policy),
        "attention": attention(found) if request.staff.administrator else (),
    }
    return render(request, "console/dashboard.html", seen)


def cards(found: Sequence[Tally]) -> list[tuple[Words, int]]:
    """The four numbers at the top."""
    return [
        (Words("lần dùng được phép", "uses allowed"), _sum(found, lambda one: _used(one, Outcome.ALLOWED))),
        (Words("lần bị từ chối", "uses refused"), _sum(found, lambda one: one.event == Event.REFUSE)),
        (Words("lần đồng ý", "consents given"), _sum(found, lambda one: one.event in GIVEN)),
        (
            Words("lần rút lại hoặc từ chối", "consents withdrawn or refused"),
            _sum(found, lambda one: one.event in NOT_GIVEN),
        ),
    ]


def pictures(found: Sequence[Tally], days: Sequence[date], policy: Policy) -> list[Chart]:
    """Uses by day, uses by clause, consents by day."""
    uses = [one for one in found if one.event in USES]
    by_clause = {ref: [one for one in uses if one.clause == ref] for ref in _clauses(uses, policy)}
    daily = [_daily(name, tone, days, uses, _decided(how)) for name, tone, how in DECIDED]
    cited = [
        Series(name, tone, tuple(_sum(some, _decided(how)) for some in by_clause.values()))
        for name, tone, how in DECIDED
    ]
    said = [_daily(name, tone, days, found, _among(events)) for name, tone, events in CONSENTS]
    return [
        by_day("uses", Words("Lần dùng theo ngày", "Uses by day"), days, daily),
        by_name("clauses", Words("Lần dùng theo điều khoản", "Uses by clause"), list(by_clause), cited),
        by_day("consents", Words("Sự đồng ý theo ngày", "Consents by day"), days, said),
    ]


def _decided(how: Outcome) -> Callable[[Tally], bool]:
    return lambda one: one.decision == how


def _among(events: frozenset[Event]) -> Callable[[Tally], bool]:
    return lambda one: one.event in events


def _clauses(uses: Sequence[Tally], policy: Policy) -> list[str]:
    """The clauses that were cited, in the policy's order; those of older versions last."""
    order: dict[str, int] = {ref: number for number, ref in enumerate(policy.clauses)}
    return sorted({one.clause for one in uses}, key=lambda ref: (order.get(ref, len(order)), ref))


def _daily(
    name: Words, tone: str, days: Sequence[date], found: Sequence[Tally], of: Callable[[Tally], bool]
) -> Series:
    counts: Counter[date] = Counter()
    for one in found:
        if of(one):
            counts[one.day] += one.count
    return Series(name, tone, tuple(counts[day] for day in days))


def _used(one: Tally, how: Outcome) -> bool:
    return one.event in USES and one.decision == how


def _sum(found: Sequence[Tally], of: Callable[[Tally], bool]) -> int:
    return sum(one.count for one in found if of(one))
