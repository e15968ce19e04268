"""Customers with a past, written straight into the tables as the years would have left them."""

from __future__ import annotations

from datetime import date, datetime
from importlib.resources import files

from giuloi.core.crypto.primitives import random_id
from giuloi.core.terms import CaseKind, Standing
from giuloi.promises.collect.orders import Order
from giuloi.records import cases, published, subjects, vault
from giuloi.records.database import moment, run
from tests.records.conftest import Shop, an, binh, chi, shop

__all__ = ["an", "binh", "chi", "shop"]
_OTHER_TERMS = {
    'use      = "90d"': 'use      = "6m"',
    '"180d"': '"29d"',
    'store    = "3y"': 'store    = "4y"',
}
CONTACT = {"name": "Bình", "phone": "0594000002", "email": "binh@example.vn", "address": "2 Hàng Vừng"}


def guest(shop: Shop, at: datetime, standing: Standing = Standing.GUEST, policy: int | None = None) -> int:
    """Somebody whose contact data was written down at `at`."""
    subject = subjects.new_subject(standing, policy or shop.policy_id, at)
    vault.seal(subject, CONTACT, at)
    return subject


def order(
    subject: int, policy: int, placed: datetime, closed: datetime | None, *, invoice: bool = False
) -> int:
    """An order of theirs, with its words sealed."""
    made = random_id()
    values = {"purchases": "2 bánh cốm", "delivery_name": "Bình", "order_note": "Gọi trước"}
    vault.seal(subject, values | ({"invoice": "{}"} if invoice else {}), placed, made)
    Order.objects.create(
        id=made,
        subject_id=subject,
        policy_id=policy,
        state="closed" if closed else "placed",
        placed_at=placed,
        modified_at=closed or placed,
        closed_at=closed,
    )
    return made


def message(subject: int, at: datetime, closed: datetime | None) -> int:
    """Something written to care, under a case that is closed or still open."""
    record = random_id()
    vault.seal(subject, {"care_note": "Bánh để được mấy ngày?"}, at, record)
    case = cases.open_case(CaseKind.CARE, at, subject=subject, record=record)
    if closed:
        cases.close_case(case, closed)
    run(
        "INSERT INTO use_message (id, case_id, subject_id, number, channel, direction, by, proven, at) "
        "VALUES (%s, %s, %s, 1, 'email', 'in', 'customer', %s, %s)",
        (record, case, subject, True, moment(at)),
    )
    return record


def second_version(at: datetime) -> int:
    """Other terms, also of orders: what was taken under this version is judged by it, and nothing else."""
    folder = files("giuloi.policies")
    sources = {name: (folder / name).read_text("utf-8") for name in ("shop.vi.md", "shop.en.md")}
    for name, text in sources.items():
        for old, new in _OTHER_TERMS.items():
            text = text.replace(old, new)
        sources[name] = text.replace('version               = "1"', 'version               = "2"')
    return published.publish(sources, date(2026, 11, 22), at).id
