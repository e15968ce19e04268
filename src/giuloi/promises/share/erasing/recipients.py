"""Whoever was told something about a person (a carrier with its parcel, a processor) is asked to erase it, by hand.

Who that was stands in the use ledger, in the person's own entries. No software answers there: a colleague sends the
text and notes the receipt, and until then the erasure has an open exception.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from giuloi.core.bilingual import Words
from giuloi.core.terms import CaseKind
from giuloi.records.cases import Case
from giuloi.records.partners import NotErased, PartnerAsk, PartnerReceipt
from giuloi.records.uses.pending import waiting
from giuloi.records.uses.sequencer import TICK
from giuloi.records.uses.told import told_to
from giuloi.records.uses.trail import counters


class Recipients:
    """The partner `recipients`."""

    name = "recipients"
    by_hand = True

    def references_of(self, subject: int, records: Sequence[int]) -> Sequence[str]:
        """ "carrier/2026-11-22" for each day on which each recipient was told something, "/order/12" for the orders."""
        told = told_to(subject)
        if not told:
            return ()
        orders = Case.objects.filter(record_id__in=records, kind=CaseKind.ORDER).values_list(
            "record_id", flat=True
        )
        days = sorted({f"{recipient}/{at:%Y-%m-%d}" for recipient, at in told})
        return (*days, *(f"/order/{one}" for one in sorted(set(orders))))

    def perhaps_of(self, subjects: Sequence[int]) -> Sequence[int]:
        """Those of whom anything was ever used, or waits for its leaf."""
        used = {subject for one in waiting(TICK) for subject in one.use.subjects}
        return sorted({*counters(subjects), *used.intersection(subjects)})

    def erase(self, ask: PartnerAsk) -> PartnerReceipt:
        """Never by itself."""
        raise NotErased("by_hand", again=False)


def text_for(references: Sequence[str], key: str, number: Callable[[int], str] = str) -> Words:
    """What to send: who was told, on which days, which orders; `number` writes an order's number as its label does.

    It names nobody: the recipient finds the parcels by the order's number. `key` is to be quoted in the answer.
    """
    orders = [number(int(one.rpartition("/")[2])) for one in references if one.startswith("/order/")]
    days = sorted(one.split("/") for one in references if not one.startswith("/"))
    told = {who: ", ".join(day for _, day in some) for who, some in groupby(days, key=lambda one: one[0])}
    to = "\n".join(f"- {who}: {when}" for who, when in told.items())
    which = ", ".join(orders) or "—"
    return Words(_VI.format(to=to, which=which, key=key), _EN.format(to=to, which=which, key=key))


_VI = """Kính gửi quý đơn vị,

Một khách hàng đã yêu cầu xóa dữ liệu cá nhân. Chúng tôi đã chuyển dữ liệu của khách hàng này cho:
{to}
Số đơn hàng: {which}

Theo Điều 14 Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15, đề nghị quý đơn vị xóa dữ liệu cá nhân của các đơn \
hàng trên, trừ phần pháp luật buộc phải lưu, và trả lời bằng văn bản trong vòng 30 ngày: đã xóa gì, ngày nào, \
còn giữ gì và theo quy định nào. Nếu không xóa được, xin nêu lý do để chúng tôi báo lại cho khách hàng.

Mã tham chiếu khi trả lời: {key}"""
_EN = """Dear Sir or Madam,

A customer has asked for the erasure of personal data. We passed data of this customer on to:
{to}
Order numbers: {which}

Under article 14 of the Law on Personal Data Protection (91/2025/QH15), please erase the personal data of these \
orders, except what law obliges you to keep, and answer in writing within 30 days: what you erased, on which day, \
what you keep and under which rule. If it cannot be erased, please say why, so that we can tell the customer.

Please quote in your answer: {key}"""
