"""/me: everything we hold about the visitor, each datum with its clause, its purposes and until when it is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from giuloi.core.bilingual import Words
from giuloi.core.fields import EVERY, FIELD
from giuloi.core.policy.keeping import Kept
from giuloi.core.terms import ConsentState, Coverage, SubjectState
from giuloi.doors.portal.coming import now, see, signed_in, tell
from giuloi.doors.portal.shown import blocks_of, by_law, copy_of, data_of, file_given, terms_cited, words_of
from giuloi.promises.answer.conversation import written_of
from giuloi.promises.collect.accepting_anew import newer_for
from giuloi.promises.collect.correction import CORRECTABLE
from giuloi.promises.collect.own_orders import OwnOrder, last_closed, orders_of
from giuloi.promises.collect.verification import verified
from giuloi.records.access.sessions import Visitor
from giuloi.records.choices import Said, said_by
from giuloi.records.own_data import NotThere, OwnData, own_data, own_file
from giuloi.records.reveal import Revealed
from giuloi.records.uses.own import check

SHOWN_WHOLE = 20  # orders on this page; the others are one click away


@require_GET
@signed_in()
def page(request: HttpRequest) -> HttpResponse:
    """The page itself; looking is a use too, and stands in the ledger as "the customer looked"."""
    at, subject = now(), request.visitor.who
    try:
        data = own_data(subject, at, EVERY & ~FIELD["attachment"].mask)  # a file is opened when it is saved
    except NotThere:
        return see("/sign-in")
    said = list(said_by(subject, at).values())
    orders = orders_of(subject, only_order(request))
    about = kept_of(data, said, subject)
    held = data_of(data, 0, about, verified(subject))
    shown = [
        {
            "order": one,
            "blocks": blocks_of(data_of(as_taken(data, one), one.id, kept_of_order(data, said, one))),
        }
        for one in orders[:SHOWN_WHOLE]
    ]
    names = {one.name for one in held}
    context: dict[str, Any] = {
        "data": data,
        "blocks": blocks_of(held),
        "missing": [name for name in CORRECTABLE if name not in names] if data.refused is None else [],
        "orders": shown,
        "more": max(0, len(orders) - SHOWN_WHOLE),
        "written": [(line, words_of(data, line.id)) for line in written_of(subject, only_order(request))],
        "by_law": by_law(data),
        "not_erased_yet": _not_kept(data, about, names),
        "checked": None if data.refused else check(subject, at),
        "restricted": bool(data.states & SubjectState.RESTRICTED),
        "newer": newer_for(subject),
    }
    return render(request, "portal/my_data.html", context)


@require_POST
@signed_in()
def file(request: HttpRequest, record: int) -> HttpResponse:
    """One file they sent, or that was kept for them, to be saved."""
    subject = request.visitor.who
    lines = written_of(subject, only_order(request))
    if record not in {one.id for line in lines for one in line.files}:
        raise Http404
    answer = own_file(subject, record, now())
    if isinstance(answer, Revealed):
        return file_given(answer)
    tell(request, _SHUT, messages.WARNING)
    return see("/me")


@require_POST
@signed_in()
def copy(request: HttpRequest) -> HttpResponse:
    """A copy of all of it as a file (VI.1)."""
    at, visitor = now(), request.visitor
    if not visitor.fresh(at):  # whoever holds a device that was left open takes nothing along
        return render(request, "portal/step_up.html", {"back": "/me"}, status=403)
    try:
        data = own_data(visitor.who, at)
    except NotThere:
        return see("/sign-in")
    only = only_order(request)
    shown = {"person", f"order {only}"} | _written_under(visitor.who, only)
    told = {name: one for name, one in copy_of(data).items() if only is None or name in shown}
    told["at"] = at.isoformat(timespec="seconds")
    told["policy"] = data.policy.hash
    answer = HttpResponse(json.dumps(told, ensure_ascii=False, indent=2), content_type="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


def kept_of(data: OwnData, said: list[Said], subject: int) -> Kept:
    """What the terms of keeping are counted from, for what belongs to the person."""
    starts: dict[str, datetime] = {}
    given = [one for one in said if one.state is ConsentState.GIVEN]
    topics = [
        one.at
        for one in given
        if one.purpose in data.policy.purposes and data.policy.purposes[one.purpose].topic
    ]
    if topics:
        starts["collected"] = max(topics)
    closed = last_closed(subject)
    if closed is not None:
        starts["order_closed"] = closed
    return Kept(0, data.standing, False, frozenset(one.purpose for one in given), starts)


def kept_of_order(data: OwnData, said: list[Said], order: OwnOrder) -> Kept:
    """The same for what belongs to one order."""
    given = frozenset(one.purpose for one in said if one.state is ConsentState.GIVEN)
    starts = {"contract": order.placed_at, "collected": order.placed_at}
    if order.closed_at is not None:
        starts["order_closed"] = order.closed_at
    return Kept(0, data.standing, True, given, starts)


def as_taken(data: OwnData, order: OwnOrder) -> OwnData:
    """The same under the version the order was placed under: the terms of what belongs to it are that one's."""
    return replace(data, policy=order.policy)


def _not_kept(data: OwnData, about: Kept, names: set[str]) -> bool:
    """Whether a term that is shown is not carried out by this release: then the page says so."""
    cited = {f"retain.{one.rule.name}" for one in terms_cited(data, about, sorted(names))}
    return any(one.promise in cited and one.coverage is not Coverage.ENFORCED for one in data.policy.kept)


def _written_under(subject: int, only: int | None) -> set[str]:
    lines = written_of(subject, only)
    return {f"message {line.id}" for line in lines} | {
        f"file {one.id}" for line in lines for one in line.files
    }


def only_order(request: HttpRequest) -> int | None:
    """The one order a guest came with, and sees; None for a member, who sees all of theirs."""
    visitor = request.visitor
    return visitor.record if visitor.kind is Visitor.GUEST else None


_SHUT = Words(
    "Tệp này không mở được lúc này: thông tin đang được đóng băng. Xin hỏi bộ phận chăm sóc khách hàng.",
    "This file cannot be opened now: the information is frozen. Please ask customer care.",
)
