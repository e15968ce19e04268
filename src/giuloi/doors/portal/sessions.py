"""/me/sessions: where somebody is signed in, and ending any of it (ASVS 5.0 V7.5.2)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from giuloi.core.bilingual import Words
from giuloi.doors.portal.coming import now, see, signed_in, tell
from giuloi.records.access import passkeys, sessions
from giuloi.records.access.sessions import Visitor

HERE = "/me/sessions"


@signed_in()
@require_safe
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Every session of theirs; this one is marked."""
    me = request.visitor
    found = sessions.sessions_of(me.kind, me.who, now())
    keys = passkeys.passkeys_of(Visitor.CUSTOMER, me.who) if me.kind is Visitor.CUSTOMER else []
    page = {"sessions": found, "this": me.id, "passkeys": keys, "member": me.kind is Visitor.CUSTOMER}
    return render(request, "portal/sessions.html", page)


@signed_in()
@require_POST
def end_one(request: HttpRequest, session: int) -> HttpResponse:
    """End one; the one they are using ends by signing out."""
    if session == request.visitor.id or not sessions.end(request.visitor.kind, request.visitor.who, session):
        raise Http404
    tell(request, Words("Đã thoát ở thiết bị đó.", "That device is signed out."))
    return see(HERE)


@signed_in()
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all but the one they are using."""
    sessions.end_all(request.visitor.kind, request.visitor.who, besides=request.visitor.id)
    tell(request, Words("Đã thoát ở mọi thiết bị khác.", "All other devices are signed out."))
    return see(HERE)
