"""Making a parcel ready, and opening it when it is taken: through the gate at that moment, a leaf for each customer.

Between the two lies nothing that could be stolen, expire badly or outlive a withdrawal: a link holds the orders' ids
and who answers for it. Who withdrew, was frozen or erased meanwhile, or whose order has ended, is left out at the take.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pyrage

from giuloi.core.bilingual import Words
from giuloi.core.fields import FIELD, mask_of, names_in
from giuloi.core.gate.request import Reason
from giuloi.core.ledger.entry import Event
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import CaseKind, GiuloiError
from giuloi.promises.share.carriers import Carrier, carriers_of
from giuloi.promises.share.parcels.names import name_for
from giuloi.promises.share.parcels.rows import Parcel, ParcelOrder
from giuloi.records.cases import Case
from giuloi.records.credentials import hold_as_staff, hold_as_staff_towards
from giuloi.records.database import answering, durable
from giuloi.records.facts import Ask
from giuloi.records.ids import new_id
from giuloi.records.published import by_id, current
from giuloi.records.recipients import find
from giuloi.records.reveal import Revealed, reveal_many
from giuloi.records.vault import PERSON, fields_held

PURPOSE = "supply"
MOST = 500  # orders of one parcel
LONGEST = timedelta(days=7)  # a link is for the next hours, not for a drawer
_INSTEAD = {"delivery_name": "name", "delivery_phone": "phone", "delivery_address": "address"}
Line = tuple[int, str, dict[str, str]]  # order, the recipient's name for the customer, field → value


class NotReady(GiuloiError):
    """A parcel that cannot be made; `words` say why and what to do. Nothing was handed over."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(slots=True)
class Packed:
    """What came of opening it: lines in the order of the orders, and how many were left out by reason."""

    lines: list[Line] = field(default_factory=list, repr=False)
    left_out: Counter[str] = field(default_factory=Counter)


def make_ready(
    recipient: str,
    orders: Sequence[int],
    staff: int,
    at: datetime,
    *,
    key: str = "",
    link_hash: bytes | None = None,
    hours: int = 0,
) -> int:
    """Write a parcel down; returns its id. Nothing is opened. Raises NotReady, UnknownActor."""
    held = hold_as_staff(staff, PURPOSE)
    if (
        held.role not in current().policy.purposes[PURPOSE].roles
    ):  # at the take the gate would let nothing out
        raise NotReady(_NOT_THEIRS)
    _may_receive(recipient, at)
    if key:
        check_key(key)
    until = at + timedelta(hours=hours) if link_hash else None
    if until is not None and not at < until <= at + LONGEST:
        raise NotReady(_HOURS)
    cases = _cases(orders)
    if not cases or len(orders) > MOST:
        raise NotReady(_NO_ORDERS)
    with durable():
        made = Parcel.objects.create(
            id=new_id(),
            recipient=recipient,
            purpose=PURPOSE,
            staff_id=staff,
            actor=held.actor,
            made_at=at,
            key=key.strip(),
            link_hash=link_hash,
            until=until,
        )
        rows = [ParcelOrder(parcel=made, subject_id=one.subject_id, record_id=one.record_id) for one in cases]
        ParcelOrder.objects.bulk_create(rows)
    return made.id


def check_key(key: str) -> None:
    """Raises NotReady for what is no age public key (age1…)."""
    _recipient_of(key)


def take_out(parcel: Parcel, at: datetime) -> Packed:
    """Open it, for whoever the gate still lets: what is in it counts as handed over when this returns.

    To be called once, by whoever claimed it. Raises UnknownActor when the one who answers for it has left,
    Unavailable or OverBudget when it cannot be done now: then nothing was opened.
    """
    packed = Packed()
    cases = _cases(
        list(ParcelOrder.objects.filter(parcel=parcel).order_by("id").values_list("record_id", flat=True))
    )
    for (policy, mask), some in _alike(parcel, cases).items():
        carrier = _carrier(by_id(policy).policy, parcel.recipient)
        holding = hold_as_staff_towards(parcel.staff_id, PURPOSE, carrier.rule)
        asks = [Ask(int(one.subject_id), one.id) for one in some]
        answers = reveal_many(holding, names_in(mask), asks, at, event=Event.DISCLOSE)
        for one, answer in zip(some, answers, strict=True):
            if isinstance(answer, Revealed):
                opened = {name: value.open() for of in answer.records.values() for name, value in of.items()}
                packed.lines.append(
                    (int(one.record_id), name_for(parcel.recipient, int(one.subject_id)), opened)
                )
            else:
                packed.left_out[Reason(answer.decision.reason).value] += 1
    gone = ParcelOrder.objects.filter(parcel=parcel).count() - len(cases)
    if gone:
        packed.left_out["ended"] += gone
    place = {int(one.record_id): number for number, one in enumerate(cases)}
    packed.lines.sort(key=lambda line: place[line[0]])
    _noted(parcel, packed)
    return packed


def sealed_for(key: str, content: bytes) -> bytes:
    """The file as only the holder of the age key reads it; as it is where there is no key. Raises NotReady."""
    return pyrage.encrypt(content, [_recipient_of(key)]) if key else content


def _recipient_of(key: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(key.strip())
    except (pyrage.RecipientError, ValueError) as error:
        raise NotReady(_NO_KEY) from error


def _may_receive(recipient: str, at: datetime) -> None:
    _carrier(current().policy, recipient)
    found = find(recipient, at)
    if found is None or not found.receives:
        raise NotReady(_NOT_BOUND)


def _carrier(policy: Policy, name: str) -> Carrier:
    found = next((one for one in carriers_of(policy, PURPOSE) if one.name == name), None)
    if found is None:
        raise NotReady(_NO_CARRIER)
    return found


@answering()
def _cases(orders: Sequence[int]) -> list[Case]:
    """The open cases of these orders, in this order; of an order that has ended there is none."""
    is_open = Case.objects.filter(
        kind=CaseKind.ORDER, record_id__in=list(orders), closed_at=None, subject__isnull=False
    )
    found = {int(one.record_id): one for one in is_open}
    return [found[one] for one in dict.fromkeys(orders) if one in found]


def _alike(parcel: Parcel, cases: Sequence[Case]) -> dict[tuple[int, int], list[Case]]:
    """The orders by their policy and by what is asked: one question to the gate for all that are alike."""
    groups: dict[tuple[int, int], list[Case]] = {}
    for one in cases:
        policy = int(one.policy_id)
        with_carrier = [
            each for each in carriers_of(by_id(policy).policy, PURPOSE) if each.name == parcel.recipient
        ]
        if with_carrier:  # else that version lets nothing go to this carrier: counted as ended
            groups.setdefault((policy, _needed(one, with_carrier[0].fields)), []).append(one)
    return groups


def _needed(case: Case, allowed: int) -> int:
    """Whom, whither and by which telephone: the order's own word, the person's where the order says nothing."""
    held = fields_held(int(case.subject_id))
    of_order, of_person = held.get(int(case.record_id), 0), held.get(PERSON, 0)
    chosen = [
        said if of_order & FIELD[said].mask else own
        for said, own in _INSTEAD.items()
        if (of_order & FIELD[said].mask) or (of_person & FIELD[own].mask)
    ]
    return mask_of(chosen) & allowed


def _noted(parcel: Parcel, packed: Packed) -> None:
    with durable():
        Parcel.objects.filter(id=parcel.id).update(people=len(packed.lines), left_out=dict(packed.left_out))


Number = Callable[[int], str]  # how an order is named to people: as its label names it


def each(packed: Packed, number: Number) -> Iterator[tuple[str, ...]]:
    """Rows of a table: order, the recipient's name for the customer, whom, telephone, whither."""
    for order, name, said in packed.lines:
        told = (said.get(one) or said.get(own, "") for one, own in _INSTEAD.items())
        yield number(order), name, *told


_NOT_THEIRS = Words(
    "Người này không phụ trách giao hàng: chính sách không cho vai trò ấy.",
    "This person does not deliver: the policy does not give that role to it.",
)
_NO_CARRIER = Words(
    "Chính sách không nêu đơn vị giao hàng này.",
    "The policy names no such carrier: see `giuloi recipient list`.",
)
_NOT_BOUND = Words(
    "Đơn vị này chưa được nhận gì: cần thỏa thuận còn hiệu lực và bật trong sổ bên nhận.",
    "It may receive nothing now: it needs an agreement in force and to be switched on among the recipients.",
)
_NO_ORDERS = Words(f"Hãy chọn từ 1 đến {MOST} đơn đang mở.", f"Choose from 1 to {MOST} orders that are open.")
_HOURS = Words("Đường dẫn giữ từ 1 đến 168 giờ.", "A link holds from 1 to 168 hours.")
_NO_KEY = Words(
    "Đó không phải là khóa công khai age (bắt đầu bằng age1…).",
    "That is no age public key (it begins with age1…).",
)
