"""/console/recipients: who outside the shop may receive anything, under which agreement, and since when (III.1)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.core.fields import names_in
from giuloi.core.gate.words import RELATIONS
from giuloi.doors.console.guard import View, administrator, proven_now, signed_in
from giuloi.doors.console.people import people
from giuloi.promises.share.authority.who import may_work
from giuloi.promises.share.stopping.notices import waiting
from giuloi.records import recipients
from giuloi.records.recipient_words import CHANGES, LACKING
from giuloi.records.recipients import Registered

HERE = "/console/recipients"


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def of_recipients(view: View) -> View:
    """As `signed_in`, and only for administrators and whoever does the shop's legal work: others get 403."""

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_work(request.staff.role, administrator=request.staff.administrator):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def found(name: str, at: datetime) -> Registered:
    """The recipient of that name; a 404 when nobody wrote one down."""
    one = recipients.find(name, at)
    if one is None:
        raise Http404
    return one


@require_GET
@of_recipients
def index(request: HttpRequest) -> HttpResponse:
    """All of them, and what each lacks."""
    at = now()
    page = {"recipients": [_shown(one, at) for one in recipients.registered(at)], "stops": len(waiting())}
    return render(request, "console/recipients.html", page)


@require_GET
@of_recipients
def one(request: HttpRequest, recipient: str) -> HttpResponse:
    """One recipient: its agreements with the hash of each document, and the history of changes."""
    at = now()
    seen, known = found(recipient, at), people()
    page = {
        **_shown(seen, at),
        "agreements": [(one, _terms(one)) for one in recipients.agreements(recipient)],
        "changes": [
            (CHANGES[change], moment, known.acting(who) if who else _BY_COMMAND)
            for change, moment, who in recipients.changes(recipient)
        ],
    }
    return render(request, "console/recipient.html", page)


@require_http_methods(["GET", "POST"])
@administrator
@proven_now
def document(request: HttpRequest, recipient: str) -> HttpResponse:
    """The newest signed document, as it was handed in."""
    if request.method == "GET":  # back from the proof: one asks again
        found(recipient, now())
        return HttpResponseRedirect(f"{HERE}/{recipient}")
    found(recipient, now())
    content = recipients.signed_document(recipient)
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = 'attachment; filename="agreement.bin"'
    return answer


def _shown(one: Registered, at: datetime) -> dict[str, Any]:
    """`ended_yesterday`: the agreement's last day was the day before today, in Viet Nam."""
    today = at.astimezone(VIETNAM).date()
    over = "expired" in one.lacking
    return {
        "one": one,
        "relation": Words(*RELATIONS[one.relation]),
        "fields": names_in(one.fields),
        "lacking": [LACKING[each] for each in one.lacking],
        "over": over,
        "ended_yesterday": over and one.until == today - timedelta(days=1),
    }


def _terms(agreed: recipients.Agreed) -> list[tuple[Words, str]]:
    return [(LACKING[term], agreed.terms.get(term, "")) for term in recipients.TERMS]


_BY_COMMAND = Words("qua dòng lệnh", "from the command line")
