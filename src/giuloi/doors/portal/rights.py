"""What a right over data shows on its page: the copy to save, the erasure to follow or cancel (VI.1, VI.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, QueryDict

from giuloi.core.bilingual import Words
from giuloi.core.terms import SubjectState
from giuloi.core.time_left import TimeLeft, time_left
from giuloi.promises.answer.asking import STOPS_A_USE
from giuloi.promises.answer.copies.making import copy_of
from giuloi.promises.answer.rights.carrying_out import STEP_UP
from giuloi.promises.answer.rights.stages import LIFT, right_of
from giuloi.promises.answer.rights.uses_given import chosen_uses, given_uses
from giuloi.promises.keep.erasure import beginning, plan
from giuloi.promises.keep.erasure.rows import State
from giuloi.promises.use.notices.links import erasure_token
from giuloi.records.request_kinds import OPEN
from giuloi.records.subjects import standing_of


@dataclass(frozen=True, slots=True)
class Erasing:
    """An erasure as its customer sees it: `waiting` until the letters left, `cooling` while it can be cancelled.

    `by_hand` when a person reads first what exactly is meant.
    """

    link: str
    waiting: bool
    cooling: bool
    begins_at: datetime | None
    left: TimeLeft | None
    cancelled: bool = False
    by_hand: bool = False


def what_came_of(asked: int, kind: str, at: datetime) -> dict[str, Any]:
    """For the request's page: `copy`, `copy_open`, `erasure` (None where there is none)."""
    copy = copy_of(asked) if kind in ("copy", "access") else None
    erasure = _erasing(asked, at) if kind == "erase" else None
    return {"copy": copy, "copy_open": copy is not None and copy.open_at(at), "erasure": erasure}


def needs_proof(request: HttpRequest, kind: str, at: datetime) -> bool:
    """Whether they first have to show once more that it is they: whoever holds an open device takes nothing along."""
    return kind in STEP_UP and not request.visitor.fresh(at)


def before_asking(subject: int, kind: str, at: datetime) -> dict[str, Any]:
    """For the form: what an erasure would come to; whether a restriction stands that could be lifted."""
    found = standing_of(subject) if kind == "restrict" else None
    return {
        "outlook": plan.outlook(subject, at) if kind == "erase" else None,
        "cooling": int(beginning.COOLING.total_seconds() // 3600),
        "uses": given_uses(subject) if kind in STOPS_A_USE else (),
        "stops": kind in STOPS_A_USE,
        "can_lift": found is not None and bool(found[1] & SubjectState.RESTRICTED),
    }


def wish_of(subject: int, kind: str, said: QueryDict) -> Sequence[object]:
    """What narrows the right, as the form says it."""
    if kind in STOPS_A_USE:
        return chosen_uses(subject, said.getlist("uses"))
    return (LIFT,) if kind == "restrict" and said.get("lift") == "yes" else ()


def not_sure(kind: str, said: Mapping[str, str]) -> Words | None:
    """An erasure is not begun without saying so in so many words."""
    return SURE if kind == "erase" and said.get("sure") != "yes" else None


def named_nothing(subject: int, kind: str, said: QueryDict, text: str) -> Words | None:
    """A consent is taken back by naming it, or telling us which in words."""
    return NAME_IT if kind == "withdraw" and not text and not wish_of(subject, kind, said) else None


def _erasing(asked: int, at: datetime) -> Erasing | None:
    link, found = f"/erased/{erasure_token(asked)}", beginning.of_request(asked)
    if found is None:
        right = right_of(asked)
        if right is None or not right.stepped or right.request.state not in OPEN:
            return None
        by_hand = right.due_at is None
        return Erasing(link, not by_hand, False, None, None, by_hand=by_hand)
    cooling = found.state is State.COOLING and found.begins_at > at
    left = time_left(found.begins_at, at, None)
    return Erasing(link, False, cooling, found.begins_at, left, cancelled=found.state is State.CANCELLED)


NAME_IT = Words(
    "Xin chọn ít nhất một việc để rút lại, hoặc viết vài lời.",
    "Please choose at least one to take back, or write a few words.",
)
SURE = Words(
    "Xin đánh dấu là quý khách hiểu và muốn xóa.", "Please tick that you understand and want it erased."
)
