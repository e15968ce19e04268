"""The same invented people in every test, document and demo. Nobody here exists."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A customer: four things a member gives (IV.5), and a number by which a shop platform knows them."""

    name: str
    phone: str
    email: str
    address: str
    account: int

    @property
    def given_name(self) -> str:
        """Everything after the family name, as a platform's form has it: "Thị An"."""
        return self.name.split(" ", 1)[1]

    @property
    def family_name(self) -> str:
        """The first word: "Nguyễn"."""
        return self.name.split(" ", 1)[0]


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody of the shop, with the role of the shipped policy that they hold."""

    name: str
    email: str
    role: str


AN = Person(  # a member, consents to promotion by e-mail
    "Nguyễn Thị An", "0594000001", "an@example.vn", "12 Hàng Bạc, Phường Hoàn Kiếm, Thành phố Hà Nội", 101
)
BINH = Person(  # a guest, never asked for consent
    "Trần Văn Bình", "0594000002", "binh@example.vn", "5 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh", 102
)
CHI = Person(  # a member who withdrew
    "Lê Ngọc Chi", "0594000003", "chi@example.vn", "8 Trần Phú, Phường Hải Châu, Thành phố Đà Nẵng", 103
)
DUNG = Person(  # erased
    "Phạm Quốc Dũng", "0594000004", "dung@example.vn", "3 Lê Duẩn, Phường Thuận Hóa, Thành phố Huế", 104
)

HA = Staff("Hà", "ha@example.vn", "care")
KHOA = Staff("Khoa", "khoa@example.vn", "legal")  # approves authority requests, with Lan
LAN = Staff("Lan", "lan@example.vn", "legal")

CUSTOMERS = (AN, BINH, CHI, DUNG)
STAFF = (HA, KHOA, LAN)
