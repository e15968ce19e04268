"""Hand-over from a shop that keeps no people: a basket in, an opaque order out; and whether somebody is here.

The shop learns ids, states and times. Who buys and where it goes stays with us (I.1, II.1).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status
from pydantic import StringConstraints

from giuloi.core.bilingual import Words
from giuloi.doors.api.allowed import ORDERS, require
from giuloi.doors.api.described import answers
from giuloi.doors.api.once import DESCRIBED, Done, Drawn, once
from giuloi.doors.api.orders import Bought
from giuloi.doors.api.problem import Problem, invalid, not_found
from giuloi.doors.api.said import Body, Id
from giuloi.promises.collect.checkouts import (
    CheckoutState,
    Seen,
    begin_checkout,
    checkout_of,
    checkouts_of,
    settle,
)
from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.collect.progress import Reason
from giuloi.promises.collect.shop_origins import is_listed
from giuloi.records.access import visits

router = Router(tags=["checkouts"])

Reference = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
Token = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_GONE = Words(
    "Mã này đã dùng, đã quá năm phút, hoặc không có: hãy đưa khách qua /enter lần nữa.",
    "This token was used, is over five minutes old, or never was: send the customer through /enter again.",
)
_REASONS = {
    "": Reason.OTHER,
    "out_of_stock": Reason.OUT_OF_STOCK,
    "price_changed": Reason.PRICE_CHANGED,
    "closed": Reason.SHOP_CLOSED,
}
_NOT_PLACED = Words("Khách chưa đặt hàng theo giỏ này.", "The customer has not ordered by this checkout.")


class CheckoutToBegin(Body):
    """A basket. `reference` is whatever the shop keeps it under; `return_to` one of the operator's shops."""

    reference: Reference
    purchases: Bought
    return_to: str = Field(max_length=500)
    language: Literal["vi", "en"] = "vi"


class Begun(Schema):
    """Send the customer to `url` (a path of this server's public address)."""

    checkout: str
    url: str
    expires_at: str


class OneCheckout(Schema):
    """How far it is. `number` is the order's as customers write it."""

    checkout: str
    reference: str
    state: str
    order: str | None
    number: str | None
    placed_at: str | None


class Checkouts(Schema):
    """Those in one state, oldest first."""

    checkouts: list[OneCheckout]


class Settling(Body):
    """Whether the shop has taken its stock; if not, the order is cancelled."""

    accepted: bool
    reason: Literal["", "out_of_stock", "price_changed", "closed"] = ""


class Settled(Schema):
    """`settled` is false where that was said before: what was said first stays."""

    checkout: str
    settled: bool
    state: str


class Which(Schema):
    """Which checkouts."""

    state: Literal["open", "placed", "settled", "refused", "expired"] = "placed"


class VisitToRedeem(Body):
    """The token that came back with the customer."""

    token: Token


class Visitor(Schema):
    """Somebody is here: the same reference each time, and no name."""

    reference: str
    standing: str


@router.post("/checkouts", response=answers(201, Begun, 409), openapi_extra=DESCRIBED)
def begin(request: HttpRequest, body: CheckoutToBegin) -> Status[Any]:
    """Begin a checkout, or put these goods into the one of this reference that is still open."""
    require(request.auth, *ORDERS)
    if not is_listed(body.return_to):
        raise invalid([{"where": ["body", "return_to"], "what": "not_an_origin_of_GIULOI_SHOP_ORIGINS"}])

    def do(drawn: Drawn) -> Done:
        found = checkout_of(request.auth.id, drawn.first, drawn.at) if drawn.again else None
        goods = body.purchases.told()
        seen = found or begin_checkout(
            *(request.auth.id, body.reference, goods, body.return_to, body.language, drawn.at),
            checkout=drawn.first,
        )
        return 201, {"checkout": str(seen.id)}

    begun = once(request, do)
    # The link is made anew for each answer: what is remembered of a request is ids, never a way in.
    return Status(begun.status_code, _link(request, begun.value["checkout"]))


def _link(request: HttpRequest, checkout: str) -> dict[str, str]:
    seen = _found(request, checkout)
    url, expires = request.build_absolute_uri(seen.path), seen.expires_at.isoformat()
    return {"checkout": checkout, "url": url, "expires_at": expires}


@router.get("/checkouts", response=answers(200, Checkouts))
def page(request: HttpRequest, which: Query[Which]) -> dict[str, Any]:
    """This key's checkouts in one state: `placed` is what the shop has still to settle."""
    require(request.auth, *ORDERS)
    found = checkouts_of(request.auth.id, CheckoutState(which.state), _now())
    return {"checkouts": [_shown(one) for one in found]}


@router.get("/checkouts/{checkout}", response=answers(200, OneCheckout))
def one(request: HttpRequest, checkout: Id) -> dict[str, Any]:
    """One checkout of this key's."""
    require(request.auth, *ORDERS)
    return _shown(_found(request, checkout))


@router.post("/checkouts/{checkout}/settle", response=answers(200, Settled, 409), openapi_extra=DESCRIBED)
def settled(request: HttpRequest, checkout: Id, body: Settling) -> Status[Any]:
    """The shop has taken its stock, or has none left."""
    require(request.auth, *ORDERS)
    if _found(request, checkout).order is None:
        raise Problem(409, "not_placed", _NOT_PLACED)

    def do(drawn: Drawn) -> Done:
        why = _REASONS[body.reason]
        done = settle(int(checkout), body.accepted, drawn.at, actor=request.auth.pseudonym, reason=why)
        state = _found(request, checkout).state.value
        return 200, {"checkout": checkout, "settled": done or drawn.again, "state": state}

    return once(request, do)


@router.post("/visits", response=answers(200, Visitor, 409))
def visit(request: HttpRequest, body: VisitToRedeem) -> dict[str, Any]:
    """Who is here, as an opaque reference. A token is good for one call within five minutes."""
    require(request.auth, *ORDERS)
    found = visits.redeem(body.token, request.auth.id, _now())
    if found is None:
        raise Problem(409, "no_visit", _GONE)
    return {"reference": found[0], "standing": found[1].value}


def _found(request: HttpRequest, checkout: str) -> Seen:
    seen = checkout_of(request.auth.id, int(checkout), _now())
    if seen is None:
        raise not_found()
    return seen


def _shown(seen: Seen) -> dict[str, Any]:
    return {
        "checkout": str(seen.id),
        "reference": seen.reference,
        "state": seen.state.value,
        "order": None if seen.order is None else str(seen.order),
        "number": None if seen.order is None else spoken_number(seen.order),
        "placed_at": None if seen.placed_at is None else seen.placed_at.isoformat(),
    }


def _now() -> datetime:
    return datetime.now(UTC)
