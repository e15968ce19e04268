"""Who asks, from where and with what: as much as a view may know of a request."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language

from giuloi.core.bilingual import Words
from giuloi.promises.share import browser_objection
from giuloi.records.access import sessions
from giuloi.records.access.cookies import CUSTOMER_COOKIE, keep
from giuloi.records.access.limits import TooMany
from giuloi.records.access.sessions import Visitor

View = Callable[..., HttpResponse]

# Browser and system in two words, so that people recognise their own device; a version would tell one apart.
_BROWSERS = (
    ("Zalo", r"Zalo"),
    ("Facebook", r"FBA[NV]"),
    ("Cốc Cốc", r"coc_coc"),
    ("Edge", r"Edg"),
    ("Opera", r"OPR|Opera"),
    ("Samsung Internet", r"SamsungBrowser"),
    ("Firefox", r"Firefox|FxiOS"),
    ("Chrome", r"Chrom|CriOS"),
    ("Safari", r"Safari"),
)
_SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("Linux", r"Linux|X11"),
)


def now() -> datetime:
    """The moment of this request."""
    return datetime.now(UTC)


def spoken_here() -> str:
    """The language of this answer: "vi" or "en"."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def address_of(request: HttpRequest) -> str:
    """The network address that limits are counted for; it is kept only as a keyed hash."""
    return str(request.META.get("REMOTE_ADDR") or "")


def device_of(request: HttpRequest) -> str:
    """ "Chrome · Android": never more of what the browser says of itself."""
    said = request.headers.get("User-Agent", "")[:400]
    browser = next((name for name, mark in _BROWSERS if re.search(mark, said)), "")
    system = next((name for name, mark in _SYSTEMS if re.search(mark, said)), "")
    return " · ".join(one for one in (browser, system) if one)


def signed_in(*kinds: Visitor) -> Callable[[View], View]:
    """A view for customers who are signed in (or for these kinds of session); all others go to sign in first."""
    wanted = kinds or (Visitor.CUSTOMER, Visitor.GUEST)

    def wrapped(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            if not request.visitor or request.visitor.kind not in wanted or not request.visitor.passed:
                return see("/sign-in")
            _hear_browser(request)
            return view(request, *args, **named)

        return guarded

    return wrapped


def _hear_browser(request: HttpRequest) -> None:
    """What the browser objects to for whoever is signed in (III.1); told once."""
    if request.headers.get(browser_objection.HEADER) == "1" and browser_objection.hear(
        request.visitor.who, now(), spoken_here()
    ):
        tell(request, _HEARD, messages.INFO)


_HEARD = Words(
    "Trình duyệt của quý khách yêu cầu không chia sẻ thông tin: chúng tôi đã ghi là lời phản đối. "
    "Quý khách thấy lời ấy ở trang Lựa chọn.",
    "Your browser asks that nothing be shared: we have noted it as your objection. You see it under Choices.",
)


def let_in(request: HttpRequest, kind: Visitor, who: int, at: datetime, record: int | None = None) -> str:
    """Begin a session with a new token, and end the one this browser had; returns the token."""
    if request.visitor:
        sessions.end(request.visitor.kind, request.visitor.who, request.visitor.id)
    return sessions.begin(kind, who, at, record=record, device=device_of(request))


def arrived(token: str, where: str = "/me") -> HttpResponse:
    """On to their own pages, with the cookie."""
    response = see(where)
    keep(response, CUSTOMER_COOKIE, token)
    return response


def see(where: str) -> HttpResponse:
    """303: look there, with GET, whatever was sent here (RFC 9110 §15.4.4)."""
    response = HttpResponseRedirect(where)
    response.status_code = 303
    return response


def tell(request: HttpRequest, words: Words, level: int = messages.SUCCESS) -> None:
    """A sentence on the next page; our own words only, for it travels in a cookie."""
    messages.add_message(request, level, words.spoken(spoken_here()))


def too_many(request: HttpRequest, template: str, context: dict[str, Any], error: TooMany) -> HttpResponse:
    """429 with the same page, everything typed still in it."""
    response = render(request, template, {**context, "trouble": error.words}, status=429)
    response.headers["Retry-After"] = str(error.seconds)
    return response
