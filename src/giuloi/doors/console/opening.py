"""Many orders opened at once, each by its own case: what a pick list, a sheet of labels or of notes is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.fields import names_in
from giuloi.core.ledger.entry import Event
from giuloi.doors.console.order_work import rule_of
from giuloi.doors.console.shown import Shown, shown
from giuloi.doors.console.told import Told, told
from giuloi.promises.collect.board import Waiting
from giuloi.promises.share.carriers import Carrier, carriers_of
from giuloi.records.credentials import Holding, hold_as_staff, hold_as_staff_towards
from giuloi.records.facts import Ask
from giuloi.records.reveal import Revealed, reveal_many

Wanted = Callable[[Waiting], int]


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of it, order by order: what is shown, and why the others stayed shut."""

    shown: tuple[tuple[Waiting, Shown], ...]
    refused: tuple[tuple[Waiting, Told], ...]


def open_orders(
    staff: int,
    orders: Sequence[Waiting],
    wanted: Wanted,
    at: datetime,
    *,
    carrier: str | None = None,
    printed: bool = False,
) -> Opened:
    """Open the mask that `wanted` gives for each order; towards a carrier where one is named. All of it is ledgered."""
    opened: list[tuple[Waiting, Shown]] = []
    refused: list[tuple[Waiting, Told]] = []
    for (held, mask), some in grouped(staff, orders, wanted, carrier):
        asks = [Ask(one.subject, one.case or None) for one in some]
        answers = reveal_many(held, names_in(mask), asks, at, event=Event.PRINT if printed else Event.REVEAL)
        for one, answer in zip(some, answers, strict=True):
            if isinstance(answer, Revealed):
                opened.append((one, shown(answer, names_in(mask))))
            else:
                refused.append((one, told(answer.decision, held, mask)))
    place = {one.id: at for at, one in enumerate(orders)}
    return Opened(
        tuple(sorted(opened, key=lambda pair: place[pair[0].id])),
        tuple(sorted(refused, key=lambda pair: place[pair[0].id])),
    )


def grouped(
    staff: int, orders: Sequence[Waiting], wanted: Wanted, carrier: str | None
) -> list[tuple[tuple[Holding, int], list[Waiting]]]:
    """The orders by what is asked for them: one question to the gate for all that are alike."""
    groups: dict[tuple[Holding, int], list[Waiting]] = {}
    for one in orders:
        groups.setdefault((_holding(staff, one, carrier), wanted(one)), []).append(one)
    return list(groups.items())


def carrier_of(order: Waiting, name: str) -> Carrier | None:
    """The carrier of that name in the order's own version of the policy; its first one where none is named."""
    carriers = carriers_of(order.policy, rule_of(order.policy).name)
    return next((one for one in carriers if name in ("", one.name)), None)


def _holding(staff: int, order: Waiting, carrier: str | None) -> Holding:
    purpose = rule_of(order.policy).name
    if carrier is None:
        return hold_as_staff(staff, purpose)
    found = carrier_of(order, carrier)
    if (
        found is None
    ):  # such a policy lets nothing go to any carrier: inside the shop it may still be looked at
        raise LookupError("this order's policy names no carrier")
    return hold_as_staff_towards(staff, purpose, found.rule)
