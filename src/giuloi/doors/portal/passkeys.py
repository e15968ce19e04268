"""Passkeys: signing in with one, and the page on which members keep their own (ASVS 5.0 V6.5, V6.7).

The only pages that need JavaScript, for a browser gives passkeys to nothing else; whoever has none signs in
with a code. Bodies are JSON with the CSRF token in a header.
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from giuloi.core.bilingual import Words
from giuloi.core.terms import Standing
from giuloi.doors.portal.coming import address_of, device_of, let_in, now, see, signed_in, spoken_here, tell
from giuloi.doors.portal.onward import onward
from giuloi.records.access import passkeys
from giuloi.records.access.cookies import CUSTOMER_COOKIE, keep
from giuloi.records.access.limits import TooMany, spend
from giuloi.records.access.passkeys import NotAPasskey
from giuloi.records.access.sessions import Visitor
from giuloi.records.published import current
from giuloi.records.subjects import standing_of

HERE = "/me/passkeys"
_LONGEST_NAME = 40
_STALE = Words(
    "Để an toàn, xin đăng nhập lại rồi thêm khóa trong vòng 15 phút.",
    "To be safe, sign in again and add the passkey within 15 minutes.",
)


@require_POST
def sign_in_options(request: HttpRequest) -> HttpResponse:
    """What the browser asks a passkey; it names nobody."""
    at = now()
    try:
        spend("passkey", address_of(request), at=at)
    except TooMany as error:
        return _sorry(error.words, 429)
    options, challenge = passkeys.offer_sign_in(Visitor.CUSTOMER, at, host=request.get_host())
    return JsonResponse({"options": json.loads(options), "challenge": challenge})


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """The passkey's answer: right, it opens a session."""
    at = now()
    try:
        spend("passkey", address_of(request), at=at)
        response, challenge = _answer(request)
        who = passkeys.sign_in(Visitor.CUSTOMER, response, challenge, at)
    except TooMany as error:
        return _sorry(error.words, 429)
    except NotAPasskey as error:
        return _sorry(error.words, 400)
    found = standing_of(who)
    if found is None or found[0] is not Standing.MEMBER:
        return _sorry(NotAPasskey.words, 400)
    done = JsonResponse({"next": onward(request)})
    keep(done, CUSTOMER_COOKIE, let_in(request, Visitor.CUSTOMER, who, at))
    return done


@signed_in(Visitor.CUSTOMER)
@require_safe
def own_passkeys(request: HttpRequest) -> HttpResponse:
    """Their passkeys, and a button for one more."""
    page = {
        "passkeys": passkeys.passkeys_of(Visitor.CUSTOMER, request.visitor.who),
        "fresh": request.visitor.fresh(now()),
        "stale": _STALE,
        "suggested": device_of(request),
    }
    return render(request, "portal/passkeys.html", page)


@signed_in(Visitor.CUSTOMER)
@require_POST
def add_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a passkey; only just after signing in (ASVS 5.0 V7.5.1)."""
    at = now()
    if not request.visitor.fresh(at):
        return _sorry(_STALE, 403)
    shop = str(current().policy.shop.get("shop", ""))
    offer = passkeys.offer_registration(
        Visitor.CUSTOMER, request.visitor.who, shop, at, host=request.get_host()
    )
    return JsonResponse({"options": json.loads(offer[0]), "challenge": offer[1]})


@signed_in(Visitor.CUSTOMER)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Take the new passkey in under the name that was typed."""
    at = now()
    if not request.visitor.fresh(at):
        return _sorry(_STALE, 403)
    try:
        response, challenge = _answer(request)
        name = _name(request)
        passkeys.register(Visitor.CUSTOMER, request.visitor.who, response, challenge, at, name)
    except NotAPasskey as error:
        return _sorry(error.words, 400)
    tell(request, Words("Đã thêm khóa truy cập.", "The passkey was added."))
    return JsonResponse({"next": HERE})


@signed_in(Visitor.CUSTOMER)
@require_POST
def remove(request: HttpRequest, passkey: int) -> HttpResponse:
    """Take one away: from now on it signs nobody in."""
    if not passkeys.remove(Visitor.CUSTOMER, request.visitor.who, passkey):
        raise Http404
    words = Words(
        "Đã gỡ khóa truy cập. Quý khách vẫn đăng nhập được bằng mã.",
        "The passkey was removed. You can still sign in with a code.",
    )
    tell(request, words, messages.SUCCESS)
    return see(HERE)


def _body(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent; raises NotAPasskey for anything else."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise NotAPasskey from None
    if not isinstance(body, dict):
        raise NotAPasskey
    return body


def _answer(request: HttpRequest) -> tuple[str, str]:
    body = _body(request)
    response, challenge = body.get("response"), body.get("challenge")
    if not isinstance(response, dict) or not isinstance(challenge, str):
        raise NotAPasskey
    return json.dumps(response), challenge


def _name(request: HttpRequest) -> str:
    """What they call it, or the kind of device it is on."""
    name = _body(request).get("name")
    shown = "".join(one for one in name if one.isprintable())[:_LONGEST_NAME] if isinstance(name, str) else ""
    return shown.strip() or device_of(request)


def _sorry(words: Words, status: int) -> JsonResponse:
    return JsonResponse({"problem": words.spoken(spoken_here())}, status=status)
