"""A shop with a care department: Hà, who heads it, and Khoa beside her."""

from __future__ import annotations

import pytest

from giuloi.promises.answer.asking import Asking, TakenIn, ask
from giuloi.promises.collect.orders import Order
from giuloi.records.credentials import add_staff
from giuloi.records.rota import DepartmentHead
from tests.records.conftest import NOON, Shop, an, binh, chi, shop

__all__ = ["an", "binh", "chi", "shop"]


@pytest.fixture
def ha(shop: Shop) -> int:
    """Hà, of customer care, who heads the department."""
    staff = add_staff("Hà", "care")
    DepartmentHead.objects.create(staff_id=staff, since=NOON)
    return staff


@pytest.fixture
def khoa(shop: Shop) -> int:
    """Khoa, who helps in customer care."""
    return add_staff("Khoa", "care")


def asks(
    shop: Shop, subject: int, kind: str = "question", text: str = "Bánh để được mấy ngày?", **more: object
) -> TakenIn:
    """Somebody asks something in the portal."""
    return ask(subject, Asking(kind, text, "portal", **more), shop.now())  # type: ignore[arg-type]


def an_order(shop: Shop, subject: int) -> int:
    """An order of theirs, open, with what was bought sealed."""
    order, _ = shop.order(subject)
    Order.objects.create(
        id=order,
        subject_id=subject,
        policy_id=shop.policy_id,
        state="placed",
        placed_at=shop.clock,
        modified_at=shop.clock,
    )
    return order
