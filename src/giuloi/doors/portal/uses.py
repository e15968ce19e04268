"""/me/uses: who used the visitor's data, when, what for, under which clause; in plain words, newest first (VI.9)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giuloi.core.deadline import VIETNAM
from giuloi.core.terms import Refused
from giuloi.doors.portal.coming import now, signed_in
from giuloi.promises.answer.use_words import Told, is_own_view, told
from giuloi.promises.report.break_glass.access import opened_of
from giuloi.records.uses.own import OwnUse, check, count_of, own_uses, waiting_of

PAGE, AT_ONCE, MOST = (
    40,
    200,
    2000,
)  # lines of a page, entries read at once, entries looked through for one page
FILTERS = ("all", "used", "refused", "consent")


@dataclass(slots=True)
class Day:
    """One day: its lines, and how often the customer looked themselves (folded, so that it drowns nothing)."""

    day: date
    lines: list[Told] = field(default_factory=list)
    own_views: int = 0
    last_view: datetime | None = None


@require_GET
@signed_in()
def page(request: HttpRequest) -> HttpResponse:
    """One page of the history; `before` is the number of an entry of their own, nothing about anybody."""
    subject, at = request.visitor.who, now()
    wanted = request.GET.get("show", "")
    wanted = wanted if wanted in FILTERS else "all"
    count = count_of(subject)
    before = _number(request.GET.get("before", ""), count + 1)
    try:
        found, following = _page(subject, before, wanted)
        waiting = waiting_of(subject) if before > count else []
        checked = check(subject, at)
    except Refused as refused:
        return render(request, "portal/uses.html", {"refused": refused.decision, "show": wanted})
    context = {
        "days": _days([one for one in [*waiting, *found] if _fits(one, wanted)]),
        "show": wanted,
        "filters": FILTERS,
        "following": following,
        "first_page": before > count,
        "count": count,
        "checked": checked,
        "emergencies": opened_of(subject) if before > count else [],
    }
    return render(request, "portal/uses.html", context)


def _page(subject: int, before: int, wanted: str) -> tuple[list[OwnUse], int]:
    """Entries until a page is full, and the number to go on from (0: there are no more)."""
    found: list[OwnUse] = []
    lines, last = 0, max(1, before - MOST)
    while before > last and lines < PAGE:
        some = own_uses(subject, before, AT_ONCE)
        if not some:
            return found, 0
        for one in some:
            found.append(one)
            before = one.number or 1
            lines += _fits(one, wanted) and not is_own_view(one)
            if lines >= PAGE:
                break
    return found, before if before > 1 else 0


def _fits(use: OwnUse, wanted: str) -> bool:
    if wanted == "all":
        return True
    if use.event.startswith("consent."):
        return wanted == "consent"
    refused = use.event in ("refuse", "not_opened") or use.decision != "allowed"
    return wanted == ("refused" if refused else "used")


def _days(uses: list[OwnUse]) -> list[Day]:
    days: dict[date, Day] = {}
    for use in uses:
        day = days.setdefault(use.at.astimezone(VIETNAM).date(), Day(use.at.astimezone(VIETNAM).date()))
        if is_own_view(use):
            day.own_views += 1
            day.last_view = day.last_view or use.at
        else:
            day.lines.append(told(use))
    return list(days.values())


def _number(text: str, most: int) -> int:
    """The cursor of the address; whatever is none starts at the newest."""
    if text.isascii() and text.isdigit() and len(text) < 16 and 0 < int(text) <= most:
        return int(text)
    return most
