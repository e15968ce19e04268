"""What law obliges the shop to keep of its customers' orders, and which orders are still open (records/lawful.py).

The terms are those of the version an order was placed under, each with the law it cites, counted as for everybody
(core/policy/keeping.py): the daily run judges orders by the same version, from the same starts (terms.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.core.fields import FIELD, FIELDS
from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.keeping import Keeping, Kept, keeping
from giuloi.core.terms import RetentionClass, Standing
from giuloi.promises.collect.delivered import OrderState
from giuloi.promises.collect.invoices import Invoice
from giuloi.promises.collect.orders import Order
from giuloi.records.keyring import keyring
from giuloi.records.lawful import LawfulRecord
from giuloi.records.published import by_id
from giuloi.records.subjects import Subject
from giuloi.records.vault import PERSON, places_of

_ORDER = frozenset({RetentionClass.ORDER})
_LEGAL = frozenset({RetentionClass.LEGAL})
_REACHED = frozenset(
    {RetentionClass.CONTACT, RetentionClass.LEGAL}
)  # whom an open order is for, and how they are met
_OF_ORDERS = sum(one.mask for one in FIELDS if one.klass is RetentionClass.ORDER)
_INVOICE, _DECLARATION = FIELD["invoice"].mask, FIELD["declaration"].mask

_ORDER_OPEN = Words("đơn hàng đang thực hiện", "an order that is being carried out")
_STILL_OPEN = Words(
    "đơn chưa xong: phần còn lại được xóa khi đơn đóng",
    "it is not done: the rest is erased when the order is closed",
)
_WHO = Words(
    "thông tin liên hệ của đơn đang thực hiện", "contact data for an order that is being carried out"
)
_ORDER_KEPT = Words("thông tin hợp đồng mua bán của đơn hàng", "the contract of an order")
_INVOICE_KEPT = Words("hóa đơn đã xuất", "an invoice that was issued")
_DECLARATION_KEPT = Words("lời cam đoan khi đăng ký", "the declaration made at registration")
_BY_LAW = Words(
    "luật buộc lưu giữ; chỉ cất riêng, không dùng", "the law has it kept; it is stored, and used for nothing"
)


def lawful(subjects: Sequence[int], at: datetime) -> Mapping[int, Sequence[LawfulRecord]]:
    """subject → what stays of their orders and of their registration at `at`."""
    found: dict[int, list[LawfulRecord]] = {}
    found_people = Subject.objects.filter(id__in=subjects).values_list("id", "standing", "policy_id")
    people = {one: (Standing(standing), policy) for one, standing, policy in found_people}
    orders = list(Order.objects.filter(subject_id__in=list(people)))
    invoices = Invoice.objects.filter(order_id__in=[one.id for one in orders], issued_at__isnull=False)
    issued = set(invoices.values_list("order_id", flat=True))
    for order in orders:
        standing = people[order.subject_id][0]
        found.setdefault(order.subject_id, []).extend(
            _of_order(order, standing, at, invoiced=order.id in issued)
        )
    for subject, record in _declarations(people, at):
        found.setdefault(subject, []).append(record)
    return found


def _of_order(order: Order, standing: Standing, at: datetime, *, invoiced: bool) -> Iterator[LawfulRecord]:
    if order.state == OrderState.ERASED_AT_SOURCE:
        return
    if order.state == OrderState.PLACED:
        yield LawfulRecord(order.id, _ORDER | _LEGAL, _ORDER_OPEN, _STILL_OPEN, "", None, open=True)
        yield LawfulRecord(PERSON, _REACHED, _WHO, _STILL_OPEN, "", None, open=True)
        return
    starts = {"contract": order.placed_at, "order_closed": order.closed_at or order.modified_at}
    policy = by_id(order.policy_id).policy
    yield from _stored(
        policy, Kept(_OF_ORDERS, standing, True, set(), starts), order.id, _ORDER, _ORDER_KEPT, at
    )
    if invoiced:
        kept = Kept(_INVOICE, standing, True, set(), starts)
        yield from _stored(policy, kept, order.id, _LEGAL, _INVOICE_KEPT, at)


def _declarations(
    people: Mapping[int, tuple[Standing, int]], at: datetime
) -> Iterator[tuple[int, LawfulRecord]]:
    """Of members: counted from when their account was closed, which is when their contact data was erased."""
    members = [one for one, (standing, _) in people.items() if standing is Standing.MEMBER]
    declared = {
        one for one, record, klass in places_of(members) if record == PERSON and klass is RetentionClass.LEGAL
    }
    closed = keyring().erased_since(sorted(declared), RetentionClass.CONTACT) if declared else {}
    for one in sorted(declared):
        policy = by_id(people[one][1]).policy
        kept = Kept(_DECLARATION, Standing.MEMBER, False, set(), {"account_closed": closed.get(one, at)})
        for record in _stored(policy, kept, PERSON, _LEGAL, _DECLARATION_KEPT, at):
            yield one, record


def _stored(
    policy: Policy, kept: Kept, record: int, classes: frozenset[RetentionClass], what: Words, at: datetime
) -> Iterator[LawfulRecord]:
    """The latest term of storing that has not ended; none: nothing obliges."""
    terms = _running(keeping(policy, kept), at)
    last = max(terms, key=_until, default=None)
    if last is not None:
        yield LawfulRecord(record, classes, what, _BY_LAW, last.rule.cite, last.stored_until)


def _running(terms: Iterable[Keeping], at: datetime) -> list[Keeping]:
    return [one for one in terms if one.stored_until is not None and one.stored_until > at]


def _until(one: Keeping) -> datetime:
    assert one.stored_until is not None  # noqa: S101  _running leaves no other
    return one.stored_until
