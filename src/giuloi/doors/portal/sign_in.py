"""/sign-in: by a code sent to the telephone or the e-mail address of a member; /sign-out.

Known or not, an address gets the same page after the same work: a code is drawn for either, and sent only
where somebody is. What was typed travels in the page, never in a session, a cookie or an address.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from giuloi.core.bilingual import Words
from giuloi.core.identifiers import LONGEST, Unnormalisable, norm_v1
from giuloi.core.terms import Standing
from giuloi.doors.portal.code_messages import written
from giuloi.doors.portal.coming import address_of, arrived, let_in, now, see, tell, too_many
from giuloi.doors.portal.onward import onward
from giuloi.promises.use import channels
from giuloi.promises.use.channels import Kind, NotDelivered
from giuloi.records.access import sessions
from giuloi.records.access.codes import About, WrongCode, issue, prove
from giuloi.records.access.cookies import CUSTOMER_COOKIE, forget
from giuloi.records.access.limits import TooMany, spend
from giuloi.records.access.sessions import Visitor
from giuloi.records.keyring import keyring
from giuloi.records.subjects import standing_of

ASK, CODE = "portal/sign_in.html", "portal/sign_in_code.html"
_NOBODY = 0  # ids are positive


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Who they are; sent, it is answered with the page for the code."""
    if request.method != "POST":
        again = "again" in request.GET  # to prove it anew, for what takes a fresh proof
        return see("/me") if _inside(request) and not again else render(request, ASK)
    typed = request.POST.get("identity", "")[: LONGEST["email"] + 1]
    try:
        kind, normalised = _read(typed)
    except Unnormalisable as error:
        return render(request, ASK, {"typed": typed, "problem": error}, status=422)
    return _send(request, typed, kind, normalised)


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code; right, it opens a session."""
    if request.method != "POST":
        return see("/sign-in")
    typed, at = request.POST.get("identity", ""), now()
    try:
        kind, normalised = _read(typed)
    except Unnormalisable:
        return see("/sign-in")
    page = {"typed": typed, "id": request.POST.get("id", "")[:20]}
    try:
        spend("code", address_of(request), normalised, at=at)
        who = _proven(page["id"], request.POST.get("code", ""), kind, normalised, at)
    except TooMany as error:
        return too_many(request, CODE, page, error)
    except WrongCode as error:
        return render(request, CODE, {**page, "problem": error.words}, status=422)
    return arrived(let_in(request, Visitor.CUSTOMER, who, at), onward(request))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session; the browser drops what it kept of the pages."""
    if request.visitor:
        sessions.end(request.visitor.kind, request.visitor.who, request.visitor.id)
    response = see("/")
    forget(response, CUSTOMER_COOKIE)
    tell(request, Words("Quý khách đã thoát.", "You are signed out."))
    return response


def _send(request: HttpRequest, typed: str, kind: Kind, normalised: str) -> HttpResponse:
    at = now()
    try:
        channels.ready(
            kind
        )  # first, and for everybody: whether a message can be sent tells nothing of a person
        spend("sign_in", address_of(request), normalised, at=at)
        member = _member(kind, normalised)
        issued = issue(About.SIGN_IN, kind, normalised, at, subject=member)
        letter = written(issued)  # for nobody too: it takes as long
        if member is not None:
            with suppress(NotDelivered):  # too much is waiting: the page must not tell that somebody is known
                channels.deliver(kind, normalised, letter, at)
    except TooMany as error:
        return too_many(request, ASK, {"typed": typed}, error)
    except NotDelivered as error:
        page = {"typed": typed, "trouble": error.words}
        return render(request, ASK, page, status=503)
    return render(request, CODE, {"typed": typed, "id": issued.id, "sent": True})


def _member(kind: Kind, normalised: str) -> int | None:
    """The member whose this is, if any."""
    # Of an address that nobody has, nobody is asked for: the same questions to the database in the same time.
    for subject in keyring().find(kind, normalised, claimed=True) or [_NOBODY]:
        found = standing_of(subject)
        if found is not None and found[0] is Standing.MEMBER:
            return subject
    return None


def _proven(id: str, code: str, kind: Kind, normalised: str, at: datetime) -> int:
    """The member; raises WrongCode, also for a code that was drawn for nobody."""
    proof = prove(id, code, kind, normalised, at)
    if (
        proof.about is not About.SIGN_IN
        or proof.subject is None
        or proof.subject != _member(kind, normalised)
    ):
        raise WrongCode("wrong")
    return proof.subject


def _read(typed: str) -> tuple[Kind, str]:
    """A telephone number or an e-mail address in any spelling."""
    kind: Kind = "email" if "@" in typed else "phone"
    return kind, norm_v1(kind, typed)


def _inside(request: HttpRequest) -> bool:
    return bool(request.visitor) and request.visitor.passed
