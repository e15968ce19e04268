"""What an order's page says beside its data: how far it is, whose it is, what was asked about it, what may follow."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from giuloi.core.bilingual import Words
from giuloi.core.gate.words import role_named
from giuloi.doors.console.guard import Colleague
from giuloi.promises.collect.board import Waiting, one
from giuloi.promises.collect.order_asking import CAN_BE_CANCELLED
from giuloi.promises.collect.order_moves import Step, moves_of
from giuloi.promises.collect.overview import SeenOrder
from giuloi.promises.collect.progress import (
    CAN_COME_BACK,
    NEXT,
    NEXT_PAYMENT,
    PAYMENT_WORDS,
    PROGRESS_WORDS,
    REASON_WORDS,
    Progress,
    Reason,
)
from giuloi.records.credentials import working_staff
from giuloi.records.published import current
from giuloi.records.requests import KIND_WORDS, STATE_WORDS, open_requests_about

# The one step that is next on the way; others may be skipped to from the list of what may follow.
ONWARD = {
    Progress.PLACED: Progress.CONFIRMED,
    Progress.CONFIRMED: Progress.PACKED,
    Progress.PACKED: Progress.HANDED_OVER,
    Progress.HANDED_OVER: Progress.DELIVERED,
}
DO = {
    Progress.CONFIRMED: Words("Xác nhận đơn", "Confirm the order"),
    Progress.PACKED: Words("Đã đóng gói xong", "It is packed"),
    Progress.HANDED_OVER: Words("Đã giao cho bên vận chuyển", "It is handed over"),
    Progress.DELIVERED: Words("Đã giao tới nơi", "It is delivered"),
}
GROUNDS = (Reason.NOT_REACHED, Reason.MISTAKE, Reason.OTHER)


def worked_on(colleague: Colleague, seen: SeenOrder) -> dict[str, Any]:
    """For the page: nothing of it is opened."""
    waits = one(seen.id)
    asked = open_requests_about(seen.id)
    return {
        "waits": waits,
        "may_work": colleague.on_orders and seen.open,
        "mine": waits is not None and waits.staff == colleague.id,
        "whose": _name(waits),
        "onward": ONWARD.get(seen.progress) if seen.open else None,
        "onward_words": DO.get(ONWARD.get(seen.progress, seen.progress)),
        "can_pay": seen.open and bool(NEXT_PAYMENT[seen.payment]),
        "can_end": seen.open and bool(NEXT[seen.progress]),
        "can_ask": seen.progress in CAN_BE_CANCELLED or seen.progress in CAN_COME_BACK,
        "can_come_back": Progress.RETURNED in NEXT[seen.progress],
        "steps": [_told(step) for step in reversed(moves_of(seen.id))],
        "asked": asked,
        "kind_words": KIND_WORDS,
        "state_words": STATE_WORDS,
        "progress_words": PROGRESS_WORDS,
        "payment_words": PAYMENT_WORDS,
        "reason_words": REASON_WORDS,
        "grounds": GROUNDS,
        "now": datetime.now(UTC),
    }


def _name(waits: Waiting | None) -> str:
    """The colleague whose order it is, by name; "" for nobody in particular."""
    if waits is None or waits.staff is None:
        return ""
    return next((one.name for one in working_staff() if one.id == waits.staff), "…")


def _told(step: Step) -> dict[str, Any]:
    """One line of the timeline; who it was as a role, for a pseudonym tells a colleague nothing."""
    kind, _, rest = step.actor.partition("/")
    if kind == "staff":
        role = rest.partition("/")[0]
        policy = current().policy
        by = Words(role_named(policy, role, "vi"), role_named(policy, role, "en"))
    else:
        by = _BY.get(kind, _BY["code"])
    words = PAYMENT_WORDS[step.payment] if step.of_money else PROGRESS_WORDS[step.became]
    return {"at": step.at, "words": words, "by": by, "why": REASON_WORDS[step.reason]}


_BY = {
    "customer": Words("khách", "the customer"),
    "bridge": Words("trang bán hàng", "the shop platform"),
    "key": Words("máy kết nối", "a connected machine"),
    "code": Words("phần mềm của tiệm", "the shop's software"),
}
