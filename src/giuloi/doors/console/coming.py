"""Who asks and from where, and how a session begins and goes on: what the pages of the entrance share."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from giuloi.doors.console.guard import SIGN_IN
from giuloi.records.access import devices, sessions
from giuloi.records.access.cookies import STAFF_COOKIE, keep
from giuloi.records.access.sessions import Session, Visitor


def now() -> datetime:
    """The moment of this request."""
    return datetime.now(UTC)


def address_of(request: HttpRequest) -> str:
    """The network address that limits are counted for; it is kept only as a keyed hash."""
    return str(request.META.get("REMOTE_ADDR") or "")


def device_of(request: HttpRequest) -> str:
    """ "Chrome · Android"."""
    return devices.called(request.headers.get("User-Agent", ""))


def let_in(request: HttpRequest, staff: int, where: str) -> HttpResponse:
    """The password was right: a session that opens nothing but the next step. One this browser had before ends."""
    if request.colleague:
        sessions.end(request.colleague.kind, request.colleague.who, request.colleague.id)
    token = sessions.begin(Visitor.STAFF, staff, now(), passed=False, device=device_of(request))
    return keeping(HttpResponseRedirect(where), token)


def proved(answer: HttpResponse, session: Session) -> HttpResponse:
    """Another factor was shown: the session has passed, under a new token. One that was ended meanwhile begins anew."""
    token = sessions.prove_again(session.id, now())
    return HttpResponseRedirect(SIGN_IN) if token is None else keeping(answer, token)


def keeping(answer: HttpResponse, token: str) -> HttpResponse:
    """The answer, with the cookie."""
    keep(answer, STAFF_COOKIE, token)
    return answer
