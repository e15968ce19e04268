"""Who is at the door: the session behind the cookie, as `request.visitor` and `request.colleague`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from giuloi.records.access import sessions
from giuloi.records.access.cookies import CUSTOMER_COOKIE, STAFF_COOKIE
from giuloi.records.access.sessions import Visitor

# A token is worth something in its own cookie alone: a colleague is no customer, nor the other way round.
_KINDS = {CUSTOMER_COOKIE: (Visitor.CUSTOMER, Visitor.GUEST), STAFF_COOKIE: (Visitor.STAFF,)}


def known(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: looked up only when a view asks, so that what needs nobody costs no query."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.visitor = SimpleLazyObject(lambda: _who(request, CUSTOMER_COOKIE))
        request.colleague = SimpleLazyObject(lambda: _who(request, STAFF_COOKIE))
        return get_response(request)

    return middleware


def _who(request: HttpRequest, cookie: str) -> sessions.Session | None:
    token = request.COOKIES.get(cookie, "")
    found = sessions.find(token, datetime.now(UTC)) if token else None
    return found if found is not None and found.kind in _KINDS[cookie] else None
