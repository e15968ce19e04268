"""Opening, and asking what the gate would say. Purpose, fields and role are the key's; the gate decides."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from giuloi.core.bilingual import Words
from giuloi.core.gate import explain
from giuloi.core.terms import Channel
from giuloi.doors.api.allowed import require
from giuloi.doors.api.described import answers
from giuloi.doors.api.given import given, given_all
from giuloi.doors.api.lane import lane
from giuloi.doors.api.problem import Needed, Problem, cited, refused, spoken
from giuloi.doors.api.said import Body, FieldName, Id, Word
from giuloi.records.credentials import Holding, holding_of
from giuloi.records.facts import Ask
from giuloi.records.foretold import would_say
from giuloi.records.published import by_hash, current
from giuloi.records.reveal import Refusal, Revealed, request_of, reveal_many

router = Router(tags=["reveal"])
MOST = 1000  # items in a batch

Names = Annotated[list[FieldName], Field(min_length=1, max_length=len(FieldName))]
_UNREADABLE = Words(
    "Được phép và đã ghi sổ, nhưng giá trị niêm phong không mở được.",
    "Allowed and ledgered, but a sealed value does not open.",
)


class Use(Body):
    """One use of one person's data. `case` is why: an order, a campaign."""

    subject: Id
    purpose: Word
    fields: Names
    channel: Channel = Channel.IN_HOUSE
    case: Id | None = None


class Item(Body):
    """One person of a batch."""

    subject: Id
    case: Id | None = None


class Uses(Body):
    """The same use of many people's data. `case` is for all who name none."""

    purpose: Word
    fields: Names
    channel: Channel = Channel.IN_HOUSE
    case: Id | None = None
    items: list[Item] = Field(min_length=1, max_length=MOST)


class Opened(Schema):
    """What was opened about one record; "0" is the person, any other an order."""

    record: str
    fields: dict[str, str]


class RevealedBody(Schema):
    """Opened, under this clause. `use` leads to the proof that the ledger has it."""

    subject: str
    use: str
    clause: str
    basis: str | None
    records: list[Opened]


class RevealedItem(RevealedBody):
    """An item that was opened."""

    result: Literal["revealed"]


class RefusedItem(Schema):
    """An item that was not: by which clause, why, and what it would take. `late`: something came in between."""

    result: Literal["refused"]
    subject: str
    use: str
    clause: str
    reason: str
    needed: list[Needed]
    late: bool


class UnreadableItem(Schema):
    """An item that was allowed and ledgered, and does not open."""

    result: Literal["unreadable"]
    subject: str
    use: str
    clause: str


class Results(Schema):
    """One result for each item, in order; `wordings` has the sentence of every clause that refused."""

    items: list[RevealedItem | RefusedItem | UnreadableItem]
    wordings: dict[str, str]


class Foretold(Schema):
    """What the gate would say now. It permits nothing, and is not ledgered: nothing was opened."""

    allowed: bool
    outcome: str
    clause: str
    reason: str
    basis: str | None
    needed: list[Needed]
    sentence: str
    wording: str


@router.post("/decisions", response=answers(200, Foretold))
def foretell(request: HttpRequest, body: Use) -> dict[str, Any]:
    """What would the gate say? For the shop's own keys, and for purposes that they hold."""
    require(request.auth, body.purpose)
    holding, names = _holding(request, body), [name.value for name in body.fields]
    asked, decision = would_say(holding, names, _ask(body), datetime.now(UTC), body.channel)
    policy = (by_hash(decision.policy) or current()).policy
    return {
        **cited(decision),
        "allowed": decision.allowed,
        "outcome": decision.outcome.value,
        "basis": decision.basis,
        "sentence": explain.sentence(decision, asked, policy, spoken()),
        "wording": explain.wording(decision.clause, policy, spoken()),
    }


@router.post("/reveal", response=answers(200, RevealedBody, 409))
def open_one(request: HttpRequest, body: Use) -> HttpResponse:
    """Open fields of one person. Every decision is in the ledger before anything is opened."""
    holding, names = holding_of(request.auth, body.purpose), [name.value for name in body.fields]
    answer = lane.reveal(holding, names, _ask(body), datetime.now(UTC), body.channel)
    if isinstance(answer, Revealed):
        return given(answer)
    if isinstance(answer, Refusal):
        raise refused(answer.decision, request_of(holding, names, body.channel), answer.use)
    raise Problem(409, "unreadable", _UNREADABLE, clause=answer.decision.clause, use=answer.use.hex())


@router.post("/reveal/batch", response=answers(200, Results))
def open_many(request: HttpRequest, body: Uses) -> HttpResponse:
    """Open the same fields of up to 1,000 people: each is decided upon alone."""
    holding, asks = _holding(request, body), [_ask(item) for item in body.items]
    names = [name.value for name in body.fields]
    found = reveal_many(holding, names, asks, datetime.now(UTC), body.channel)
    said = {one.decision.clause: one.decision.policy for one in found if isinstance(one, Refusal)}
    wordings = {
        str(clause): explain.wording(clause, (by_hash(version) or current()).policy, spoken())
        for clause, version in said.items()
    }
    return given_all(found, wordings)


def _holding(request: HttpRequest, body: Use | Uses) -> Holding:
    return holding_of(request.auth, body.purpose, None if body.case is None else int(body.case))


def _ask(body: Use | Item) -> Ask:
    return Ask(int(body.subject), None if body.case is None else int(body.case))
