"""Orders: place, list, look at, close. What they are about stays sealed: a list says which data there is."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status
from pydantic import model_validator

from giuloi.core.bilingual import Words
from giuloi.core.consent.record import Method, NotPossible
from giuloi.core.terms import Channel
from giuloi.doors.api.allowed import ORDERS, require
from giuloi.doors.api.described import answers
from giuloi.doors.api.once import DESCRIBED, Done, Drawn, once
from giuloi.doors.api.problem import Problem, invalid, not_found
from giuloi.doors.api.said import Amount, Body, Contact, Delivery, Id, Note, Short, Text, Wording
from giuloi.promises.collect.delivered import Contact as Told
from giuloi.promises.collect.delivered import OrderState
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.lifecycle import (
    Moved,
    NoSuchOrder,
    NotMoved,
    close_order,
    move_order,
    pay,
)
from giuloi.promises.collect.order_list import Listed, NotACursor, listed, look_up
from giuloi.promises.collect.orders import NotPlaced, Placing, place_first_order, place_order
from giuloi.promises.collect.progress import Payment, Progress, Reason

router = Router(tags=["orders"])


class BoughtLine(Body):
    """One line; quantity and total are decimals as text, for money is no float."""

    name: Annotated[Text, Field(max_length=500)]
    quantity: Amount
    total: Amount
    sku: Short = ""


class Bought(Body):
    """What was bought. `payment` is a method such as cod, never an account or card."""

    lines: list[BoughtLine] = Field(max_length=500)
    total: Amount
    currency: str = Field("VND", pattern=r"^[A-Z]{3}$")
    payment: str = Field("", pattern=r"^[a-z_]{0,40}$")
    paid: bool = False

    def told(self) -> Purchases:
        """As the orders know it."""
        lines = tuple(Line(**line.model_dump()) for line in self.lines)
        return Purchases(lines, self.total, self.currency, self.payment, self.paid)


class OrderToPlace(Body):
    """An order of somebody known (`subject`) or of somebody new (`guest`)."""

    subject: Id | None = None
    guest: Contact | None = None
    purchases: Bought
    delivery: Delivery
    wording: Wording = Field(description="what stood at the button: a member's order is a consent (IV.4)")
    language: Literal["vi", "en"] = "vi"
    method: Method = Method.WEB
    note: Note = ""
    contact_by: list[Channel] = Field(default_factory=list, max_length=7)

    @model_validator(mode="after")
    def _somebodys(self) -> OrderToPlace:
        if (self.subject is None) == (self.guest is None):
            raise ValueError("say exactly one of subject, guest")
        return self

    def placing(self) -> Placing:
        """As the orders know it."""
        return Placing(
            purchases=self.purchases.told(),
            delivery=Told(**self.delivery.model_dump()),
            wording=self.wording,
            language=self.language,
            method=self.method,
            note=self.note,
            contact_by=tuple(self.contact_by),
        )


class Placed(Schema):
    """The new order, and the case it is: what /reveal asks for."""

    order: str
    subject: str
    case: str | None


class OneOrder(Schema):
    """An order, masked: `holds` names the fields there are about it."""

    order: str
    subject: str
    state: str
    placed_at: str
    closed_at: str | None
    case: str | None
    holds: list[str]
    progress: str
    payment: str


class Orders(Schema):
    """One page, newest first; `next` is the cursor of the page after it."""

    orders: list[OneOrder]
    next: str | None


class End(Body):
    """How it ended."""

    state: Literal["closed", "cancelled"] = "closed"


class Ended(Schema):
    """`ended` is false where it was not open."""

    order: str
    ended: bool


class Step(Body):
    """Which step was taken, or how the money stands now; the reason from a list, for free text may tell of people."""

    state: Literal["confirmed", "packed", "handed_over", "delivered", "cancelled", "returned"] | None = None
    payment: Literal["paid", "unpaid", "refund_due", "refunded"] | None = None
    reason: Literal[
        "",
        "asked",
        "out_of_stock",
        "price_changed",
        "shop_closed",
        "unpaid",
        "not_reached",
        "not_accepted",
        "damaged",
        "mistake",
        "not_suitable",
        "other",
    ] = ""

    @model_validator(mode="after")
    def _one_of_them(self) -> Step:
        if (self.state is None) == (self.payment is None):
            raise ValueError("say exactly one of state, payment")
        return self


class Stepped(Schema):
    """How the order stands now; `moved` is false where it stood there, or further on, already."""

    order: str
    moved: bool
    progress: str
    payment: str


class Page(Schema):
    """Which page."""

    limit: int = Field(50, ge=1, le=100)
    cursor: str = Field("", max_length=80, pattern=r"^[A-Za-z0-9_-]*$")
    state: Literal["placed", "closed", "cancelled"] | None = None


@router.post("", response=answers(201, Placed, 409), openapi_extra=DESCRIBED)
def place(request: HttpRequest, body: OrderToPlace) -> Status[Any]:
    """Place an order."""
    require(request.auth, *ORDERS)

    def do(drawn: Drawn) -> Done:
        if not (drawn.again and look_up(drawn.second)):
            _place(body, drawn, request.auth.pseudonym)
        return 201, _placed(drawn.second)

    return once(request, do)


def _place(body: OrderToPlace, drawn: Drawn, actor: str) -> None:
    try:
        if body.guest is not None:
            contact = Told(**body.guest.model_dump())
            ids = (drawn.first, drawn.second)
            place_first_order(contact, body.placing(), drawn.at, actor=actor, ids=ids)
        else:
            place_order(int(body.subject or 0), body.placing(), drawn.at, actor=actor, order=drawn.second)
    except (NotPlaced, NotPossible) as error:
        words = getattr(error, "words", None) or _NOT_PLACED
        raise Problem(409, "not_placed", words) from None


_NOT_PLACED = Words("Không thể nhận đơn này cho khách ấy.", "This order cannot be taken for that customer.")


def _placed(order: int) -> dict[str, str | None]:
    found = look_up(order)
    if found is None:
        raise not_found()
    return {"order": str(order), "subject": str(found.subject), "case": _text(found.case)}


@router.get("", response=answers(200, Orders))
def page(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    """The orders, newest first."""
    require(request.auth, *ORDERS)
    try:
        found, following = listed(
            page.limit, page.cursor, None if page.state is None else OrderState(page.state)
        )
    except NotACursor:
        raise invalid([{"where": ["query", "cursor"], "what": "not_a_cursor"}]) from None
    return {"orders": [_shown(one) for one in found], "next": following}


@router.get("/{order}", response=answers(200, OneOrder))
def one(request: HttpRequest, order: Id) -> dict[str, Any]:
    """One order, masked."""
    require(request.auth, *ORDERS)
    found = look_up(int(order))
    if found is None:
        raise not_found()
    return _shown(found)


@router.post("/{order}/close", response=answers(200, Ended, 409), openapi_extra=DESCRIBED)
def close(request: HttpRequest, order: Id, body: End) -> Status[Any]:
    """Close or cancel it: from then on nobody may look because of it."""
    require(request.auth, *ORDERS)
    if look_up(int(order)) is None:
        raise not_found()

    def do(drawn: Drawn) -> Done:
        ended = close_order(int(order), drawn.at, OrderState(body.state), request.auth.pseudonym)
        return 200, {"order": order, "ended": ended or drawn.again}

    return once(request, do)


@router.post("/{order}/state", response=answers(200, Stepped, 409), openapi_extra=DESCRIBED)
def step(request: HttpRequest, order: Id, body: Step) -> Status[Any]:
    """Tell how far it is, or how the money stands. Told twice, or late, changes nothing."""
    require(request.auth, *ORDERS)
    if look_up(int(order)) is None:
        raise not_found()

    def do(drawn: Drawn) -> Done:
        moved = _step(int(order), body, drawn.at, request.auth.pseudonym)
        return 200, {
            "order": order,
            "moved": moved.done or drawn.again,
            "progress": moved.progress.value,
            "payment": moved.payment.value,
        }

    return once(request, do)


def _step(order: int, body: Step, at: datetime, actor: str) -> Moved:
    reason = Reason(body.reason)
    try:
        if body.payment is not None:
            return pay(order, Payment(body.payment), at, actor, reason)
        return move_order(order, Progress(str(body.state)), at, actor, reason)
    except NoSuchOrder:
        raise not_found() from None
    except NotMoved as error:
        raise Problem(409, "not_possible", error.words) from None


def _shown(found: Listed) -> dict[str, Any]:
    return {
        "order": str(found.order),
        "subject": str(found.subject),
        "state": found.state,
        "placed_at": found.placed_at.isoformat(),
        "closed_at": None if found.closed_at is None else found.closed_at.isoformat(),
        "case": _text(found.case),
        "holds": list(found.holds),
        "progress": found.progress,
        "payment": found.payment,
    }


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
