"""Who plays: invented people only. An is a member, Bình a guest; Khoa and Lan work for the shop."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.invented import Invented, people


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of the invented shop; `address` is street, ward, province. `account` 0: without one."""

    family: str
    given: str
    phone: str
    email: str
    address: str
    account: int
    order: int
    purchases: Purchases
    note: str = ""

    @property
    def name(self) -> str:
        """As one writes it in Viet Nam."""
        return f"{self.family} {self.given}"


_COM = Line("Bánh cốm Hàng Than", "2", "170000.00", "BC-01")
_SEN = Line("Trà sen Tây Hồ 100 g", "1", "320000.00", "TS-10")

AN = Customer(
    *("Nguyễn", "Thị An", "0594000001", "an@example.vn"),
    address="12 Hàng Bạc, Phường Hoàn Kiếm, Thành phố Hà Nội",
    account=101,
    order=7001,
    purchases=Purchases((_COM, _SEN), "490000.00", "VND", "cod"),
    note="Gọi trước khi giao",
)
BINH = Customer(
    *("Trần", "Văn Bình", "0594000002", "binh@example.vn"),
    address="5 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh",
    account=0,
    order=7002,
    purchases=Purchases((_COM,), "170000.00", "VND", "cod"),
)
CHI = Customer(
    *("Lê", "Ngọc Chi", "0594000003", "chi@example.vn"),
    address="27 Lê Lợi, Phường Hải Châu, Thành phố Đà Nẵng",
    account=0,
    order=7003,
    purchases=Purchases((_SEN,), "320000.00", "VND", "bacs"),
)
DUNG = Customer(  # asked to be erased, and was
    *("Phạm", "Quốc Dũng", "0594000004", "dung@example.vn"),
    address="3 Lê Duẩn, Phường Thuận Hóa, Thành phố Huế",
    account=0,
    order=7004,
    purchases=Purchases((_COM,), "170000.00", "VND", "cod"),
)
_FIRST_ACCOUNT, _FIRST_ORDER = 1000, 10_000


def crowd(count: int) -> list[Customer]:
    """That many other customers, every second one with an account of the shop platform."""
    return [_customer(one) for one in people(count, seed=2026)]


def newcomers(count: int, after: int) -> list[Invented]:
    """People who are none of a crowd of `after`, and will register with the shop itself."""
    return list(islice(people(after + count, seed=2026), after, None))


def _customer(one: Invented) -> Customer:
    family, _, given = one.name.partition(" ")
    return Customer(
        *(family, given, one.phone, one.email),
        address=one.address,
        account=_FIRST_ACCOUNT + one.number if one.number % 2 == 0 else 0,
        order=_FIRST_ORDER + one.number,
        purchases=one.purchases,
    )
