"""Consents: write down what a customer said, word for word, and how it stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from giuloi.core.bilingual import Words
from giuloi.core.consent.record import Indicated, Method, NotPossible
from giuloi.core.terms import Channel, ConsentState
from giuloi.doors.api.allowed import RIGHTS, holds, require
from giuloi.doors.api.described import answers
from giuloi.doors.api.once import DESCRIBED, Done, Drawn, once
from giuloi.doors.api.problem import Problem, invalid, not_found
from giuloi.doors.api.said import Body, Id, Recipient, Word, Wording
from giuloi.promises.collect.orders import PURPOSE as SUPPLY
from giuloi.promises.collect.withdrawn import settle_withdrawn
from giuloi.records import consents
from giuloi.records.consent_history import said, said_since
from giuloi.records.credentials import ApiKey
from giuloi.records.published import by_id, current
from giuloi.records.subjects import standing_of

router = Router(tags=["consents"])

_WRITE = {"given": consents.give, "refused": consents.refuse, "withdrawn": consents.withdraw}
_NOTHING = Words(
    "Khách chưa đồng ý việc này, nên không có gì để rút.", "Not consented to: nothing to withdraw."
)
_NOT_POSSIBLE = Words(
    "Từ chỗ đang đứng, không thể bước như vậy.", "From where it stands this step is not possible."
)
_OVERTAKEN = Words(
    "Sau yêu cầu này khách đã trả lời khác: hãy xem lại rồi gửi yêu cầu mới.",
    "The customer has answered since this request was first sent: look, then send a new one.",
)


class Answer(Body):
    """One answer to one question: purpose × channel (× recipient). Never several in one."""

    subject: Id
    purpose: Word
    channel: Channel
    recipient: Recipient = ""
    answer: Literal["given", "refused", "withdrawn"]
    wording: Wording = Field(description="the words that were read or heard, exactly")
    language: Literal["vi", "en"]
    method: Method
    by: Indicated = Indicated.SUBJECT


class Written(Schema):
    """The new record; its receipt is at /receipts/{record}."""

    record: str
    state: str


class Whose(Body):
    """Whose consents."""

    subject: Id


class Standing(Schema):
    """How one consent stands."""

    purpose: str
    channel: str
    recipient: str
    state: str


class Standings(Schema):
    """Those of the purposes that this key was made for; all of them for a key of `rights`."""

    consents: list[Standing]


@router.post("", response=answers(201, Written, 409), openapi_extra=DESCRIBED)
def write(request: HttpRequest, body: Answer) -> Status[Any]:
    """Write down a consent, a refusal or a withdrawal: in force when this returns."""
    require(request.auth, body.purpose, RIGHTS)
    subject = int(body.subject)
    _refuse_unknown(subject, body)
    asked = consents.Asked(
        body.purpose, body.channel, body.wording, body.language, body.method, body.recipient, body.by
    )

    def do(drawn: Drawn) -> Done:
        record = _before(subject, asked, drawn) if drawn.again else None
        return 201, _written(record or _write(body, subject, asked, drawn.at, request.auth.pseudonym))

    return once(request, do)


def _refuse_unknown(subject: int, body: Answer) -> None:
    """Before anything is written: a withdrawal reaches the key store ahead of every other check."""
    found = standing_of(subject)
    if found is None:
        raise not_found()
    asked = (body.purpose, body.channel.value, body.recipient)
    rule = by_id(found[2]).policy.purposes.get(body.purpose)
    known = rule is not None and body.channel in {Channel.IN_HOUSE, *rule.channels}
    if not known and asked not in consents.states_of(subject):
        raise invalid(
            [{"where": ["body", "purpose" if rule is None else "channel"], "what": "not_in_the_policy"}]
        )


def _write(body: Answer, subject: int, asked: consents.Asked, at: datetime, actor: str) -> int:
    before = consents.states_of(subject).get(asked.key)
    if body.answer == "withdrawn" and before is not ConsentState.GIVEN:
        raise Problem(409, "nothing_to_withdraw", _NOTHING)
    try:
        record = _WRITE[body.answer](subject, [asked], at, actor)[0]
    except NotPossible:
        raise Problem(409, "not_possible", _NOT_POSSIBLE) from None
    if body.purpose == SUPPLY:  # open orders follow what was just said (VI.7)
        settle_withdrawn(subject, at)
    return record


def _before(subject: int, asked: consents.Asked, drawn: Drawn) -> int | None:
    """The record that this very request wrote before it was cut off, if it did.

    Raises a Problem where something else was said since: a yes must not come back over a later no.
    """
    since = said_since(subject, asked.key, drawn.at)
    if since and since[0].at != drawn.at:
        raise Problem(409, "overtaken", _OVERTAKEN)
    return since[0].id if since else None


def _written(record: int) -> dict[str, str]:
    found = said(record)
    if found is None:
        raise not_found()
    return {"record": str(record), "state": found.state.value}


@router.post("/of", response=answers(200, Standings))
def of(request: HttpRequest, body: Whose) -> dict[str, Any]:
    """How somebody's consents stand."""
    key: ApiKey = request.auth
    require(key, RIGHTS, *key.purposes.split())
    subject = int(body.subject)
    found = standing_of(subject)
    if found is None:
        raise not_found()
    policy = current().policy
    every = holds(key, RIGHTS, policy)
    states = consents.states_of(subject)
    return {
        "consents": [
            {"purpose": purpose, "channel": channel, "recipient": recipient, "state": state.value}
            for (purpose, channel, recipient), state in sorted(states.items())
            if every or holds(key, purpose, policy)
        ]
    }
