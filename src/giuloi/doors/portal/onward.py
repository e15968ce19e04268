"""Where somebody was going when they had to sign in first: a path of two kinds, in a cookie for ten minutes."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "onward"
_SECONDS = 600
# A checkout, or the way back to a shop of the operator's list, which the view checks anew. Nothing else, so that the
# cookie, which anybody may write into their own browser, leads nowhere but to these two pages of ours.
_KNOWN = re.compile(r"/checkout/[0-9]{1,20}-[0-9a-f]{32}|/enter\?to=[A-Za-z0-9%._~:/?=&+-]{1,600}")


def remember(response: HttpResponse, path: str) -> None:
    """Come back to `path` after signing in; a path of another kind is not kept."""
    if _KNOWN.fullmatch(path):
        response.set_cookie(
            _name(),
            path,
            max_age=_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def onward(request: HttpRequest, otherwise: str = "/me") -> str:
    """Where they were going, or their own first page."""
    path = str(request.COOKIES.get(_name(), ""))
    return path if _KNOWN.fullmatch(path) else otherwise


def arrived_there(response: HttpResponse) -> None:
    """They are there: the cookie goes."""
    response.delete_cookie(_name())


def _name() -> str:
    return f"__Host-{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE
