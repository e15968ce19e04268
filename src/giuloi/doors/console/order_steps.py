"""Taking orders a step on from the console, one or a hundred: what was done, and why the rest was not.

Handing over to the carrier is a disclosure: the gate is asked first, and only what it allows leaves the house.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest

from giuloi.core.bilingual import Words
from giuloi.core.fields import names_in
from giuloi.core.terms import Unavailable
from giuloi.doors.console.guard import Colleague
from giuloi.doors.console.opening import carrier_of, grouped
from giuloi.doors.console.order_work import needed, rule_of
from giuloi.doors.console.told import told
from giuloi.doors.console.tongue import tell
from giuloi.promises.collect.board import Waiting
from giuloi.promises.collect.lifecycle import NotMoved, move_order
from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.collect.progress import PROGRESS_WORDS, Progress, Reason
from giuloi.records.cases import give_back, take_case
from giuloi.records.disclosures import disclose_many
from giuloi.records.facts import Ask

MOST_TOLD = 5  # refusals named one by one


@dataclass(slots=True)
class Outcome:
    """How many were moved, how many stood there already, and the sentence for each that was not moved."""

    done: int = 0
    before: int = 0
    refused: list[tuple[int, Words]] = field(default_factory=list)


def move_all(
    colleague: Colleague,
    orders: Sequence[Waiting],
    to: Progress,
    at: datetime,
    *,
    reason: Reason = Reason.NONE,
    carrier: str = "",
) -> Outcome:
    """Each order by itself: one that cannot follow holds up no other."""
    outcome = Outcome()
    if to is Progress.HANDED_OVER:
        orders = _disclosed(colleague, orders, carrier, at, outcome)
    for one in orders:
        try:
            moved = move_order(one.id, to, at, colleague.pseudonym, reason)
        except NotMoved as error:
            outcome.refused.append((one.id, error.words))
        except Unavailable:
            outcome.refused.append((one.id, _BUSY))
        else:
            outcome.done += moved.done
            outcome.before += not moved.done
    return outcome


def take_all(colleague: Colleague, orders: Sequence[Waiting]) -> Outcome:
    """They are this colleague's from now on: nobody else opens them."""
    outcome = Outcome()
    for one in orders:
        if one.case and take_case(one.case, colleague.id, colleague.role):
            outcome.done += 1
        else:
            outcome.refused.append((one.id, _SHUT))
    return outcome


def give_back_all(colleague: Colleague, orders: Sequence[Waiting]) -> Outcome:
    """They are everybody's again whom the policy names."""
    outcome = Outcome()
    for one in orders:
        done = bool(one.case) and give_back(one.case, colleague.id)
        outcome.done += done
        outcome.before += not done
    return outcome


def report(request: HttpRequest, outcome: Outcome, done: Words) -> None:
    """The outcome as messages: order numbers and our own sentences."""
    if outcome.done:
        tell(request, Words(f"{done.vi}: {outcome.done} đơn.", f"{done.en}: {outcome.done}."))
    if outcome.before:
        again = Words(
            f"{outcome.before} đơn đã như vậy từ trước: không có gì làm hai lần.",
            f"{outcome.before} stood so already: nothing was done twice.",
        )
        tell(request, again, messages.WARNING)
    for order, why in outcome.refused[:MOST_TOLD]:
        short = spoken_number(order)[-9:]
        named = Words(f"Đơn …{short}: {why.vi}", f"Order …{short}: {why.en}")
        tell(request, named, messages.ERROR)
    more = len(outcome.refused) - MOST_TOLD
    if more > 0:
        tell(request, Words(f"Và {more} đơn nữa.", f"And {more} more."), messages.ERROR)
    if not (outcome.done or outcome.before or outcome.refused):
        tell(request, _NONE, messages.WARNING)


def moved_words(to: Progress) -> Words:
    """ "Đã đóng gói": what a step is called once it is done."""
    words = PROGRESS_WORDS[to]
    return Words(words.vi[:1].upper() + words.vi[1:], words.en[:1].upper() + words.en[1:])


def _disclosed(
    colleague: Colleague, orders: Sequence[Waiting], carrier: str, at: datetime, outcome: Outcome
) -> list[Waiting]:
    """Those whose parcel may go to the carrier; the yes and the no of each is in its customer's ledger."""
    named = [one for one in orders if carrier_of(one, carrier) is not None]
    outcome.refused += [(one.id, _NO_CARRIER) for one in orders if one not in named]
    ready = [one for one in named if one.progress in _BEFORE_HAND_OVER]
    outcome.before += len(named) - len(ready)
    allowed = []
    for (holding, mask), some in grouped(colleague.id, ready, lambda one: carried(one, carrier), carrier):
        asks = [Ask(one.subject, one.case or None) for one in some]
        for one, decision in zip(some, disclose_many(holding, names_in(mask), asks, at), strict=True):
            if decision.allowed:
                allowed.append(one)
            else:
                why = told(decision, holding, mask)
                said = Words(f"{why.sentence.vi} ({why.clause})", f"{why.sentence.en} ({why.clause})")
                outcome.refused.append((one.id, said))
    return allowed


def carried(order: Waiting, carrier: str) -> int:
    """The mask of what a carrier is told of an order: whom, whither, and by which telephone."""
    found = carrier_of(order, carrier)
    return needed(order.id, order.subject, rule_of(order.policy)) & (found.fields if found else 0)


_BEFORE_HAND_OVER = (Progress.PLACED, Progress.CONFIRMED, Progress.PACKED)
_BUSY = Words("đang có người khác sửa; xin thử lại.", "somebody else is changing it; please try again.")
_SHUT = Words("đơn đã kết thúc.", "it has ended.")
_NONE = Words("Hãy chọn ít nhất một đơn.", "Choose at least one order.")
_NO_CARRIER = Words(
    "chính sách của đơn này không nêu đơn vị giao hàng nào.", "the policy of this order names no carrier."
)
