"""Campaigns at the desk of marketing: numbers, reasons and progress, and no list of people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giuloi.core.bilingual import Words
from giuloi.core.policy.clauses import PurposeRule
from giuloi.core.terms import CaseKind, Channel
from giuloi.doors.console.campaign_words import REASONS, SENDS, STATES, TAGS, why
from giuloi.doors.console.guard import signed_in
from giuloi.doors.console.tongue import tell
from giuloi.promises.use.outreach import campaigns, opinions
from giuloi.promises.use.outreach.campaigns import Campaign, State
from giuloi.promises.use.outreach.drafts import Kind, NotNow
from giuloi.promises.use.outreach.progress import progress
from giuloi.promises.use.outreach.reasons import Numbers, Reason, numbers
from giuloi.records.published import current

View = Callable[..., HttpResponse]


def topics() -> dict[str, PurposeRule]:
    """The side purposes that campaigns are for, as the policy in force names them."""
    rules = current().policy.purposes.values()
    return {rule.name: rule for rule in rules if rule.topic and rule.needs is CaseKind.CAMPAIGN}


def marketing(view: View) -> View:
    """Only for staff whose role a side purpose names: others get 403."""

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not any(request.staff.role in rule.roles for rule in topics().values()):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def found(campaign: int) -> Campaign:
    """One campaign, or no page."""
    try:
        return campaigns.find(campaign)
    except campaigns.Unknown:
        raise Http404 from None


@require_GET
@marketing
def index(request: HttpRequest) -> HttpResponse:
    """All campaigns, the newest first."""
    rows = [
        {
            "id": one.id, "name": one.draft.name, "rule": topics().get(one.draft.purpose),
            "purpose": one.draft.purpose, "channel": one.draft.channel.value, "state": STATES[one.state],
            "tag": TAGS.get(one.state, ""), "sent": progress(one.id, _now()).sent,
            "started_at": one.started_at,
        }
        for one in campaigns.every()
    ]  # fmt: skip
    return render(request, "console/campaigns.html", {"rows": rows})


@require_GET
@marketing
def one(request: HttpRequest, campaign: int) -> HttpResponse:
    """One campaign: how far it is, or what stands in its way."""
    return render(request, "console/campaign.html", page(found(campaign)))


def page(seen: Campaign) -> dict[str, Any]:
    """What its page shows."""
    at = _now()
    done = progress(seen.id, at)
    told = [(SENDS[state], why(word) if word else None, count) for state, word, count in done.reasons]
    ended = seen.state in (State.STOPPED, State.DONE)
    return {
        "campaign": seen,
        "state": seen.state.value,
        "state_words": STATES[seen.state],
        "tag": TAGS.get(seen.state, ""),
        "why": why(seen.why) if seen.why else None,
        "rule": topics().get(seen.draft.purpose),
        "survey": seen.draft.kind is Kind.SURVEY,
        "by_phone": seen.draft.channel is Channel.PHONE,
        "done": done,
        "minutes_left": None if done.left is None else max(1, round(done.left.total_seconds() / 60)),
        "told": told,
        "numbers": None if ended else counted(numbers(seen.draft, at, seen.id)),
        "ratings": opinions.ratings(seen.id),
    }


def counted(result: Numbers) -> dict[str, Any]:
    """The dry run for a page: (words, how many) for every reason that anybody falls under, those who may first."""
    order = [Reason.MAY, *(reason for reason in Reason if reason is not Reason.MAY)]
    counts = [(REASONS[one], result.counts[one]) for one in order]
    return {
        "rows": [(words, count) for words, count in counts if count or words is REASONS[Reason.MAY]],
        "total": result.total,
        "may": result.counts[Reason.MAY],
        "reachable": result.counts[Reason.MAY] + result.counts[Reason.CAPPED] + result.counts[Reason.QUIET],
        "rule": result.rule,
        "quiet_until": result.quiet_until,
        "capped_until": result.capped_until,
    }


@require_http_methods(["GET", "POST"])
@marketing
def start(request: HttpRequest, campaign: int) -> HttpResponse:
    """Begin, after the numbers were read once more."""
    seen = found(campaign)
    shown = counted(numbers(seen.draft, _now(), seen.id))
    if request.method == "GET":
        return render(request, "console/campaign_start.html", {"campaign": seen, "numbers": shown})
    return _do(
        request,
        campaign,
        lambda: campaigns.start(campaign, request.staff.id, _now(), shown["reachable"]),
        _STARTED,
    )


@require_POST
@marketing
def pause(request: HttpRequest, campaign: int) -> HttpResponse:
    """At once."""
    return _do(request, campaign, lambda: campaigns.pause(found(campaign).id, _now()), _PAUSED)


@require_POST
@marketing
def resume(request: HttpRequest, campaign: int) -> HttpResponse:
    """Go on; whoever does it answers for it."""
    return _do(
        request, campaign, lambda: campaigns.resume(found(campaign).id, request.staff.id, _now()), _RESUMED
    )


@require_http_methods(["GET", "POST"])
@marketing
def stop(request: HttpRequest, campaign: int) -> HttpResponse:
    """For good, after having read what it means."""
    seen = found(campaign)
    if request.method == "GET":
        return render(request, "console/campaign_stop.html", {"campaign": seen})
    return _do(request, campaign, lambda: campaigns.stop(campaign, _now()), _STOPPED)


def _do(request: HttpRequest, campaign: int, act: Callable[[], None], said: Words) -> HttpResponse:
    try:
        act()
        tell(request, said)
    except NotNow as error:
        tell(request, error.words, messages.WARNING)
    return HttpResponseRedirect(f"/console/campaigns/{campaign}")


def _now() -> datetime:
    return datetime.now(UTC)


_STARTED = Words("Đã bắt đầu gửi.", "It has begun.")
_PAUSED = Words("Đã tạm dừng: không tin mới nào được bắt đầu.", "Paused: no further message is begun.")
_RESUMED = Words("Đang gửi tiếp.", "It goes on.")
_STOPPED = Words(
    "Đã dừng hẳn. Hồ sơ của chiến dịch đã đóng.", "Stopped for good. The campaign's case is closed."
)
