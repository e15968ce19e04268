"""The parcel on its way: by a link that works once and not for long, or as a file at once; and the list of them."""

from __future__ import annotations

import csv
import hashlib
import io
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from giuloi.core.terms import GiuloiError, NotServing, Unavailable
from giuloi.promises.share.formulas import formula_safe
from giuloi.promises.share.parcels.packing import Number, Packed, each, make_ready, sealed_for, take_out
from giuloi.promises.share.parcels.rows import Parcel
from giuloi.records.credentials import UnknownActor
from giuloi.records.database import answering, durable

TOKEN_BYTES = 32
_HEAD = ("đơn / order", "mã khách / customer", "người nhận / name", "điện thoại / phone", "địa chỉ / address")


class NothingInIt(GiuloiError):
    """The gate lets nothing out of this parcel any more: no file is made of it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One parcel as a list shows it. `orders` were put in, `people` got out (None: not taken, or cut off)."""

    id: int
    recipient: str
    made_at: datetime
    actor: str
    orders: int
    link: bool
    encrypted: bool
    until: datetime | None
    handed_at: datetime | None
    cancelled_at: datetime | None
    people: int | None
    left_out: int

    def waits(self, now: datetime) -> bool:
        """Whether its link still works."""
        return (
            self.link
            and self.handed_at is None
            and self.cancelled_at is None
            and self.until is not None
            and self.until > now
        )


def by_link(
    recipient: str, orders: Sequence[int], staff: int, at: datetime, *, hours: int = 48, key: str = ""
) -> tuple[int, str]:
    """(the parcel, the token of its link: shown once and kept nowhere). Nothing is opened yet. Raises NotReady."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = make_ready(recipient, orders, staff, at, key=key, link_hash=_hash(token), hours=hours)
    return made, token


def as_file(
    recipient: str, orders: Sequence[int], staff: int, at: datetime, number: Number, *, key: str
) -> tuple[bytes, Packed]:
    """The file for the carrier's age key, and what came of it. Raises NotReady, NothingInIt, Unavailable."""
    made = make_ready(recipient, orders, staff, at, key=key)
    _claim(Parcel.objects.filter(id=made), at)
    packed = take_out(Parcel.objects.get(id=made), at)
    if not packed.lines:
        raise NothingInIt("the gate lets nothing out of these orders")
    return sealed_for(key, table(packed, number)), packed


@answering()
def is_waiting(token: str, at: datetime) -> bool:
    """Whether this link still leads to a parcel."""
    return _held(token, at).exists()


def fetch(token: str, at: datetime, number: Number) -> tuple[str, bytes] | None:
    """(file name, content) for the first who comes with this link; None for everybody else, and for an empty one.

    Raises Unavailable or NotServing when it cannot be opened now: then the link works on.
    """
    row = _held(token, at).first()
    if row is None or not _claim(_held(token, at), at):
        return None
    try:
        packed = take_out(row, at)
    except UnknownActor:  # who made the link works here no more: nobody answers for it
        return None
    except (Unavailable, NotServing):
        Parcel.objects.filter(id=row.id, people=None).update(handed_at=None)
        raise
    if not packed.lines:
        return None
    ending = ".csv.age" if row.key else ".csv"
    return f"parcel-{at:%Y%m%d-%H%M}{ending}", sealed_for(row.key, table(packed, number))


def cancel(parcel: int, at: datetime) -> bool:
    """The link works no more; False when it was taken, is over, or was cancelled before."""
    with durable():
        waiting = Parcel.objects.filter(id=parcel, handed_at=None, cancelled_at=None, until__gt=at)
        return bool(waiting.update(cancelled_at=at, link_hash=None))


@answering()
def parcels(most: int = 100) -> list[Listed]:
    """The newest first. Ids and counts: what was in them is kept nowhere."""
    found = Parcel.objects.annotate(number=Count("lines")).order_by("-made_at", "-id")[:most]
    return [
        Listed(
            *(
                one.id,
                one.recipient,
                one.made_at,
                one.actor,
                one.number,
                one.until is not None,
                bool(one.key),
            ),
            *(one.until, one.handed_at, one.cancelled_at, one.people, sum(one.left_out.values())),
        )
        for one in found
    ]


def table(packed: Packed, number: Number) -> bytes:
    """CSV as spreadsheets read it: UTF-8 with its mark, no cell that one takes for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEAD)
    writer.writerows([formula_safe(cell) for cell in row] for row in each(packed, number))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _claim(held: QuerySet[Parcel], at: datetime) -> bool:
    """By compare-and-set: of two who come at once one gets it."""
    with durable():
        return bool(held.filter(handed_at=None).update(handed_at=at))


def _held(token: str, at: datetime) -> QuerySet[Parcel]:
    return Parcel.objects.filter(link_hash=_hash(token), handed_at=None, cancelled_at=None, until__gt=at)


def _hash(token: str) -> bytes:
    # The token has 256 random bits: there is nothing to guess or to slow down.
    return hashlib.sha256(token.encode()).digest()
