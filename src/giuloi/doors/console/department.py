"""Who works in the inbox: those who work on one person's order, question or request, and who of them makes changes."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from giuloi.doors.console.customers import refusal
from giuloi.doors.console.guard import Colleague, View, signed_in
from giuloi.promises.answer.rota import head
from giuloi.promises.collect.finding import ground_of
from giuloi.records.access.colleagues import AtWork, colleagues
from giuloi.records.published import current
from giuloi.records.request_kinds import KIND_WORDS


def serving(view: View) -> View:
    """As `signed_in`, and only for a role that works on single requests: others read by which clause they do not."""

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        policy = current().policy
        if ground_of(policy, request.staff.role) is None:
            return render(request, "console/customers.html", refusal(policy), status=403)
        return view(request, *args, **kwargs)

    return guarded


def of_department(view: View) -> View:
    """As `serving`, and only for the department that promised to answer, and for administrators."""

    @serving
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not answers(request.staff):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def answers(who: Colleague) -> bool:
    """Whether they belong to a department that promised customers to answer in time, or administer."""
    promised = (clock for clock in current().policy.clocks if not KIND_WORDS.keys().isdisjoint(clock.kinds))
    return who.administrator or who.role in {clock.by for clock in promised}


def leads(who: Colleague, at: Any) -> bool:
    """Whether they may change the rota: the head of the department, and administrators."""
    return who.administrator or head(at) == who.id


def who_serve() -> list[AtWork]:
    """The colleagues that a request can be given to, by name."""
    policy = current().policy
    return [one for one in colleagues() if ground_of(policy, one.role) is not None]
