"""/me/correct/<field>: the visitor corrects what we hold; a new telephone or e-mail is proven by a code first (VI.1).

Between the two steps the new value waits nowhere: the second form brings it along, and the code is good for that
value alone.
"""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.fields import FIELD
from giuloi.core.identifiers import Kind, norm_v1
from giuloi.doors.portal.code_messages import send
from giuloi.doors.portal.coming import address_of, now, see, signed_in, spoken_here, tell
from giuloi.promises.collect.correction import (
    CORRECTABLE,
    PROVEN,
    Correctable,
    Corrected,
    Correction,
    NotCorrected,
    correct,
    problems_of,
)
from giuloi.promises.use.channels import Message, NotDelivered, deliver, ready
from giuloi.records.access import codes
from giuloi.records.access.codes import About, WrongCode
from giuloi.records.access.limits import TooMany, spend
from giuloi.records.access.sessions import end_all

BACK = "/me"


@require_http_methods(["GET", "POST"])
@signed_in()
def page(request: HttpRequest, field: str) -> HttpResponse:
    """The form; what was typed stays in it when something is wrong, and every problem stands beside its field."""
    if field not in CORRECTABLE:
        raise Http404
    name: Correctable = field
    if name in PROVEN and not request.visitor.fresh(now()):
        return render(request, "portal/correct_prove.html", {"field": name})
    if request.method == "GET":
        return _form(request, name, "")
    text = request.POST.get("value", "").strip()
    problems = problems_of(name, text)
    if problems:
        return _form(request, name, text, [Words(one.vi, one.en) for one in problems], status=422)
    if name not in PROVEN:
        return _done(request, name, text, proven=False)
    return _prove(request, name, text) if "code" in request.POST else _send(request, name, text)


def _send(request: HttpRequest, name: Correctable, text: str) -> HttpResponse:
    """A code to the new number or address: the same answer whether or not somebody has it already."""
    at, kind = now(), cast(codes.Kind, name)
    normalised = norm_v1(cast(Kind, name), text)
    try:
        spend("correct", address_of(request), str(request.visitor.who), normalised, at=at)
        ready(kind)
        issued = codes.issue(About.CORRECT, kind, normalised, at, subject=request.visitor.who)
        send(issued, kind, normalised, at)
    except (TooMany, NotDelivered) as why:
        return _form(request, name, text, [why.words], status=429 if isinstance(why, TooMany) else 503)
    return _second(request, name, text, issued.id)


def _prove(request: HttpRequest, name: Correctable, text: str) -> HttpResponse:
    at, kind = now(), cast(codes.Kind, name)
    ticket, typed = request.POST.get("ticket", ""), request.POST.get("code", "")
    normalised = norm_v1(cast(Kind, name), text)
    try:
        spend("code", address_of(request), str(request.visitor.who), at=at)
        proof = codes.prove(ticket, typed, kind, normalised, at)
    except (TooMany, WrongCode) as why:
        return _second(request, name, text, ticket, why.words)
    if proof.about is not About.CORRECT or proof.subject != request.visitor.who:
        raise Http404  # a code that was asked for something else, or by somebody else, proves nothing here
    return _done(request, name, text, proven=True)


def _done(request: HttpRequest, name: Correctable, text: str, *, proven: bool) -> HttpResponse:
    visitor, at = request.visitor, now()
    try:
        done = correct(Correction(visitor.who, name, text, proven), at)
    except NotCorrected as why:
        return _form(request, name, text, [Words(one.vi, one.en) for one in why.problems], status=422)
    if proven:
        end_all(visitor.kind, visitor.who, besides=visitor.id)
        codes.void(visitor.who)  # one that went to the former number or address opens nothing any more
        _tell_the_old(done)
    tell(request, _DONE_PROVEN if proven else _DONE)
    return see(BACK)


def _tell_the_old(done: Corrected) -> None:
    """To the number or address it had before. That it cannot be sent now undoes nothing."""
    if done.told_at is None:
        return
    word = FIELD[done.field]
    message = Message(
        Words("Thông tin của quý khách vừa được sửa", "Something about you was corrected"),
        Words(
            f"{word.vi.capitalize()} trong tài khoản của quý khách vừa được đổi. Nếu không phải quý khách đổi, xin báo"
            " ngay cho cửa hàng.",
            f"The {word.en} of your account was just changed. If that was not you, please tell the shop at once.",
        ),
        spoken_here(),
    )
    try:
        deliver(cast(codes.Kind, done.field), done.told_at, message, now())
    except NotDelivered:
        return


def _form(
    request: HttpRequest, name: Correctable, text: str, problems: list[Words] | None = None, status: int = 200
) -> HttpResponse:
    """The first step. What is held now is not filled in: it need not be opened to be replaced."""
    context = {"field": name, "typed": text, "problems": problems or [], "proven": name in PROVEN}
    return render(request, "portal/correct.html", context, status=status)


def _second(
    request: HttpRequest, name: Correctable, text: str, ticket: str, problem: Words | None = None
) -> HttpResponse:
    """The second step: the code. The new value travels in the page, and nowhere else."""
    context = {"field": name, "typed": text, "ticket": ticket, "problem": problem}
    return render(request, "portal/correct_code.html", context, status=422 if problem else 200)


_DONE = Words("Đã sửa. Việc sửa này cũng được ghi vào sổ.", "Corrected. The record keeps that it was.")
_DONE_PROVEN = Words(
    "Đã sửa và xác minh. Chúng tôi đã báo tới nơi cũ, và đã thoát ở các thiết bị khác.",
    "Corrected and proven. We have told the former one, and other devices are signed out.",
)
