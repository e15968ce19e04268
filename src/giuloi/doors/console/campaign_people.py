"""What of a campaign opens data at the desk: the next call, and opinions; one at a time, through the gate."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from giuloi.core.bilingual import Words
from giuloi.core.fields import mask_of
from giuloi.core.terms import Channel, Unavailable
from giuloi.doors.console.campaign_words import OUTCOMES
from giuloi.doors.console.campaigns import found, marketing
from giuloi.doors.console.shown import shown
from giuloi.doors.console.told import told
from giuloi.doors.console.tongue import tell
from giuloi.promises.use.outreach import calls, opinions
from giuloi.promises.use.outreach.calls import FIELDS, ElsewhereFirst, Outcome
from giuloi.promises.use.outreach.drafts import Kind
from giuloi.records.credentials import hold_as_staff
from giuloi.records.facts import Ask
from giuloi.records.reveal import Refusal, Revealed, reveal

OPINION = ("opinion",)


@require_http_methods(["GET", "POST"])
@marketing
def call(request: HttpRequest, campaign: int) -> HttpResponse:
    """The call list: one person, when asked for, and no other before its outcome is noted.

    Loading the page anew shows nobody's number.
    """
    seen = found(campaign)
    if seen.draft.channel is not Channel.PHONE:
        raise Http404
    page: dict[str, Any] = {"campaign": seen, "outcomes": OUTCOMES}
    if request.method == "GET":
        waiting = calls.under_way(request.staff.id)
        if waiting is not None and waiting.campaign == campaign:
            page["key"] = waiting.claim.key
        elif waiting is not None:
            page["elsewhere"] = waiting.campaign
        return render(request, "console/campaign_call.html", page)
    try:
        one = calls.next_call(campaign, request.staff.id, datetime.now(UTC))
    except Unavailable:
        return render(request, "console/campaign_call.html", {**page, "unavailable": True}, status=503)
    except ElsewhereFirst as error:
        return render(
            request, "console/campaign_call.html", {**page, "elsewhere": error.campaign}, status=409
        )
    if one is None:
        page["nobody"] = True
    else:
        page |= {"key": one.key, "closed": one.opened is None}
        page |= {"opened": shown(one.opened, FIELDS)} if one.opened else {}
    return render(request, "console/campaign_call.html", page)


@require_POST
@marketing
def called(request: HttpRequest, campaign: int) -> HttpResponse:
    """What came of it."""
    seen = found(campaign)
    words = request.POST.get("outcome", "")
    if words not in list(Outcome):
        tell(request, _CHOOSE, messages.WARNING)
    elif calls.note(seen.id, request.POST.get("key", "")[:64], Outcome(words), datetime.now(UTC)):
        tell(request, _NOTED)
    else:
        tell(request, _OVER, messages.WARNING)
    return HttpResponseRedirect(f"/console/campaigns/{campaign}/call")


@require_http_methods(["GET", "POST"])
@marketing
def opinion(request: HttpRequest, campaign: int) -> HttpResponse:
    """Opinions, one at a time, in the campaign's case; the numbers stand without opening anything."""
    seen = found(campaign)
    if seen.draft.kind is not Kind.SURVEY:
        raise Http404
    page: dict[str, Any] = {"campaign": seen, "ratings": opinions.ratings(campaign), "after": 0}
    if request.method == "GET":
        return render(request, "console/campaign_opinions.html", page)
    after = request.POST.get("after", "0")
    rows = opinions.answered(campaign, int(after) if after.isdecimal() and len(after) < 18 else 0, 1)
    if not rows:
        return render(request, "console/campaign_opinions.html", {**page, "no_more": True})
    row, subject, record = rows[0]
    holding = hold_as_staff(request.staff.id, seen.draft.purpose, seen.case)
    try:
        # As they were asked: the consent that the opinion was given under is the one for this channel.
        answer = reveal(holding, OPINION, Ask(subject, record=record), datetime.now(UTC), seen.draft.channel)
    except Unavailable:
        return render(request, "console/campaign_opinions.html", {**page, "unavailable": True}, status=503)
    page |= {"after": row, "told": told(answer.decision, holding, mask_of(OPINION))}
    if isinstance(answer, Revealed):
        return render(request, "console/campaign_opinions.html", {**page, **_said(answer, record)})
    refused = {"refused": isinstance(answer, Refusal), "unreadable": not isinstance(answer, Refusal)}
    return render(request, "console/campaign_opinions.html", {**page, **refused}, status=403)


def _said(answer: Revealed, record: int) -> dict[str, Any]:
    """Of what was opened, the one answer that was asked for."""
    one = Revealed(answer.ask, answer.decision, {record: answer.records.get(record, {})}, answer.use)
    text = dict(shown(one, OPINION).values).get("opinion", "{}")
    try:
        said = json.loads(text)
    except ValueError:
        said = {"text": text}
    return {"rating": said.get("rating"), "text": said.get("text", "")}


_CHOOSE = Words("Hãy chọn kết quả cuộc gọi.", "Choose what came of the call.")
_NOTED = Words("Đã ghi. Có thể gọi người tiếp theo.", "Noted. You can call the next one.")
_OVER = Words("Cuộc gọi này đã được ghi rồi.", "This call was noted already.")
