"""Whose work an order is: the roles that the policy in force names for the purpose that needs an open order (I.1)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from giuloi.core.fields import FIELD, mask_of
from giuloi.core.policy.clauses import Policy, PurposeRule
from giuloi.core.terms import CaseKind
from giuloi.doors.console.guard import signed_in
from giuloi.doors.console.papers.label import Sender
from giuloi.records.vault import PERSON, fields_held

View = Callable[..., HttpResponse]


def rule_of(policy: Policy) -> PurposeRule:
    """The purpose that an open order is for; raises Http404 under a policy by which nobody works on orders."""
    rule = next((rule for rule in policy.purposes.values() if rule.needs is CaseKind.ORDER), None)
    if rule is None:
        raise Http404
    return rule


def needed(order: int, subject: int, rule: PurposeRule) -> int:
    """What is held of the order itself; of the person only what the order does not say (whom, whither)."""
    held = fields_held(subject)
    of_order, of_person = held.get(order, 0), held.get(PERSON, 0)
    lacking = mask_of(own for own, said in _INSTEAD.items() if not of_order & FIELD[said].mask)
    return rule.fields & ((of_order & _ALWAYS) | (of_person & lacking))


# What the person's own field stands in for, where the order itself does not say it.
_INSTEAD = {"name": "delivery_name", "phone": "delivery_phone", "address": "delivery_address"}
_ALWAYS = mask_of(["purchases", "delivery_name", "delivery_phone", "delivery_address", "order_note"])


def works_on_orders(view: View) -> View:
    """As `signed_in`, and only for those whom the policy names for orders: others get 403. It opens nothing."""

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.staff.on_orders:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def sender_of(policy: Policy, language: str) -> Sender:
    """The shop as the head of its policy names it, for what is printed."""
    said = policy.shop if language == policy.language else policy.shop_in.get(language, policy.shop)
    named = {key: str(said.get(key) or policy.shop.get(key) or "") for key in ("shop", "address", "contact")}
    return Sender(named["shop"], named["address"], named["contact"])
