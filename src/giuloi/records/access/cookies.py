"""The two cookies by which a session is known: the customer's and the colleague's, side by side in one browser."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

# `__Host-`: only over HTTPS, only this host, only "/" (RFC 6265bis §4.1.3.2). Plain HTTP is for loopback.
_PREFIX = "__Host-" if settings.SESSION_COOKIE_SECURE else ""
CUSTOMER_COOKIE, STAFF_COOKIE = f"{_PREFIX}giuloi", f"{_PREFIX}giuloi-staff"


def keep(response: HttpResponse, cookie: str, token: str) -> None:
    """Give the browser its token; it ends with the browser, and at the latest with the session itself.

    Lax, not Strict: who follows the link in a mail of ours is signed in on arrival; nothing changes by a GET.
    """
    response.set_cookie(
        cookie, token, path="/", secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def forget(response: HttpResponse, cookie: str) -> None:
    """Take the token back, and tell the browser to drop what it kept of the pages."""
    response.delete_cookie(cookie, path="/", samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache"'
