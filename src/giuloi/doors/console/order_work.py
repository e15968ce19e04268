"""Whose work an order is: the roles that the policy in force names for the purpose that needs an open order (I.1)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from giuloi.core.policy.clauses import Policy, PurposeRule
from giuloi.core.terms import CaseKind
from giuloi.doors.console.guard import signed_in
from giuloi.doors.console.papers.label import Sender
from giuloi.records.published import current

View = Callable[..., HttpResponse]


def rule_of(policy: Policy) -> PurposeRule:
    """The purpose that an open order is for; raises Http404 under a policy by which nobody works on orders."""
    rule = next((rule for rule in policy.purposes.values() if rule.needs is CaseKind.ORDER), None)
    if rule is None:
        raise Http404
    return rule


def works_on_orders(view: View) -> View:
    """As `signed_in`, and only for those whom the policy names for orders: others get 403. It opens nothing."""

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.staff.role not in rule_of(current().policy).roles:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def sender_of(policy: Policy, language: str) -> Sender:
    """The shop as the head of its policy names it, for what is printed."""
    said = policy.shop if language == policy.language else policy.shop_in.get(language, policy.shop)
    named = {key: str(said.get(key) or policy.shop.get(key) or "") for key in ("shop", "address", "contact")}
    return Sender(named["shop"], named["address"], named["contact"])
