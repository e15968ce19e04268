"""What the page of a case shows before anything is opened: who wrote when by which way, and what may be done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from giuloi.core.policy.clauses import Policy, PurposeRule
from giuloi.doors.console.form import one_time_number
from giuloi.doors.console.told import worded
from giuloi.promises.answer.conversation import conversation, requests_under
from giuloi.promises.use import cases, contact
from giuloi.promises.use.cases import CareCase
from giuloi.records.credentials import Staff
from giuloi.records.database import answering
from giuloi.records.published import by_id, current
from giuloi.records.request_kinds import KIND_WORDS, STATE_WORDS
from giuloi.records.subjects import standing_of


def found(case: int) -> CareCase:
    """The case; 404 for one that is none of care's."""
    seen = cases.care_case(case)
    if seen is None:
        raise Http404
    return seen


def policy_of(seen: CareCase) -> Policy:
    """The version its person is judged by."""
    standing = standing_of(seen.subject)
    return by_id(standing[2]).policy if standing else current().policy


def care_only(request: HttpRequest, seen: CareCase) -> None:
    """403 for a role that the policy does not give this work to. The gate is asked again at every opening."""
    rule = policy_of(seen).purposes.get(seen.purpose)
    if rule is None or request.staff.role not in rule.roles:
        raise PermissionDenied


def page_of(request: HttpRequest, seen: CareCase) -> dict[str, Any]:
    """Everything masked, with the forms empty; a view that has more to say puts it on top."""
    policy = policy_of(seen)
    rule: PurposeRule = policy.purposes[seen.purpose]
    mine = request.staff.role in rule.roles
    standing = standing_of(seen.subject)
    return {
        "case": seen,
        "who": {"standing": standing[0], "states": int(standing[1])} if standing else None,
        "lines": conversation(seen.id),
        "people": _names(),
        "requests": [
            (row, KIND_WORDS.get(row.kind), STATE_WORDS.get(row.state)) for row in requests_under(seen.id)
        ],
        "rule": rule,
        "clause": worded(rule.clause, policy),
        "mine": mine,
        "ways": contact.ways(seen, request.staff.id, datetime.now(UTC)) if mine and seen.open else [],
        "once": one_time_number(),
    }


@answering()
def _names() -> dict[str, str]:
    """The lasting part of a pseudonym → the colleague's name: for colleagues only."""
    return {one.pseudonym.rpartition("/")[2]: one.name for one in Staff.objects.all()}
