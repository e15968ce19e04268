"""The API, put together: routers, and how each error of ours is said."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import HttpError, ValidationError

from giuloi.core.bilingual import Words
from giuloi.core.terms import NotATerm, NotServing, Unavailable, Undecryptable
from giuloi.doors.api import checkouts, consents, evidence, orders, reveals, rights, subjects
from giuloi.doors.api.described import Described
from giuloi.doors.api.entry import Key
from giuloi.doors.api.problem import Problem, answered, invalid, not_found
from giuloi.records.keyring import OverBudget

# No page with a viewer: it would load its scripts from elsewhere.
api = Described(
    title="Giữ Lời",
    version="1",
    description="Personal data, opened only as the shop's published policy says. Errors cite its clauses.",
    docs_url=None,
    auth=Key(),
    urls_namespace="api",
)
api.add_router("/subjects", subjects.router)
api.add_router("", rights.router)
api.add_router("/orders", orders.router)
api.add_router("", checkouts.router)
api.add_router("/consents", consents.router)
api.add_router("", reveals.router)
api.add_router("", evidence.router)

_HOUR = 3600  # when the next hour's allowance has begun, whatever minute it is
_LATER = Words("Lúc này chưa làm được; chưa có gì bị mất.", "This cannot be done now; nothing is lost.")
_UNREADABLE = Words("Yêu cầu không đọc được.", "This request cannot be read.")


@api.exception_handler(Problem)
def _problem(request: HttpRequest, error: Problem) -> HttpResponse:
    return answered(request, error)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return answered(request, invalid([_wrong(one) for one in error.errors]))


def _wrong(error: dict[str, Any]) -> dict[str, Any]:
    where = [str(part) for part in error["loc"]]
    if error["type"] == "extra_forbidden":
        where[-1] = "?"  # the name is the caller's own word, and may be anything
    return {"where": where, "what": str(error["type"])}


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return answered(request, Problem(error.status_code, "unreadable", _UNREADABLE))


@api.exception_handler(Http404)
def _nothing(request: HttpRequest, error: Http404) -> HttpResponse:
    return answered(request, not_found())


@api.exception_handler(NotATerm)
def _not_a_term(request: HttpRequest, error: NotATerm) -> HttpResponse:
    return answered(request, invalid([{"where": ["body"], "what": "not_a_term"}]))


@api.exception_handler(OverBudget)
def _over_budget(request: HttpRequest, error: OverBudget) -> HttpResponse:
    return answered(request, Problem(429, "read_budget", error.words, retry_after=_HOUR))


@api.exception_handler(Unavailable)
@api.exception_handler(NotServing)
@api.exception_handler(Undecryptable)  # somebody is being erased at this very moment: later there is nobody
def _later(request: HttpRequest, error: Exception) -> HttpResponse:
    return answered(request, Problem(503, "later", _LATER, retry_after=2))
