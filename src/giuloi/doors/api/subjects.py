"""Customers: register a guest, find somebody. Identities travel in the body; what comes back are ids."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from pydantic import model_validator

from giuloi.core.bilingual import Words
from giuloi.core.identifiers import Kind, Unnormalisable, norm_v1
from giuloi.doors.api.allowed import FINDING, ORDERS, require
from giuloi.doors.api.described import answers
from giuloi.doors.api.once import DESCRIBED, Done, Drawn, once
from giuloi.doors.api.problem import Problem
from giuloi.doors.api.said import Body, Contact, Id, Text
from giuloi.promises.collect.delivered import Contact as Told
from giuloi.promises.collect.guests import register_guest
from giuloi.promises.collect.order_list import customer_of
from giuloi.records.cases import open_cases_of
from giuloi.records.keyring import keyring
from giuloi.records.subjects import standing_of

router = Router(tags=["subjects"])


class Registration(Body):
    """A guest to be. One of the four at least."""

    contact: Contact

    @model_validator(mode="after")
    def _somebody(self) -> Registration:
        if not any(self.contact.model_dump().values()):
            raise ValueError("say at least one thing of them")
        return self


class Registered(Schema):
    """The new guest."""

    subject: str


class Sought(Body):
    """One of these, in any spelling; `order` is an order's id."""

    phone: Text | None = Field(None, max_length=64)
    email: Text | None = Field(None, max_length=254)
    order: Id | None = None

    @model_validator(mode="after")
    def _one(self) -> Sought:
        if len([one for one in (self.phone, self.email, self.order) if one is not None]) != 1:
            raise ValueError("say exactly one of phone, email, order")
        return self


class Case(Schema):
    """Why somebody may look at them: pass its id to /reveal."""

    case: str
    kind: str
    order: str | None


class Somebody(Schema):
    """Somebody who gave it: several may have, and nobody verified it for you."""

    subject: str
    standing: str
    cases: list[Case]


class FoundAll(Schema):
    """Everybody it leads to, or nobody."""

    found: list[Somebody]


@router.post("", response=answers(201, Registered, 409), openapi_extra=DESCRIBED)
def register(request: HttpRequest, body: Registration) -> Status[Any]:
    """Register a guest. Somebody becomes a member only by accepting the policy themselves (IV.5)."""
    require(request.auth, *ORDERS)

    def do(drawn: Drawn) -> Done:
        if not (drawn.again and standing_of(drawn.first)):
            register_guest(Told(**body.contact.model_dump()), drawn.at, subject=drawn.first)
        return 201, {"subject": str(drawn.first)}

    return once(request, do)


@router.post("/find", response=answers(200, FoundAll))
def find(request: HttpRequest, body: Sought) -> dict[str, Any]:
    """From a phone number, an e-mail address or an order to ids, by the blind index. Nothing is opened."""
    require(request.auth, *FINDING)
    if body.order is not None:
        subject = customer_of(int(body.order))
        return {"found": [] if subject is None else _known([subject])}
    return {
        "found": _known(
            _led_to("phone", body.phone) if body.phone is not None else _led_to("email", body.email)
        )
    }


def _led_to(kind: Kind, said: str | None) -> list[int]:
    try:
        return sorted(set(keyring().find(kind, norm_v1(kind, said or ""))))
    except Unnormalisable as error:
        wrong = [{"where": ["body", kind], "what": error.code}]
        raise Problem(422, "invalid", Words(error.vi, error.en), wrong=wrong) from None


def _known(subjects: list[int]) -> list[dict[str, Any]]:
    """Those who are there: an index entry can outlive its subject by a crash."""
    return [
        {
            "subject": str(subject),
            "standing": found[0].value,
            "cases": [
                {
                    "case": str(one.id),
                    "kind": one.kind.value,
                    "order": None if one.record is None else str(one.record),
                }
                for one in open_cases_of(subject)
            ],
        }
        for subject in subjects
        if (found := standing_of(subject)) is not None
    ]
