"""Whether somebody is here: an opaque reference that Giữ Lời gave for this person at this shop. Never a name."""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from storefront.frame_words import both
from storefront.privacy import NotHere, Unreachable, ask, calls

KEY = "visitor"
_STATE = "signing_in"  # in the session: what the way back must bring along


def reference_of(request: HttpRequest) -> str:
    """The visitor's reference; "" when nobody said that they are there."""
    return str(request.session.get(KEY, "")) if hasattr(request, "session") else ""


@require_GET
def sign_in(request: HttpRequest) -> HttpResponse:
    """To Giữ Lời, which asks who they are and sends them back with a one-time token.

    What comes back must carry the word that this very browser set out with: a link with somebody else's token
    signs nobody in.
    """
    state = secrets.token_urlsafe(24)
    request.session[_STATE] = state
    to = urlencode({"to": f"{settings.OWN_URL}/welcome?{urlencode({'state': state})}"})
    return HttpResponseRedirect(f"{settings.PRIVACY_URL}/enter?{to}")


@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    """Back with a token: it becomes a reference, once, in the browser that went to fetch it."""
    expected = str(request.session.pop(_STATE, ""))
    try:
        if not expected or not secrets.compare_digest(
            expected.encode(), request.GET.get("state", "").encode()
        ):
            raise NotHere
        found = ask(calls.visit(request.GET.get("visit", "")))
        request.session.cycle_key()
        request.session[KEY] = found["reference"]
        messages.success(request, both("Chào mừng quý khách trở lại.", "Welcome back."))
    except NotHere:
        messages.warning(
            request, both("Chưa nhận ra quý khách: xin thử lại.", "Not recognised: please try again.")
        )
    except Unreachable:
        messages.warning(request, both("Lúc này chưa đăng nhập được.", "Signing in does not work right now."))
    return HttpResponseRedirect("/")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The shop forgets the reference; the basket stays."""
    request.session.pop(KEY, None)
    return HttpResponseRedirect("/")
