"""Orders: what a customer asks the shop to do (I.1). The row says how far it is; what it is about is sealed.

An open order is a case: while it is open, those whom the policy names may open just what it needs. How it goes
on and ends is promises/collect/lifecycle. Placing it is a request, whose clock runs from then on (IV.3).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models

from giuloi.core.bilingual import Words
from giuloi.core.consent.record import Method
from giuloi.core.fields import mask_of
from giuloi.core.terms import CaseKind, Channel, ConsentState, GiuloiError, Outcome, Standing, SubjectState
from giuloi.promises.collect.buying import why_not
from giuloi.promises.collect.delivered import Contact, OrderState
from giuloi.promises.collect.goods import Purchases
from giuloi.promises.collect.guests import Account, AccountState, freeze_guest, keep_contact
from giuloi.promises.collect.order_moves import note_move
from giuloi.promises.collect.progress import Payment, Progress
from giuloi.records import vault
from giuloi.records.cases import Case, open_case
from giuloi.records.consents import CUSTOMER, Asked, lift_withdrawals, record_consents
from giuloi.records.database import durable
from giuloi.records.happenings import Event, happened
from giuloi.records.ids import new_id
from giuloi.records.published import by_id, current
from giuloi.records.requests import receive
from giuloi.records.subjects import new_subject, standing_of
from giuloi.records.uses.pending import Use, record_uses

PURPOSE = "supply"
_METHOD = re.compile(r"[a-z_]{0,40}")
_SOURCES = {
    "key": "api",
    "staff": "console",
    "bridge": "bridge",
}  # where an order came in, by who wrote it down
_PROGRESS_OF = {
    OrderState.PLACED: Progress.PLACED,
    OrderState.CLOSED: Progress.CLOSED,
    OrderState.CANCELLED: Progress.CANCELLED,
    OrderState.ERASED_AT_SOURCE: Progress.CANCELLED,
}


class Order(models.Model):
    """One order. Without a subject it is only remembered so that it is never taken in (erased at its source).

    `bridge` is "" for an order placed with us; `modified_at` is the source's own time, by which news are old
    or new. `erased_at_source` is noted also where our own copy stays, because a member gave it to us.
    `progress` and `payment` are the steps of promises/collect/progress; `state` follows from them and says
    whether the order may be worked on. `method` is how it is paid, such as "cod".
    """

    id = models.BigIntegerField(primary_key=True)
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+", null=True)
    policy = models.ForeignKey("records.PublishedPolicy", models.PROTECT, related_name="+")
    bridge = models.TextField(default="")
    state = models.TextField()
    progress = models.TextField(default=Progress.PLACED.value)
    payment = models.TextField(default=Payment.UNPAID.value)
    method = models.TextField(default="")
    placed_at = models.DateTimeField()
    modified_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    erased_at_source = models.DateTimeField(null=True)

    class Meta:
        db_table = "collect_order"
        indexes = (
            models.Index(fields=["subject", "state"], name="collect_order_subject"),
            models.Index(fields=["progress", "placed_at"], name="collect_order_progress"),
        )


class NotPlaced(GiuloiError):
    """This order cannot be taken; the message says why and what to do, without a word about the person.

    `words` are for the customer, where there is something they can do about it.
    """

    def __init__(self, said: str | Words) -> None:
        self.words = said if isinstance(said, Words) else None
        super().__init__(said.en if isinstance(said, Words) else said)


@dataclass(frozen=True, slots=True)
class Placing:
    """An order as it is placed with us. `wording` is what the button and the lines above it said.

    `contact_by` are the channels the customer chose for this order; using the data in the house comes with
    ordering, for without it nothing can be delivered. `evidence` is where the recording or message of a consent
    lies that was not given on a page; `came_by` how the customer came where a clerk writes it down ("zalo").
    """

    purchases: Purchases
    delivery: Contact
    wording: str
    language: str = "vi"
    method: Method = Method.WEB
    note: str = field(default="", repr=False)
    contact_by: Collection[Channel] = ()
    evidence: str = ""
    came_by: str = ""

    def asked(self) -> list[Asked]:
        """The consents that placing this order gives: a member's, for a guest's ground is the contract."""
        if not self.wording.strip():
            raise NotPlaced("a member's order is a consent: pass on the words that stood at the button")
        channels = [Channel.IN_HOUSE, *sorted(set(self.contact_by) - {Channel.IN_HOUSE})]
        said = (self.wording, self.language, self.method)
        return [Asked(PURPOSE, channel, *said, evidence=self.evidence) for channel in channels]


def place_order(
    subject: int,
    placing: Placing,
    at: datetime,
    *,
    actor: str = CUSTOMER,
    order: int | None = None,
    also: Callable[[], None] | None = None,
) -> int:
    """Take an order of a member or guest: durable on return. Returns the order's id; raises NotPlaced.

    A member consents by it to the fulfilment of this order (IV.4), also after having withdrawn before. `actor`
    is who wrote it down, as the ledger names them; `order` an id that the caller drew before; `also` what is written
    in the same transaction, so that neither is there without the other.
    """
    with durable():
        order, asked = _take(subject, placing, at, actor, order)
        if also:
            also()
    if asked:
        lift_withdrawals(subject, asked)
    return order


def place_first_order(
    contact: Contact,
    placing: Placing,
    at: datetime,
    *,
    actor: str = CUSTOMER,
    ids: tuple[int, int] | None = None,
    also: Callable[[], None] | None = None,
) -> tuple[int, int]:
    """Take the order of somebody new, a guest from now on, all or nothing. Returns (subject, order).

    `ids` are those two, if the caller drew them before; `also` as above.
    """
    drawn, order = ids or (None, None)
    with durable():
        subject = new_subject(Standing.GUEST, current().id, at, subject=drawn)
        keep_contact(subject, contact, at)
        order, _ = _take(subject, placing, at, actor, order)
        if also:
            also()
    return subject, order


def _take(
    subject: int, placing: Placing, at: datetime, actor: str, order: int | None
) -> tuple[int, list[Asked]]:
    """The order's rows, in the caller's transaction; returns its id and the consents it gave."""
    order = new_id() if order is None else order
    standing, policy_id = _may_order(subject)
    asked = placing.asked() if standing is Standing.MEMBER else []
    bought = placing.purchases
    how = {"actor": actor, "source": placing.came_by, "purchases": bought}
    write_order(order, subject, policy_id, OrderState.PLACED, at, at, **how)
    sealed = seal_order(order, subject, placing.delivery, placing.note, placing.purchases, at)
    if asked:
        record_consents(subject, asked, ConsentState.GIVEN, at, actor)
    note_order(subject, actor, policy_id, sealed, at)
    return order, asked


def states_of(orders: Collection[int]) -> dict[int, str]:
    """How far each of these orders is; one that is not ours to know is left out."""
    return dict(Order.objects.filter(id__in=orders).values_list("id", "state"))


def freeze_when_idle(subject: int, at: datetime) -> bool:
    """Freeze a guest whom a platform erased, once none of their orders is open. True if frozen now.

    An order that is open goes on: it is a contract, and the source that erased an account keeps its orders
    by default. The freeze is not the erasure; it is how the guest waits for it.
    """
    if Order.objects.filter(subject_id=subject, state=OrderState.PLACED).exists():
        return False
    erased = Order.objects.filter(subject_id=subject, state=OrderState.ERASED_AT_SOURCE).exists()
    departed = Account.objects.filter(subject_id=subject).exclude(state=AccountState.LIVE).exists()
    return (erased or departed) and freeze_guest(subject, at)


def write_order(
    order: int,
    subject: int,
    policy_id: int,
    state: OrderState,
    placed_at: datetime,
    at: datetime,
    bridge: str = "",
    *,
    actor: str = CUSTOMER,
    source: str = "",
    purchases: Purchases | None = None,
) -> None:
    """The row of a new order; if it is open with its case and the request that it is. Joins the caller's transaction.

    Of the purchases only how and whether they are paid is kept in clear.
    """
    progress = _PROGRESS_OF[state]
    payment = Payment.PAID if purchases is not None and purchases.paid else Payment.UNPAID
    Order.objects.create(
        id=order,
        subject_id=subject,
        policy_id=policy_id,
        bridge=bridge,
        state=state,
        progress=progress.value,
        payment=payment.value,
        method=_method(purchases),
        placed_at=placed_at,
        modified_at=placed_at,
        closed_at=None if state is OrderState.PLACED else at,
    )
    note_move(order, None, progress, payment, at, actor)
    if state is OrderState.PLACED:
        case = open_order_case(order, subject, policy_id, at)
        source = source or _SOURCES.get(actor.partition("/")[0], "portal")
        receive("order", at, subject=subject, record=order, case=case, source=source, actor=actor)
        happened(Event.ORDER_PLACED, at, order=order, subject=subject)


def open_order_case(order: int, subject: int, policy_id: int, at: datetime) -> int:
    """The case by which an order may be worked on, once: an order has at most one open. Returns its id."""
    held = Case.objects.filter(record_id=order, kind=CaseKind.ORDER, closed_at=None)
    case = held.values_list("id", flat=True).first()
    if case is None:
        case = open_case(CaseKind.ORDER, at, subject=subject, record=order, policy_id=policy_id)
    return int(case)


def _method(purchases: Purchases | None) -> str:
    """How it is paid, where that is a plain word: what a platform puts there else is no word of ours."""
    said = purchases.payment if purchases else ""
    return said if _METHOD.fullmatch(said) else "other"


def seal_order(
    order: int, subject: int, delivery: Contact, note: str, purchases: Purchases, at: datetime
) -> int:
    """Seal what an order is about under its own record; returns the mask of what was sealed.

    What is empty was not said, and empties nothing.
    """
    texts = {
        "purchases": purchases.text(),
        "delivery_name": delivery.name,
        "delivery_phone": delivery.phone,
        "delivery_address": delivery.address,
        "order_note": note,
    }
    said = {name: text for name, text in texts.items() if text}
    vault.seal(subject, said, at, record=order)
    return mask_of(said)


def note_order(subject: int, actor: str, policy_id: int, fields: int, at: datetime) -> None:
    """One line in the use ledger: that an order was taken, by whom, under which clause."""
    policy = by_id(policy_id).policy
    clause = policy.purposes[PURPOSE].clause
    allowed = Outcome.ALLOWED.value
    use = Use(
        *(at, actor, "order", PURPOSE, clause, policy.hash, allowed, (subject,)),
        fields=fields,
        channel=Channel.IN_HOUSE.value,
    )
    record_uses([use])


def policy_for_order(standing: Standing, accepted: int) -> int:
    """Which version judges a new order: a member's is the one they accepted, a guest's is today's."""
    return accepted if standing is Standing.MEMBER else current().id


def _may_order(subject: int) -> tuple[Standing, int]:
    """(standing, the policy version of the order) of somebody who may order; raises NotPlaced."""
    found = standing_of(subject)
    if found is None:
        raise NotPlaced("there is no such customer: register first, or order as a guest")
    standing, states, accepted = found
    if states & (SubjectState.FROZEN | SubjectState.RESTRICTED):
        raise NotPlaced(
            "this customer's data is frozen or restricted at their request: nothing may use it for an order"
        )
    if standing is Standing.MEMBER and (words := why_not(subject)):  # checked again when buying (IV.5)
        raise NotPlaced(words)
    return standing, policy_for_order(standing, accepted)
