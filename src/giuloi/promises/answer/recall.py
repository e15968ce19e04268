"""A recall: whoever bought the goods is told, by the orders the shop names, because of an incident and once (I.2).

What was bought is sealed, so no machine looks through everybody's orders for it: the shop knows its batches and names
the orders. The reason is the shop's own words in both languages; it offers nothing and names nobody.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from giuloi.core.terms import CaseKind, NotATerm
from giuloi.promises.collect.orders import Order
from giuloi.promises.use import notices
from giuloi.promises.use.advertising import refuse_advertising
from giuloi.promises.use.contact.outgoing import State
from giuloi.promises.use.notices import Notice
from giuloi.promises.use.notices.telling import NoticeRow
from giuloi.records.cases import open_case
from giuloi.records.database import answering, durable

LONGEST = 1000  # characters of a reason


@dataclass(frozen=True, slots=True)
class Recalled:
    """The incident that was opened, how many customers are told, and the orders that nobody placed."""

    incident: int
    told: int
    unknown: tuple[int, ...]


def recall(orders: Collection[int], vi: str, en: str, at: datetime) -> Recalled:
    """Open the incident and put a notice in line for each customer; all of it, or nothing. Durable on return.

    Raises NotATerm for a reason that is empty or too long, CarriesAdvertising for one that offers something.
    """
    if not all(0 < len(text.strip()) <= LONGEST for text in (vi, en)):
        raise NotATerm(f"say why in both languages, in at most {LONGEST} characters each")
    refuse_advertising(vi, en)
    with durable():
        owners = _owners(orders)
        incident = open_case(CaseKind.INCIDENT, at, role="system")
        told = [
            notices.tell(Notice.RECALL, subject, incident, at, vi=vi, en=en)
            for subject in sorted({one for one in owners.values() if one is not None})
        ]
    return Recalled(incident, sum(told), tuple(one for one in orders if one not in owners))


@dataclass(frozen=True, slots=True)
class Progress:
    """One recall as a list shows it: when, how many customers it tells, and how many messages have gone out."""

    incident: int
    at: datetime
    told: int
    sent: int
    failed: int


@answering()
def foreseen(orders: Collection[int]) -> tuple[int, tuple[int, ...]]:
    """(how many customers would be told, the orders that nobody placed); nothing is opened or written for it."""
    owners = _owners(orders)
    people = {one for one in owners.values() if one is not None}
    return len(people), tuple(one for one in orders if one not in owners)


@answering()
def recalls(most: int = 50) -> list[Progress]:
    """The newest recalls."""
    told = NoticeRow.objects.filter(kind=Notice.RECALL.value).values("ground")
    lost = Q(outgoing=None) | Q(outgoing__state__in=[State.FAILED, State.REFUSED, State.UNCERTAIN])
    counted = told.annotate(
        since=Min("at"),
        number=Count("id"),
        sent=Count("id", filter=Q(outgoing__state=State.SENT)),
        failed=Count("id", filter=lost),
    )
    return [
        Progress(one["ground"], one["since"], one["number"], one["sent"], one["failed"])
        for one in counted.order_by("-since", "ground")[:most]
    ]


def _owners(orders: Collection[int]) -> dict[int, int | None]:
    return dict(Order.objects.filter(id__in=list(orders)).values_list("id", "subject_id"))
