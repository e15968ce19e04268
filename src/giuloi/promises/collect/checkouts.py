"""A checkout: goods that a shop without people hands over, so that the customer orders here and nowhere else (I.1).

The shop says what is in the basket and under which opaque reference it keeps it; who buys, and where it goes,
it never learns. The order's id is drawn with the checkout: placed twice, it is one order, and after a crash it is
told by the order itself whether it was placed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest
from typing import Any

from django.db import IntegrityError, models
from django.db.models.functions import Coalesce

from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.goods import Purchases, read
from giuloi.promises.collect.lifecycle import NotMoved, shift
from giuloi.promises.collect.orders import Order, Placing, place_first_order, place_order
from giuloi.promises.collect.progress import Progress, Reason
from giuloi.records.access.keyed import keyed
from giuloi.records.database import answering, durable
from giuloi.records.ids import new_id

LASTS = timedelta(hours=1)
KEPT = timedelta(
    days=30
)  # after the shop settled it: what joins its basket with an order does not outlive that
_MAC_BYTES = 16


class CheckoutState(StrEnum):
    """How far it is: the customer decides (open), the shop has to take its stock (placed), both are done."""

    OPEN = "open"
    PLACED = "placed"
    SETTLED = "settled"
    REFUSED = "refused"  # by the shop: its stock was gone
    EXPIRED = "expired"


class Checkout(models.Model):
    """One checkout of one shop (`key_id` is its API key). `goods` are cleared by what makes them somebody's.

    `order_id` and `subject_id` are drawn at the start and lead to nothing until the customer orders.
    """

    id = models.BigIntegerField(primary_key=True)
    key_id = models.BigIntegerField()
    reference = models.TextField()
    goods = models.TextField()
    return_to = models.TextField()
    language = models.TextField()
    order_id = models.BigIntegerField(unique=True)
    subject_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    placed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)

    class Meta:
        db_table = "collect_checkout"
        indexes = (models.Index(fields=["key_id", "reference"], name="collect_checkout_reference"),)


@dataclass(frozen=True, slots=True)
class Seen:
    """A checkout as it is now. `order` is None until it was placed; `purchases` while it was not."""

    id: int
    reference: str
    state: CheckoutState
    return_to: str
    language: str
    order: int | None
    subject: int | None
    placed_at: datetime | None
    expires_at: datetime
    purchases: Purchases | None = field(default=None, repr=False)

    @property
    def path(self) -> str:
        """Where the customer goes: "/checkout/<id>-<mac>"."""
        return f"/checkout/{self.id}-{_mac(self.id)}"


@answering()
def begin_checkout(
    key: int,
    reference: str,
    purchases: Purchases,
    return_to: str,
    language: str,
    at: datetime,
    *,
    checkout: int | None = None,
) -> Seen:
    """Begin one, or put these goods into the one of this reference that is still open."""
    found = Checkout.objects.filter(
        key_id=key, reference=reference, placed_at=None, expires_at__gt=at
    ).first()
    if found is not None and _order_of(found) is None:
        found.goods, found.return_to, found.language = purchases.text(), return_to, language
        found.expires_at = at + LASTS
        # The row says whether it was placed: goods never come back into one that was, in this very moment.
        if Checkout.objects.filter(id=found.id, placed_at=None).update(
            goods=found.goods, return_to=return_to, language=language, expires_at=found.expires_at
        ):
            return _seen(found, at)
    row = Checkout.objects.create(
        id=new_id() if checkout is None else checkout,
        key_id=key,
        reference=reference,
        goods=purchases.text(),
        return_to=return_to,
        language=language,
        order_id=new_id(),
        subject_id=new_id(),
        made_at=at,
        expires_at=at + LASTS,
    )
    return _seen(row, at)


@answering()
def checkout_of(key: int, checkout: int, at: datetime) -> Seen | None:
    """One checkout of this shop's own."""
    found = Checkout.objects.filter(id=checkout, key_id=key).first()
    return None if found is None else _seen(found, at)


@answering()
def checkouts_of(key: int, state: CheckoutState, at: datetime, most: int = 200) -> list[Seen]:
    """This shop's checkouts in one state, oldest first: what it has still to settle, above all."""
    held = Checkout.objects.filter(key_id=key)
    if state in (CheckoutState.OPEN, CheckoutState.PLACED, CheckoutState.EXPIRED):
        held = held.filter(settled_at=None)
    seen = (_seen(one, at) for one in held.order_by("made_at", "id").iterator())
    return [one for one, _ in zip((one for one in seen if one.state is state), range(most), strict=False)]


@answering()
def checkout_behind(token: str, at: datetime) -> Seen | None:
    """The checkout of a link; None for no link of ours."""
    number, _, mac = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 20 and mac.isascii()):
        return None
    if not compare_digest(mac, _mac(int(number))):
        return None
    found = Checkout.objects.filter(id=int(number)).first()
    return None if found is None else _seen(found, at)


def order_for_member(seen: Seen, subject: int, placing: Placing, at: datetime) -> int:
    """Place it for somebody we know; the order's id, also when it was placed before. Raises NotPlaced."""
    row = Checkout.objects.get(id=seen.id)
    try:
        place_order(subject, placing, at, order=row.order_id, also=lambda: _placed([row.id], at))
    except IntegrityError:  # the id is taken: by this very order, placed a moment ago
        if _order_of(row) is None:
            raise
    return row.order_id


def order_for_guest(seen: Seen, contact: Contact, placing: Placing, at: datetime) -> tuple[int, int]:
    """Place it for somebody new, a guest from now on: (subject, order), also when it was placed before."""
    row = Checkout.objects.get(id=seen.id)
    try:
        ids = (row.subject_id, row.order_id)
        place_first_order(contact, placing, at, ids=ids, also=lambda: _placed([row.id], at))
    except IntegrityError:  # as above
        if _order_of(row) is None:
            raise
    return Order.objects.values_list("subject_id", flat=True).get(id=row.order_id), row.order_id


@answering()
def settle(
    checkout: int,
    accepted: bool,
    at: datetime,
    *,
    actor: str = "system",
    reason: Reason = Reason.OUT_OF_STOCK,
) -> bool:
    """The shop has taken its stock: the order is confirmed. Or it has none: cancelled, for `reason`.

    False if that was said before: what was said first stays, a repeat changes nothing. An order that its customer
    has cancelled meanwhile is refused, whatever the shop says: it puts its stock back.
    """
    row = Checkout.objects.get(id=checkout)
    if _order_of(row) is None:
        return False
    with durable():
        if not Checkout.objects.filter(id=checkout, settled_at=None).update(settled_at=at, accepted=accepted):
            return False
        to, why = (Progress.CONFIRMED, Reason.NONE) if accepted else (Progress.CANCELLED, reason)
        try:
            shift(row.order_id, to, at, actor, why)
        except NotMoved:
            Checkout.objects.filter(id=checkout).update(accepted=False)
        return True


@answering()
def forget_over(at: datetime) -> int:
    """Take away what is over; returns how many checkouts that were.

    Nobody ordered by it: a day after its hour. Somebody did: 30 days after the shop settled it or the order closed,
    and at once where there is no such order any more.
    """
    placed = models.Q(order_id__in=Order.objects.values("id"))
    # An order that stands beside its goods in clear was placed before both were one transaction: put right here.
    _placed(Checkout.objects.filter(placed, models.Q(placed_at=None) | ~models.Q(goods="")).values("id"), at)
    unordered = models.Q(placed_at=None, expires_at__lt=at - timedelta(days=1)) & ~placed
    closed = models.Q(order_id__in=Order.objects.filter(closed_at__lt=at - KEPT).values("id"))
    erased = models.Q(placed_at__isnull=False) & ~placed
    settled = models.Q(settled_at__lt=at - KEPT)
    return int(Checkout.objects.filter(unordered | settled | closed | erased).delete()[0])


def _placed(checkouts: Sequence[int] | models.QuerySet[Any, Any], at: datetime) -> None:
    """Note that they were placed, and forget the goods: from now on they are somebody's, sealed with their order.

    Joins the caller's transaction, which is the one that places the order.
    """
    Checkout.objects.filter(id__in=checkouts).update(
        placed_at=Coalesce("placed_at", models.Value(at)), goods=""
    )


def _order_of(row: Checkout) -> datetime | None:
    """When its order was placed, told by the order itself; None while there is none."""
    return Order.objects.filter(id=row.order_id).values_list("placed_at", flat=True).first()


def _seen(row: Checkout, at: datetime) -> Seen:
    placed = _order_of(row)
    if placed is None:
        state = CheckoutState.OPEN if row.expires_at > at else CheckoutState.EXPIRED
    elif row.settled_at is None:
        state = CheckoutState.PLACED
    else:
        state = CheckoutState.SETTLED if row.accepted else CheckoutState.REFUSED
    subject = None
    if placed is not None:
        subject = Order.objects.values_list("subject_id", flat=True).get(id=row.order_id)
    return Seen(
        *(row.id, row.reference, state, row.return_to, row.language),
        None if placed is None else row.order_id,
        subject,
        placed,
        row.expires_at,
        read(row.goods) if placed is None and row.goods else None,
    )


def _mac(checkout: int) -> str:
    return keyed("checkout", checkout)[:_MAC_BYTES].hex()
