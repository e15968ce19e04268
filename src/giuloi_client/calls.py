"""Every operation of the API, as a value: what to send, and the type of what comes back.

A call is sent by a client, sync or async alike: `client.send(calls.reveal(…))`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from giuloi_client import answers

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One request. What writes carries an `Idempotency-Key`: sent again, it is done once."""

    method: Literal["GET", "POST"]
    path: str
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    query: Mapping[str, str] = field(default_factory=dict)
    repeat: str = ""


def _write(path: str, body: Mapping[str, Any], repeat: str) -> Call[Any]:
    return Call("POST", path, body, repeat=repeat or secrets.token_hex(16))


def register(contact: answers.Contact, *, repeat: str = "") -> Call[answers.Registered]:
    """Register a guest."""
    return _write("/subjects", {"contact": contact}, repeat)


def find(
    *, phone: str | None = None, email: str | None = None, order: str | None = None
) -> Call[answers.Found]:
    """From one of these to ids."""
    sought = {"phone": phone, "email": email, "order": order}
    return Call("POST", "/subjects/find", {name: said for name, said in sought.items() if said is not None})


def place_order(
    purchases: answers.Purchases,
    delivery: answers.Contact,
    wording: str,
    *,
    subject: str | None = None,
    guest: answers.Contact | None = None,
    repeat: str = "",
    **more: Any,
) -> Call[answers.Placed]:
    """Place an order of somebody known (`subject`) or new (`guest`); `more` as the API describes it."""
    whose = {"subject": subject} if guest is None else {"guest": guest}
    body = {"purchases": purchases, "delivery": delivery, "wording": wording, **whose, **more}
    return _write("/orders", body, repeat)


def orders(*, cursor: str = "", limit: int = 50, state: str = "") -> Call[answers.Orders]:
    """One page of orders, newest first."""
    query = {"limit": str(limit), "cursor": cursor, "state": state}
    return Call("GET", "/orders", query={name: said for name, said in query.items() if said})


def order(number: str) -> Call[answers.Order]:
    """One order, masked."""
    return Call("GET", f"/orders/{number}")


def close_order(
    number: str, state: Literal["closed", "cancelled"] = "closed", *, repeat: str = ""
) -> Call[answers.Ended]:
    """Close or cancel an order."""
    return _write(f"/orders/{number}/close", {"state": state}, repeat)


def start_checkout(
    reference: str,
    purchases: answers.Purchases,
    return_to: str,
    *,
    language: Literal["vi", "en"] = "vi",
    repeat: str = "",
) -> Call[answers.Begun]:
    """Hand a basket over; the customer orders at the address that comes back."""
    body = {"reference": reference, "purchases": purchases, "return_to": return_to, "language": language}
    return _write("/checkouts", body, repeat)


def checkout(number: str) -> Call[answers.Checkout]:
    """How far a checkout is."""
    return Call("GET", f"/checkouts/{number}")


def checkouts(
    state: Literal["open", "placed", "settled", "refused", "expired"] = "placed",
) -> Call[answers.Checkouts]:
    """This key's checkouts in one state; `placed` is what the shop has still to settle."""
    return Call("GET", "/checkouts", query={"state": state})


def settle_checkout(
    number: str,
    accepted: bool,
    *,
    reason: Literal["", "out_of_stock", "price_changed", "closed"] = "",
    repeat: str = "",
) -> Call[answers.Settled]:
    """The shop has taken its stock, or has none: then the order is cancelled."""
    return _write(f"/checkouts/{number}/settle", {"accepted": accepted, "reason": reason}, repeat)


def visit(token: str) -> Call[answers.Visitor]:
    """Who came back with this token, as an opaque reference."""
    return Call("POST", "/visits", {"token": token})


def tell_order(
    number: str,
    state: Literal["confirmed", "packed", "handed_over", "delivered", "cancelled", "returned"],
    *,
    reason: str = "",
    repeat: str = "",
) -> Call[answers.Stepped]:
    """Tell how far an order is; told twice, or late, changes nothing."""
    return _write(f"/orders/{number}/state", {"state": state, "reason": reason}, repeat)


def tell_payment(
    number: str,
    payment: Literal["paid", "unpaid", "refund_due", "refunded"],
    *,
    reason: str = "",
    repeat: str = "",
) -> Call[answers.Stepped]:
    """Tell how the money of an order stands; never an account or card."""
    return _write(f"/orders/{number}/state", {"payment": payment, "reason": reason}, repeat)


def answer(
    subject: str,
    purpose: str,
    channel: str,
    said: Literal["given", "refused", "withdrawn"],
    *,
    wording: str,
    language: Literal["vi", "en"],
    method: str,
    recipient: str = "",
    by: str = "subject",
    repeat: str = "",
) -> Call[answers.Written]:
    """Write down what a customer answered, in the words that were read or heard."""
    body = {
        **{"subject": subject, "purpose": purpose, "channel": channel, "recipient": recipient},
        **{"answer": said, "wording": wording, "language": language, "method": method, "by": by},
    }
    return _write("/consents", body, repeat)


def consents_of(subject: str) -> Call[answers.Standings]:
    """How somebody's consents stand."""
    return Call("POST", "/consents/of", {"subject": subject})


def foretell(
    subject: str, purpose: str, fields: Sequence[str], *, channel: str = "in_house", case: str | None = None
) -> Call[answers.Foretold]:
    """What would the gate say? Opens nothing."""
    return Call("POST", "/decisions", _use(subject, purpose, fields, channel, case))


def reveal(
    subject: str, purpose: str, fields: Sequence[str], *, channel: str = "in_house", case: str | None = None
) -> Call[answers.Revealed]:
    """Open fields of one person."""
    return Call("POST", "/reveal", _use(subject, purpose, fields, channel, case))


def reveal_many(
    subjects: Sequence[str],
    purpose: str,
    fields: Sequence[str],
    *,
    channel: str = "in_house",
    case: str | None = None,
    cases: Sequence[str | None] = (),
) -> Call[answers.Results]:
    """Open fields of up to 1,000 people; `cases` gives each their own."""
    items = [
        {"subject": subject, "case": own}
        for subject, own in zip(subjects, cases or [None] * len(subjects), strict=True)
    ]
    body = {"purpose": purpose, "fields": list(fields), "channel": channel, "case": case, "items": items}
    return Call("POST", "/reveal/batch", body)


def proof(which: str) -> Call[answers.Proof]:
    """The proof of a use (the id that came with an answer) or of a leaf by its number."""
    return Call("GET", f"/proofs/{which}")


def checkpoint() -> Call[answers.Checkpoint]:
    """The newest signed head of the ledger."""
    return Call("GET", "/checkpoint")


def receipt(record: str) -> Call[dict[str, Any]]:
    """The signed receipt of a consent record."""
    return Call("GET", f"/receipts/{record}")


def policy() -> Call[answers.Policy]:
    """The policy in force."""
    return Call("GET", "/policy")


def _use(subject: str, purpose: str, fields: Sequence[str], channel: str, case: str | None) -> dict[str, Any]:
    return {"subject": subject, "purpose": purpose, "fields": list(fields), "channel": channel, "case": case}
