"""Rights over data, asked through the shop's own systems: the same inbox, the same clocks (IV.3).

What only stops a use is valid at once. What hands data out, changes or destroys it waits until it is established who
asked: this API says who the shop thinks it is, and that proves nothing.
"""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from giuloi.core.bilingual import Words
from giuloi.core.consent.record import Method
from giuloi.core.terms import Channel
from giuloi.doors.api.allowed import RIGHTS, require
from giuloi.doors.api.described import answers
from giuloi.doors.api.once import DESCRIBED, Done, Drawn, once
from giuloi.doors.api.problem import Problem, not_found
from giuloi.doors.api.said import Body, Id, Text, Word
from giuloi.promises.answer.asking import Asking, NotAsked
from giuloi.promises.answer.on_behalf import take_right_in
from giuloi.promises.answer.rights.stages import LIFT, right_of
from giuloi.records.published import current
from giuloi.records.requests import request_of
from giuloi.records.subjects import standing_of

router = Router(tags=["rights"])


class Use(Body):
    """One use that is to end: a purpose by a channel."""

    purpose: Word
    channel: Channel


class RightAsked(Body):
    """One right. `uses` narrows a withdrawal or objection; `lift` ends a restriction."""

    subject: Id
    kind: Literal["access", "copy", "rectify", "erase", "restrict", "object", "withdraw"]
    words: Text = Field("", max_length=20_000, description="what they wrote; sealed")
    language: Literal["vi", "en"] = "vi"
    uses: list[Use] = Field(default_factory=list, max_length=50)
    lift: bool = False


class Taken(Schema):
    """The request; `valid` is false until it is established who asked. `repeated`: it was in flight already."""

    request: str
    due_at: str | None
    valid: bool
    repeated: bool


@router.post("/rights", response=answers(202, Taken, 409), openapi_extra=DESCRIBED)
def ask(request: HttpRequest, body: RightAsked) -> Status[Any]:
    """Take a right in: its clock runs, and it is durable, when this returns."""
    require(request.auth, RIGHTS)
    subject = int(body.subject)
    if standing_of(subject) is None:
        raise not_found()
    _checked(body)

    def do(drawn: Drawn) -> Done:
        asking = Asking(
            *(body.kind, body.words, "api"),
            repeat=f"api-{drawn.first}",
            language=body.language,
            method=Method.OTHER_VERIFIABLE,
            wish=[LIFT] if body.lift else [[one.purpose, one.channel.value] for one in body.uses],
        )
        try:
            taken = take_right_in(subject, asking, drawn.at, request.auth.pseudonym)
        except NotAsked as no:
            raise Problem(422, "invalid", no.words) from None
        right, row = right_of(taken.request), request_of(taken.request)
        due = row.due_at.isoformat() if row is not None and row.due_at else None
        valid = right is not None and right.valid_at is not None
        return 202, {
            "request": str(taken.request),
            "due_at": due,
            "valid": valid,
            "repeated": taken.repeated,
        }

    return once(request, do)


def _checked(body: RightAsked) -> None:
    known = current().policy.purposes
    if body.uses and body.kind not in ("withdraw", "object"):
        raise Problem(422, "invalid", _USES)
    if body.lift and body.kind != "restrict":
        raise Problem(422, "invalid", _LIFT)
    if any(one.purpose not in known for one in body.uses):
        raise Problem(422, "invalid", _PURPOSE)


_USES = Words("`uses` chỉ đi cùng withdraw hoặc object.", "`uses` belongs to withdraw or object.")
_LIFT = Words("`lift` chỉ đi cùng restrict.", "`lift` belongs to restrict.")
_PURPOSE = Words("Chính sách không có mục đích này.", "The policy has no such purpose.")
