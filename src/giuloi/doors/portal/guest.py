"""/guest: who ordered without an account reaches their data with the order number and a code (IV.4, VI.1).

The code goes to the telephone or e-mail address that we hold of the order; it is opened for that through the
one way out and ledgered. Known or not, a number gets the same page after the same work.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from time import monotonic

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel, Standing
from giuloi.doors.portal.code_messages import send
from giuloi.doors.portal.coming import address_of, arrived, let_in, now, see, too_many
from giuloi.doors.portal.evenly import wait_for_the_step
from giuloi.promises.collect.order_numbers import bare
from giuloi.promises.collect.orders_found import OrderFound, find_order, readable
from giuloi.promises.use import channels
from giuloi.promises.use.channels import Kind, NotDelivered
from giuloi.records.access.codes import About, WrongCode, issue, prove
from giuloi.records.access.limits import TooMany, spend
from giuloi.records.access.sessions import Visitor
from giuloi.records.credentials import hold_in_code
from giuloi.records.facts import Ask
from giuloi.records.ids import new_id
from giuloi.records.reveal import Answer, Revealed, reveal

ASK, CODE = "portal/guest.html", "portal/guest_code.html"
_BY: dict[str, tuple[Kind, Channel]] = {
    "phone": ("phone", Channel.SMS),
    "email": ("email", Channel.EMAIL),
}
_SLIP = Words(
    "Số đơn hàng không đúng: xin kiểm tra từng nhóm chữ số trong tin xác nhận đơn.",
    "This is no order number: please check each group of digits in the message that confirmed your order.",
)


@require_http_methods(["GET", "HEAD", "POST"])
def guest(request: HttpRequest) -> HttpResponse:
    """Which order, and where the code should go."""
    if request.method != "POST":
        return render(request, ASK, {"by": "phone"})
    typed, by = _typed(request)
    if not readable(typed):
        return render(request, ASK, {"typed": typed, "by": by, "problem": _SLIP}, status=422)
    at = now()
    try:
        channels.ready(_BY[by][0])  # for everybody alike: it tells nothing of an order
        spend("guest", address_of(request), bare(typed), at=at)
    except NotDelivered as error:
        return render(request, ASK, {"typed": typed, "by": by, "trouble": error.words}, status=503)
    except TooMany as error:
        return too_many(request, ASK, {"typed": typed, "by": by}, error)
    began = monotonic()
    page = {"typed": typed, "by": by, "id": _send(typed, by, at), "sent": True}
    wait_for_the_step(began)  # a contact that is there is opened, and that takes longer than finding none
    return render(request, CODE, page)


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code; right, it opens a session for this order and its customer's own data."""
    if request.method != "POST":
        return see("/guest")
    (typed, by), at = _typed(request), now()
    if not readable(typed):
        return see("/guest")
    page = {"typed": typed, "by": by, "id": request.POST.get("id", "")[:20]}
    try:
        spend("code", address_of(request), bare(typed), at=at)
        found = _proven(page["id"], request.POST.get("code", ""), typed, by, at)
    except TooMany as error:
        return too_many(request, CODE, page, error)
    except WrongCode as error:
        return render(request, CODE, {**page, "problem": error.words}, status=422)
    if found.standing is Standing.MEMBER:  # they have proven as much as by signing in with a code
        return arrived(let_in(request, Visitor.CUSTOMER, found.subject, at))
    return arrived(let_in(request, Visitor.GUEST, found.subject, at, record=found.order))


def _typed(request: HttpRequest) -> tuple[str, str]:
    by = request.POST.get("by", "")
    return request.POST.get("order", "")[:80], by if by in _BY else "phone"


def _send(typed: str, by: str, at: datetime) -> str:
    """Draw a code, and send it where there is such an order; returns the code's id."""
    kind, channel = _BY[by]
    found = find_order(typed)
    # For an order that is not there a person is asked for who is not there: the same commit, the same ledger.
    answer = _contact(kind, channel, new_id() if found is None else found.subject, at)
    issued = issue(
        *(About.GUEST, kind, bare(typed), at),
        subject=found.subject if found else None,
        record=found.order if found else None,
    )
    if isinstance(answer, Revealed) and kind in answer.fields:
        with suppress(NotDelivered):  # the page is the same: whoever asks must not learn who is here
            send(issued, kind, answer.fields[kind], at)
    return issued.id


def _contact(kind: Kind, channel: Channel, subject: int, at: datetime) -> Answer:
    return reveal(hold_in_code("send_guest_code"), [kind], Ask(subject), at, channel)


def _proven(id: str, code: str, typed: str, by: str, at: datetime) -> OrderFound:
    """The order, still that customer's; raises WrongCode, also for a code that was drawn for nobody."""
    proof = prove(id, code, _BY[by][0], bare(typed), at)
    found = find_order(typed)
    if found is None or proof.about is not About.GUEST or proof.record != found.order:
        raise WrongCode("wrong")
    if proof.subject != found.subject:
        raise WrongCode("wrong")
    return found
