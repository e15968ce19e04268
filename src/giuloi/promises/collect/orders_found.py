"""Finding an order by the number that a customer has in hand: ours, or the one a connected shop gave it."""

from __future__ import annotations

from dataclasses import dataclass

from giuloi.core.terms import Standing, SubjectState
from giuloi.promises.collect.connections import connected
from giuloi.promises.collect.delivered import Resource
from giuloi.promises.collect.order_numbers import bare, read_number
from giuloi.promises.collect.orders import Order
from giuloi.records.database import answering
from giuloi.records.keyring import keyring
from giuloi.records.subjects import standing_of

_LONGEST_OF_A_SHOP = 12  # digits; anything longer is a number of ours


@dataclass(frozen=True, slots=True)
class OrderFound:
    """An order and whose it is."""

    order: int
    subject: int
    standing: Standing


def readable(text: str) -> bool:
    """Whether this is an order number at all, whether or not there is such an order."""
    return read_number(text) is not None


@answering()
def find_order(text: str) -> OrderFound | None:
    """The order of this number, if its customer is here and their data is not frozen."""
    order = read_number(text)
    if order is None:
        return None
    digits = bare(text)
    ids = [order, *(_of_shops(int(digits)) if len(digits) <= _LONGEST_OF_A_SHOP else ())]
    found = list(Order.objects.filter(id__in=ids).exclude(subject=None).values_list("id", "subject_id"))
    if len(found) != 1:  # two shops with the same number: it says nothing about which customer this is
        return None
    known = standing_of(found[0][1])
    if known is None or known[1] & SubjectState.FROZEN:
        return None
    return OrderFound(*found[0], known[0])


def _of_shops(number: int) -> list[int]:
    """What the connected shops call so, each at most one."""
    sources = (bridge.source(Resource.ORDER, number) for bridge in connected())
    return [order for source in sources for order in keyring().find("source", source, claimed=True)]
