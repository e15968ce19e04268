"""Coming in: a password, then a second factor. Until both were shown there is nothing here to see.

A login that nobody has and a wrong password get the same answer after the same work. Who lost their second
factor uses a code from paper, or asks an administrator.
"""

from __future__ import annotations

import json
import re
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from giuloi.core.bilingual import Words
from giuloi.doors.console.coming import address_of, let_in, now, proved
from giuloi.doors.console.guard import SECOND, SET_UP, SIGN_IN, staff_session
from giuloi.doors.console.tongue import tell
from giuloi.records.access import limits, passkeys, sessions, staff_accounts
from giuloi.records.access.cookies import STAFF_COOKIE, forget
from giuloi.records.access.passkeys import NotAPasskey
from giuloi.records.access.passwords import BadPassword
from giuloi.records.access.sessions import Session, Visitor
from giuloi.records.access.staff_accounts import BadInvite, WrongFactor, WrongPassword

HOME, SECURITY = "/console/", "/console/security"
_AFTER = re.compile(
    r"/console/[a-z0-9/_-]{0,80}"
)  # where to go on: a page of the console, never anywhere else


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Login and password."""
    session = staff_session(request)
    if request.method == "GET":
        if session is not None and session.passed:
            return HttpResponseRedirect(HOME)
        return render(request, "console/sign_in.html")
    login = request.POST.get("login", "").strip()[:100]
    try:
        limits.spend("password", address_of(request), login.casefold(), at=now())
        staff = staff_accounts.check_password(login, request.POST.get("password", ""), now())
    except limits.TooMany as error:
        return too_many(request, "console/sign_in.html", {"login": login}, error)
    except WrongPassword as error:
        return render(request, "console/sign_in.html", {"login": login, "problem": error.words}, status=422)
    return let_in(request, staff, SECOND if staff_accounts.has_second_factor(staff) else SET_UP)


@require_http_methods(["GET", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """The second factor; for who has passed already, the same proof once more, before what cannot be undone."""
    session = staff_session(request)
    if session is None:
        return HttpResponseRedirect(SIGN_IN)
    if not staff_accounts.has_second_factor(session.who):
        return HttpResponseRedirect(SET_UP)
    if request.method == "GET":
        return render(request, "console/second.html", _second_page(request, session))
    return _checked(request, session, _by_recovery if request.POST.get("recovery") else _by_code)


@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser's passkey is asked to sign: for this colleague's own passkeys alone."""
    session = staff_session(request)
    if session is None:
        return JsonResponse({"error": "signed out"}, status=403)
    try:
        limits.spend("passkey", address_of(request), at=now())
    except limits.TooMany as error:
        return JsonResponse({"error": str(error)}, status=429, headers={"Retry-After": str(error.seconds)})
    options, challenge = passkeys.offer_sign_in(
        Visitor.STAFF, now(), host=request.get_host(), who=session.who
    )
    return JsonResponse({"options": json.loads(options), "challenge": challenge})


@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """The passkey's answer, as the second factor."""
    session = staff_session(request)
    if session is None:
        return HttpResponseRedirect(SIGN_IN)
    return _checked(request, session, _by_passkey)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session; a copy of its token opens nothing from now on."""
    session = staff_session(request)
    if session is not None:
        sessions.end(session.kind, session.who, session.id)
    answer = HttpResponseRedirect(SIGN_IN)
    forget(answer, STAFF_COOKIE)
    return answer


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, token: str) -> HttpResponse:
    """The one-time link of a new colleague: set a password, then on to the second factor."""
    page: dict[str, Any] = {}
    try:
        limits.spend("invite", address_of(request), at=now())
        page["login"] = staff_accounts.invited(token, now())
        if request.method == "GET":
            return render(request, "console/invite.html", page)
        if request.POST.get("password", "") != request.POST.get("again", ""):
            return render(request, "console/invite.html", {**page, "differ": _DIFFER}, status=422)
        staff = staff_accounts.accept_invite(token, request.POST.get("password", ""), now())
    except limits.TooMany as error:
        return too_many(request, "console/invite.html", page, error)
    except BadPassword as error:
        return render(request, "console/invite.html", {**page, "problem": error.words}, status=422)
    except BadInvite as error:
        return render(request, "console/invite.html", {"gone": error.words}, status=404)
    return let_in(request, staff, SECOND if staff_accounts.has_second_factor(staff) else SET_UP)


def too_many(
    request: HttpRequest, template: str, page: dict[str, Any], error: limits.TooMany
) -> HttpResponse:
    """429 with the same page, what was typed still in it (never a password)."""
    answer = render(request, template, {**page, "problem": error.words}, status=429)
    answer["Retry-After"] = str(error.seconds)
    return answer


def _second_page(request: HttpRequest, session: Session) -> dict[str, Any]:
    own = passkeys.passkeys_of(Visitor.STAFF, session.who)
    after = request.POST.get("after") or request.GET.get("after", "")
    after = after if session.passed and _AFTER.fullmatch(after) else ""
    return {"again": session.passed, "has_passkey": bool(own), "after": after}


def _checked(request: HttpRequest, session: Session, by: Any) -> HttpResponse:
    page = _second_page(request, session)
    try:
        limits.spend("second_factor", address_of(request), str(session.who), at=now())
        by(request, session)
    except limits.TooMany as error:
        return too_many(request, "console/second.html", page, error)
    except (WrongFactor, NotAPasskey) as error:
        return render(request, "console/second.html", {**page, "problem": error.words}, status=422)
    onward = page["after"] or (SECURITY if session.passed else HOME)
    return proved(HttpResponseRedirect(onward), session)


def _by_code(request: HttpRequest, session: Session) -> None:
    staff_accounts.check_totp(session.who, request.POST.get("code", "")[:20], now())


def _by_recovery(request: HttpRequest, session: Session) -> None:
    staff_accounts.use_recovery_code(session.who, request.POST.get("recovery", "")[:60], now())
    left = staff_accounts.recovery_codes_left(session.who)
    tell(request, Words(f"Mã giấy ấy đã dùng; còn {left} mã.", f"That paper code is used; {left} are left."))


def _by_passkey(request: HttpRequest, session: Session) -> None:
    answer, challenge = request.POST.get("response", ""), request.POST.get("challenge", "")
    if passkeys.sign_in(Visitor.STAFF, answer, challenge, now()) != session.who:
        raise NotAPasskey  # a colleague's passkey is no factor of this one's


_DIFFER = Words("Hai lần gõ không giống nhau: xin gõ lại.", "The two do not match: type them again.")
