"""Every error is a problem (RFC 9457): `application/problem+json`, and never a word of the request in it.

`type` is about:blank, so `title` is the status in words; `code` is for machines. A refusal also cites: `clause`,
`reason`, `needed` (what would make it allowed) and `wording`, the clause's own sentence.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from http.client import responses
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Schema
from pydantic import Field

from giuloi.core.bilingual import Words
from giuloi.core.gate import explain
from giuloi.core.gate.request import Decision, UseRequest
from giuloi.core.gate.words import Language
from giuloi.core.terms import GiuloiError
from giuloi.records.published import by_hash, current

MEDIA = "application/problem+json"


class Needed(Schema):
    """One thing that would make the use allowed, or bring it a step nearer."""

    kind: str = Field(description="consent, case, role or hold")
    what: str = Field(description="such as promotion/sms, order, fulfilment|care")


class Wrong(Schema):
    """One part of a request that is not as it should be; its value is never repeated."""

    where: list[str]
    what: str


class ProblemBody(Schema):
    """An error (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    clause: str | None = None
    reason: str | None = None
    needed: list[Needed] | None = None
    wording: str | None = None
    use: str | None = Field(None, description="the id of the ledgered refusal, for /proofs/{which}")
    wrong: list[Wrong] | None = None


class Problem(GiuloiError):
    """Raised by a view, answered as a problem."""

    def __init__(
        self, status: int, code: str, words: Words, *, retry_after: int | None = None, **more: Any
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.words = status, code, words
        self.retry_after, self.more = retry_after, more


def spoken() -> Language:
    """The language of this answer: what `Accept-Language` asks for, else the shop's own."""
    return "en" if (get_language() or "").startswith("en") else "vi"


def answered(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The HTTP answer."""
    body = {
        "type": "about:blank",
        "title": responses[problem.status],
        "status": problem.status,
        "code": problem.code,
        "detail": problem.words.spoken(spoken()),
        **problem.more,
    }
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=problem.status, content_type=MEDIA)
    if problem.retry_after is not None:
        response["Retry-After"] = str(problem.retry_after)
    if problem.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def refused(decision: Decision, request: UseRequest, use: bytes = b"") -> Problem:
    """The gate's no, with the clause that says so."""
    policy = (by_hash(decision.policy) or current()).policy
    both = Words(
        explain.sentence(decision, request, policy, "vi"), explain.sentence(decision, request, policy, "en")
    )
    more: dict[str, Any] = {
        **cited(decision),
        "wording": explain.wording(decision.clause, policy, spoken()),
    }
    if use:
        more["use"] = use.hex()
    return Problem(403, "refused", both, **more)


def cited(decision: Decision) -> dict[str, Any]:
    """The clause, why, and what it would take: plain JSON values."""
    return {
        "clause": decision.clause,
        "reason": decision.reason.value,
        "needed": [{"kind": one.kind, "what": one.what} for one in decision.needed],
    }


def not_found() -> Problem:
    """Nothing of that id, or nothing that this key may know of."""
    return Problem(404, "not_found", Words("Không có gì ở đây.", "There is nothing here."))


def invalid(wrong: Sequence[dict[str, Any]]) -> Problem:
    """What was sent does not fit the description; says where and what, never the value."""
    words = Words("Yêu cầu không đúng mô tả.", "The request does not fit the description.")
    return Problem(422, "invalid", words, wrong=list(wrong))
