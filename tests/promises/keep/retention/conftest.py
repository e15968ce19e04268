"""Customers with a past, written straight into the tables as the years would have left them."""

from __future__ import annotations

from datetime import datetime

from giuloi.core.crypto.primitives import random_id
from giuloi.core.terms import CaseKind, Standing
from giuloi.promises.collect.orders import Order
from giuloi.records import cases, subjects, vault
from giuloi.records.database import moment, run
from tests.records.conftest import Shop, an, binh, chi, shop

__all__ = ["an", "binh", "chi", "shop"]
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
