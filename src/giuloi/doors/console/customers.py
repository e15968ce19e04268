"""Finding a customer, and what may be seen of them before anything is opened."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from giuloi.core.fields import names_in
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import CaseKind, Standing
from giuloi.doors.console.guard import signed_in
from giuloi.doors.console.told import worded
from giuloi.promises.collect.finding import ground_of, look_up
from giuloi.promises.collect.overview import Seen, customer_seen, summaries
from giuloi.promises.use.cases import care_cases_of
from giuloi.promises.use.contact import contacts_of
from giuloi.promises.use.notices.texts import notice_words
from giuloi.records.access import limits
from giuloi.records.consents import ConsentRecord
from giuloi.records.published import current
from giuloi.records.receipts import receipt_for

LONGEST = 320  # characters of a search: no phone number, address or order number is longer


@require_http_methods(["GET", "POST"])
@signed_in
def search(request: HttpRequest) -> HttpResponse:
    """Find somebody. The term comes in a body and leaves only as the field that it stood in."""
    policy = current().policy
    ground = ground_of(policy, request.staff.role)
    page: dict[str, Any] = {"ground": ground} if ground else refusal(policy)
    if request.method == "POST":
        text = request.POST.get("term", "").strip()[:LONGEST]
        page |= {"term": text, "asked": bool(text)} | (_found(request, text) if text else {})
    refused = "asked" in page and page["asked"] and ground is None
    return render(request, "console/customers.html", page, status=403 if refused else 200)


@require_GET
@signed_in
def one(request: HttpRequest, subject: int) -> HttpResponse:
    """A customer's timeline of orders, cases and consents; nothing is opened for it."""
    seen = _seen(request, subject)
    if isinstance(seen, HttpResponse):
        return seen
    page = {
        "seen": seen,
        "could": _could_be_opened(seen, request),
        "care": care_cases_of(subject),
        "contacts": [(row, notice_words(row.kind)) for row in contacts_of(subject)],
        "may_doubt": seen.standing is Standing.MEMBER and request.staff.on_requests,
    }
    return render(request, "console/customer.html", page)


@require_GET
@signed_in
def receipt(request: HttpRequest, subject: int, record: int) -> HttpResponse:
    """The signed receipt of a consent, to hand over at the counter: it holds no value of the customer's."""
    seen = _seen(request, subject)
    if isinstance(seen, HttpResponse):
        return seen
    if not ConsentRecord.objects.filter(id=record, subject=subject).exists():
        raise Http404
    text = json.dumps(receipt_for(record), ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="receipt-{record}.json"'
    return answer


def _seen(request: HttpRequest, subject: int) -> Seen | HttpResponse:
    """The customer, or the refusal for a role that works on nobody's own order, question or request."""
    seen = customer_seen(subject)
    if seen is None:
        raise Http404
    if ground_of(seen.policy, request.staff.role) is None:
        return render(request, "console/customers.html", refusal(seen.policy), status=403)
    return seen


def _found(request: HttpRequest, text: str) -> dict[str, Any]:
    at = datetime.now(UTC)
    try:
        limits.spend("search", request.META.get("REMOTE_ADDR", ""), str(request.staff.id), at=at)
    except limits.TooMany as error:
        return {"problem": error.words}
    looked = look_up(request.staff.pseudonym, request.staff.role, text, at)
    return {
        "people": summaries(looked.subjects),
        "more": looked.more,
        "orders_found": set(looked.orders),
    }


def refusal(policy: Policy) -> dict[str, Any]:
    """What a role is told that looks nobody up: the clause, and whose work it is."""
    may = [role for role in policy.roles.values() if ground_of(policy, role.name)]
    return {
        "ground": None,
        "clause": policy.otherwise,
        "wording": worded(policy.otherwise, policy),
        "may": may,
    }


def _could_be_opened(seen: Seen, request: HttpRequest) -> list[dict[str, Any]]:
    """Each open case with what it would let this role open, and why not where it would not."""
    orders = {order.case: order for order in seen.orders}
    lines = []
    for case in seen.cases:
        if case.closed_at is not None:
            continue
        order = orders.get(case.id)
        policy = order.policy if order else seen.policy
        rule = next((one for one in policy.purposes.values() if one.needs == CaseKind(case.kind)), None)
        if rule is None:
            continue
        mine = request.staff.role in rule.roles and case.role in ("", request.staff.role)
        mine = mine and case.staff_id in (None, request.staff.id)
        roles = [policy.roles[name] for name in sorted(rule.roles) if name in policy.roles]
        lines.append(
            {
                "case": case,
                "order": order,
                "rule": rule,
                "fields": names_in(rule.fields),
                "mine": mine,
                "roles": roles,
            }
        )
    return lines
