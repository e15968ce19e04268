"""Nobody works at the console before both factors were shown; who may then do what is the policy's to say.

`request.staff` is set here and nowhere else. A session that has not passed its second factor opens nothing
but the page that asks for it; somebody who has no second factor yet, nothing but the page that sets one up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from giuloi.core.bilingual import Words
from giuloi.core.gate.words import role_named
from giuloi.core.terms import CaseKind
from giuloi.doors.console.not_administrator import not_administrator
from giuloi.promises.collect.finding import ground_of
from giuloi.promises.share.authority.who import may_work
from giuloi.records.access import staff_accounts
from giuloi.records.access.cookies import STAFF_COOKIE, forget
from giuloi.records.access.sessions import Session, Visitor
from giuloi.records.credentials import Staff
from giuloi.records.published import current

SIGN_IN, SECOND, SET_UP = "/console/sign-in", "/console/sign-in/second", "/console/security/totp"
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who is at the console. `pseudonym` is how the ledger names them; `name` is for colleagues only.

    `title` is the role as the policy calls it; `on_orders`, `on_requests` and `on_authority` whether it names that role
    for orders, for what a person asks about their own data, and for authorities' files (administrators work on these
    too). `serves`: it works on single customers' requests.
    """

    id: int
    name: str
    role: str
    title: Words
    pseudonym: str
    administrator: bool
    session: Session
    serves: bool
    on_orders: bool
    on_requests: bool
    on_authority: bool


def signed_in(view: View) -> View:
    """Only for staff whose session has passed; everybody else is led to the sign-in, with nothing shown."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (elsewhere := _not_yet(request)) is not None:
            return elsewhere
        colleague = who(request)
        if colleague is None:  # they left, or the session was ended: the token is worth nothing
            answer = HttpResponseRedirect(SIGN_IN)
            forget(answer, STAFF_COOKIE)
            return answer
        request.staff = colleague
        return view(request, *args, **kwargs)

    return guarded


def administrator(view: View) -> View:
    """As `signed_in`, and only for administrators: others get 403. It opens no customer's data by itself."""

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.staff.administrator:
            return not_administrator(request)
        return view(request, *args, **kwargs)

    return guarded


def proven_now(view: View) -> View:
    """Under `administrator`, for what cannot be undone or lets others in: a factor shown just now comes first.

    Asked for before the form is shown, so that nothing typed is lost; a page that stood open for long asks again.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.staff.session.fresh(datetime.now(UTC)):
            return HttpResponseRedirect(f"{SECOND}?{urlencode({'after': request.path})}")
        return view(request, *args, **kwargs)

    return guarded


def half_way(view: View) -> View:
    """For setting up factors: staff who have passed, and staff who have no second factor yet to pass with."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        session = staff_session(request)
        if session is None:
            return HttpResponseRedirect(SIGN_IN)
        if session.passed:
            return signed_in(view)(request, *args, **kwargs)
        if staff_accounts.has_second_factor(session.who):
            return HttpResponseRedirect(SECOND)
        return view(request, *args, **kwargs)

    return guarded


def staff_session(request: HttpRequest) -> Session | None:
    """The staff session behind the cookie, passed or not; a customer's token here is no session at all."""
    session = request.colleague
    return session if session and session.kind is Visitor.STAFF else None


def who(request: HttpRequest) -> Colleague | None:
    """The member of staff behind the session, if they still work here."""
    session = staff_session(request)
    if session is None:
        return None
    found = Staff.objects.filter(id=session.who, left_at=None).first()
    if found is None:
        return None
    policy = current().policy
    title = Words(role_named(policy, found.role, "vi"), role_named(policy, found.role, "en"))
    administers = staff_accounts.is_administrator(found.id)
    serves = ground_of(policy, found.role) is not None
    works_on = {rule.needs for rule in policy.purposes.values() if found.role in rule.roles}
    return Colleague(
        *(found.id, found.name, found.role, title, found.pseudonym, administers, session, serves),
        on_orders=CaseKind.ORDER in works_on,
        on_requests=CaseKind.REQUEST in works_on,
        on_authority=may_work(found.role, administrator=administers),
    )


def _not_yet(request: HttpRequest) -> HttpResponse | None:
    session = staff_session(request)
    if session is None:
        return HttpResponseRedirect(SIGN_IN)
    if not session.passed:
        return HttpResponseRedirect(SECOND if staff_accounts.has_second_factor(session.who) else SET_UP)
    return None
