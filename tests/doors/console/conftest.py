"""The console as colleagues meet it: Hà (care), Khoa (fulfilment) and Lan (marketing), each signed in or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from giuloi.promises.collect import connections, orders
from giuloi.promises.collect.delivered import Bridge, Contact
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.records import credentials
from giuloi.records.access import sessions, staff_accounts
from giuloi.records.access.cookies import STAFF_COOKIE
from giuloi.records.access.sessions import Visitor
from giuloi.records.keyring import keyring
from giuloi.records.keyring.indexes import Entry
from tests.cast import AN, Person
from tests.doors.console.owner import client_of, staff
from tests.records.conftest import Shop, an, binh, chi, shop

__all__ = ["an", "binh", "chi", "shop"]  # fixtures: found here by the tests of this folder

SHOP1 = Bridge("woocommerce", "shop1")
PASSWORD = "bánh cốm làng Vòng 1926"


class OverTls(Client):
    """A browser that comes over HTTPS, as in production."""

    def generic(self, *args: Any, **more: Any) -> Any:
        """Every request."""
        return super().generic(*args, **{**more, "secure": True})


@dataclass(slots=True)
class Desk:
    """The people of the shop, and what happens before a test begins."""

    shop: Shop

    def staff(self, name: str, role: str, *, administrator: bool = False) -> int:
        """A colleague with login and password, without a second factor yet."""
        staff = credentials.add_staff(name, role)
        token = staff_accounts.invite(staff, name.lower(), now())
        staff_accounts.accept_invite(token, PASSWORD, now())
        staff_accounts.set_administrator(staff, administrator)
        return staff

    def signed_in(self, staff: int, *, passed: bool = True) -> Client:
        """A browser with a session of theirs."""
        return self.with_token(
            sessions.begin(Visitor.STAFF, staff, now(), passed=passed, device="Firefox · Linux")
        )

    def with_token(self, token: str) -> Client:
        """Any browser that holds this token, over HTTPS as in production."""
        client = OverTls()
        client.cookies[STAFF_COOKIE] = token
        return client

    def known(self, who: Person, subject: int) -> None:
        """Make somebody findable by phone and e-mail."""
        phone = "+84" + who.phone[1:]
        keyring().index(
            [Entry("phone", phone, subject, subject), Entry("email", who.email, subject, subject)]
        )

    def order(self, subject: int, number: int = 701) -> int:
        """An order that came in from the connected shop under this number."""
        goods = Purchases((Line("Bánh cốm", "2", "90000"),), "90000", payment="cod")
        placing = orders.Placing(
            goods, Contact(AN.name, AN.phone, "", AN.address), "Đặt hàng", note="Gọi trước"
        )
        order = orders.place_order(subject, placing, now())
        connections.connect(SHOP1, "bi-mat", now())
        keyring().index([Entry("source", f"woocommerce:shop1:order:{number}", subject, order, claimed=True)])
        return order


def now() -> datetime:
    """The views' own clock: sessions and factors are timed by it."""
    return datetime.now(UTC)


@pytest.fixture
def desk(shop: Shop) -> Desk:
    """A shop with a desk."""
    return Desk(shop)


@pytest.fixture
def khoa(desk: Desk) -> Client:
    """Khoa, of fulfilment, at work."""
    return desk.signed_in(desk.staff("Khoa", "fulfilment"))


@pytest.fixture
def lan(desk: Desk) -> Client:
    """Lan, of marketing, at work."""
    return desk.signed_in(desk.staff("Lan", "marketing"))


@pytest.fixture
def ha(desk: Desk) -> Client:
    """Hà, of customer care, at work."""
    return desk.signed_in(desk.staff("Hà", "care"))


@pytest.fixture
def an_order(desk: Desk, an: int) -> int:
    """An's order, open."""
    desk.known(AN, an)
    return desk.order(an)


@pytest.fixture
def owner(shop: Shop) -> Client:
    """Lan, who administers the shop."""
    return client_of(staff("Lan", "marketing", administrator=True))


@pytest.fixture
def colleague(shop: Shop) -> Client:
    """Hà of customer care, no administrator."""
    return client_of(staff("Hà", "care"))
