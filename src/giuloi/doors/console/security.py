"""One's own way in: app, passkeys, codes on paper, password, sessions. What changes a factor asks for one first."""

from __future__ import annotations

import json
from functools import wraps
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giuloi.core.bilingual import Words
from giuloi.doors.console.coming import address_of, device_of, now, proved
from giuloi.doors.console.entrance import SECURITY, too_many
from giuloi.doors.console.guard import SECOND, View, half_way, signed_in, staff_session
from giuloi.doors.console.tongue import tell
from giuloi.records.access import limits, passkeys, sessions, staff_accounts
from giuloi.records.access.account_rows import StaffAccount
from giuloi.records.access.passkeys import NotAPasskey
from giuloi.records.access.passwords import BadPassword
from giuloi.records.access.sessions import Session, Visitor
from giuloi.records.access.staff_accounts import WrongFactor, WrongPassword

LABEL = "Giữ Lời"  # what a device shows beside the passkey: names nobody


@require_GET
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """What one has, and where one is signed in."""
    return render(request, "console/security.html", _page(request))


def fresh(view: View) -> View:
    """A factor shown just now comes first, but for who has none yet."""

    @half_way
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        session = staff_session(request)
        if session is not None and session.passed and not session.fresh(now()):
            return HttpResponseRedirect(SECOND)
        return view(request, session, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "POST"])
@fresh
def totp(request: HttpRequest, session: Session) -> HttpResponse:
    """An authenticator app: first the QR code, then a code of the app's to confirm it."""
    if request.method == "GET":
        return render(request, "console/totp.html", {"first": not session.passed})
    if "code" not in request.POST:
        secret, uri = staff_accounts.new_totp(session.who)
        return render(request, "console/totp.html", {"secret": _in_fours(secret), "qr": _qr(uri)})
    try:
        limits.spend("second_factor", address_of(request), str(session.who), at=now())
        staff_accounts.confirm_totp(session.who, request.POST["code"][:20], now())
    except limits.TooMany as error:
        return too_many(request, "console/totp.html", {"scanned": True}, error)
    except WrongFactor as error:
        page = {"scanned": True, "problem": error.words}
        return render(request, "console/totp.html", page, status=422)
    sessions.end_all(Visitor.STAFF, session.who, besides=session.id)
    return _set_up(request, session, _APP)


@require_POST
@fresh
def passkey_options(request: HttpRequest, session: Session) -> HttpResponse:
    """What the browser needs to make a passkey."""
    options, challenge = passkeys.offer_registration(
        Visitor.STAFF, session.who, LABEL, now(), host=request.get_host()
    )
    return JsonResponse({"options": json.loads(options), "challenge": challenge})


@require_POST
@fresh
def passkey(request: HttpRequest, session: Session) -> HttpResponse:
    """Take in the passkey that was made."""
    answer, challenge = request.POST.get("response", ""), request.POST.get("challenge", "")
    try:
        passkeys.register(Visitor.STAFF, session.who, answer, challenge, now(), device_of(request))
    except NotAPasskey as error:
        tell(request, error.words, messages.ERROR)
        return HttpResponseRedirect(SECURITY)
    return _set_up(request, session, _PASSKEY)


@require_POST
@fresh
def remove_passkey(request: HttpRequest, session: Session, passkey: int) -> HttpResponse:
    """Take a passkey away; never the last factor."""
    others = [one for one in passkeys.passkeys_of(Visitor.STAFF, session.who) if one.id != passkey]
    if not others and not _has_app(session.who):
        tell(request, _LAST, messages.ERROR)
    elif passkeys.remove(Visitor.STAFF, session.who, passkey):
        tell(request, Words("Đã gỡ khóa truy cập.", "The passkey is removed."))
    return HttpResponseRedirect(SECURITY)


@require_http_methods(["GET", "POST"])
@fresh
def recovery(request: HttpRequest, session: Session) -> HttpResponse:
    """Ten new codes for paper, shown once; the ones before are worth nothing."""
    if request.method == "GET" or not session.passed:
        return HttpResponseRedirect(SECURITY)
    codes = staff_accounts.new_recovery_codes(session.who)
    return render(request, "console/recovery.html", {"codes": codes})


@require_http_methods(["GET", "POST"])
@signed_in
def password(request: HttpRequest) -> HttpResponse:
    """Another password, for who knows this one; every other session ends."""
    staff = request.staff
    if request.method == "GET":
        return render(request, "console/password.html")
    if request.POST.get("password", "") != request.POST.get("again", ""):
        return _password_page(request, "differ", _DIFFER)
    try:
        limits.spend("password", address_of(request), str(staff.id), at=now())
        staff_accounts.change_password(
            staff.id, request.POST.get("old", ""), request.POST.get("password", "")
        )
    except limits.TooMany as error:
        return too_many(request, "console/password.html", {}, error)
    except WrongPassword:
        return _password_page(request, "wrong", _WRONG)
    except BadPassword as error:
        return _password_page(request, "bad", error.words)
    sessions.end_all(Visitor.STAFF, staff.id, besides=staff.session.id)
    tell(request, _PASSWORD)
    return HttpResponseRedirect(SECURITY)


@require_POST
@signed_in
def end_session(request: HttpRequest, session: int) -> HttpResponse:
    """End one of one's own sessions, from the next request on."""
    if session != request.staff.session.id and sessions.end(Visitor.STAFF, request.staff.id, session):
        tell(request, Words("Đã kết thúc phiên ấy.", "That session has ended."))
    return HttpResponseRedirect(SECURITY)


def _page(request: HttpRequest) -> dict[str, Any]:
    staff = request.staff
    return {
        "login": staff_accounts.login_of(staff.id),
        "has_app": _has_app(staff.id),
        "passkeys": passkeys.passkeys_of(Visitor.STAFF, staff.id),
        "codes_left": staff_accounts.recovery_codes_left(staff.id),
        "sessions": sessions.sessions_of(Visitor.STAFF, staff.id, now()),
    }


def _set_up(request: HttpRequest, session: Session, done: Words) -> HttpResponse:
    """A factor stands: who had none before has passed by it, and gets codes for paper, shown once."""
    if session.passed:
        tell(request, done)
        return proved(HttpResponseRedirect(SECURITY), session)
    codes = staff_accounts.new_recovery_codes(session.who)
    return proved(render(request, "console/recovery.html", {"codes": codes, "first": True}), session)


def _has_app(staff: int) -> bool:
    return bool(StaffAccount.objects.filter(staff=staff, totp__isnull=False).exists())


def _password_page(request: HttpRequest, where: str, words: Words) -> HttpResponse:
    return render(request, "console/password.html", {where: words}, status=422)


def _qr(uri: str) -> str:
    """The QR code as SVG: drawn by us from our own text, without any style of its own."""
    picture = segno.make(uri, error="m").svg_inline(
        scale=4, border=2, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    return mark_safe(picture)  # noqa: S308  made of squares; nothing of the text is in it


def _in_fours(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


_APP = Words("Ứng dụng tạo mã đã sẵn sàng.", "The authenticator app is set up.")
_PASSKEY = Words("Đã thêm khóa truy cập.", "The passkey is added.")
_LAST = Words(
    "Đây là lớp thứ hai duy nhất: hãy thêm lớp khác trước khi gỡ.",
    "This is your only second factor: add another before you remove it.",
)
_DIFFER = Words("Hai lần gõ không giống nhau: xin gõ lại.", "The two do not match: type them again.")
_WRONG = Words("Mật khẩu hiện nay không đúng.", "The present password is wrong.")
_PASSWORD = Words(
    "Đã đổi mật khẩu. Các phiên khác của bạn đã kết thúc.",
    "The password is changed. Your other sessions have ended.",
)
