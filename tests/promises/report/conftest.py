"""A shop in which something happens: an alarm, a hand that opens a file, and colleagues who deal with it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from giuloi.promises.report.incidents.kinds import IncidentKind
from giuloi.promises.report.incidents.opening import open_incident
from giuloi.records import credentials
from giuloi.records.access import staff_accounts
from tests.records.conftest import Shop, an, binh, chi, shop

__all__ = ["an", "binh", "chi", "shop"]
ALARM = "code/detection"
BY = "staff/legal/0000000000000001"


def opened(shop: Shop, kind: IncidentKind = IncidentKind.HONEY, *, ago: timedelta = timedelta(0)) -> int:
    """A file that an alarm opened."""
    at = shop.now()
    return open_incident(kind, at, at - ago, ALARM, {"actor": "key/partner/00000000000000aa"})


def colleague(shop: Shop, name: str, role: str, *, administrator: bool = False) -> int:
    """Somebody who works here, with a login."""
    staff = credentials.add_staff(name, role)
    token = staff_accounts.invite(staff, name.lower(), shop.now())
    staff_accounts.accept_invite(token, "bánh cốm làng Vòng 1926", shop.now())
    staff_accounts.set_administrator(staff, administrator)
    return staff


def parts() -> dict[str, str]:
    """What the documents and the notices are filled in from."""
    return {
        "place": "Máy chủ bán hàng của tiệm",
        "act": "Có người lạ dùng một khóa máy để đọc hồ sơ khách.",
        "involved": "Chưa rõ",
        "cause": "Khóa máy bị lộ",
        "data": "Họ tên, điện thoại",
        "consequences": "Có thể có cuộc gọi lừa đảo.",
        "measures": "Đã thu hồi khóa, đã báo cơ quan công an.",
        "risk": "Số điện thoại có thể bị lợi dụng.",
        "advice": "Cảnh giác với cuộc gọi lạ xưng là tiệm.",
        "act_en": "A stranger used a leaked key to read customers' records.",
        "measures_en": "The key is revoked, the police are told.",
        "risk_en": "Your number may be misused.",
        "advice_en": "Beware of calls in our name.",
    }


@pytest.fixture
def file(shop: Shop) -> int:
    """An incident that is open."""
    return opened(shop)


def later(shop: Shop, by: timedelta) -> datetime:
    """Time passes."""
    shop.clock += by
    return shop.now()
